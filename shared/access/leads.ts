import type { Anomaly } from '../contracts/entities.ts';
import type { Json } from '../kernel/canonical.ts';
import type { Caller } from './caller.ts';

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether somebody else than the organisation in whose file the lead lies has part in it, on either side. */
const namesOthers = ({ findings, organisation, reportedBy }: Anomaly): boolean => {
  if (reportedBy !== organisation) return true;
  const evidence = isObject(findings) ? findings['evidence'] : undefined;
  return (
    Array.isArray(evidence) &&
    evidence.some((piece: Json) => {
      const other = isObject(piece) ? piece['otherOrganisation'] : undefined;
      return typeof other === 'string' && other !== organisation;
    })
  );
};

/** A lead is for officers until one of them released or confirmed it; a dismissed one stays with them. */
export const mayKnowOf = (caller: Caller, lead: Anomaly): boolean =>
  caller.role === 'officer' || lead.state === 'RELEASED' || lead.state === 'CONFIRMED';

/** Whether the caller may have the record as it is stored: not where it names another organisation. */
export const mayHaveWhole = (caller: Caller, lead: Anomaly): boolean =>
  mayKnowOf(caller, lead) && (caller.role === 'officer' || !namesOthers(lead));

/**
 * The lead as the caller may read it. Where two organisations are in it, each learns that and why it is asked, and
 * nothing by which it could tell who the other is.
 */
export const leadFor = (caller: Caller, lead: Anomaly): object => {
  if (mayHaveWhole(caller, lead)) return lead;
  const { id, organisation, rule, ruleVersion, severity, mark, basis, foundAt, state, decision } = lead;
  const own = lead.reportedBy === organisation;
  return {
    ...{ id, organisation, rule, ruleVersion, severity, mark, basis, foundAt, state },
    ...(decision === undefined ? {} : { decision }),
    ...(own ? { report: lead.report, reportNumber: lead.reportNumber, keyUnit: lead.keyUnit } : {}),
    explanation: {
      zh: `规则 ${rule} 发现贵机构的报告与其他机构的报告存在关联；涉及他方的内容不予提供，可向监管机构申请说明。`,
      en: `Rule ${rule} found a connection between a report of yours and one of another organisation; what concerns the other is withheld. Ask the supervising office.`,
    },
    withheld: ['findings', 'explanation', ...(own ? [] : ['report'])],
  };
};
