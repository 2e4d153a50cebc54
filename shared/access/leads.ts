import type { Anomaly } from '../contracts/entities.ts';
import type { Json } from '../kernel/canonical.ts';
import type { Caller } from './caller.ts';

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Organisations other than the lead's own that its evidence names. */
const namesOthers = ({ findings, organisation }: Anomaly): boolean => {
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
  const { findings: _findings, explanation: _explanation, ...rest } = lead;
  return {
    ...rest,
    explanation: {
      zh: `规则 ${lead.rule} 发现本报告与其他机构的报告存在关联；涉及他方的内容不予提供，可向监管机构申请说明。`,
      en: `Rule ${lead.rule} found a connection with a report of another organisation; what concerns the other is withheld. Ask the supervising office.`,
    },
    withheld: ['findings', 'explanation'],
  };
};
