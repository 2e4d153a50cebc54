import type { Instant } from '../../../shared/kernel/time.ts';
import { dayOf } from '../../../shared/kernel/time.ts';
import type { CycleExceptions } from '../../../shared/rules/cycles.ts';
import { compareNextDate, cyclesOf } from '../../../shared/rules/cycles.ts';
import { cycles } from '../../../shared/rules/data/cycles.ts';
import type { Finding, Severity } from '../../../shared/rules/engine.ts';
import { threeValued } from '../../../shared/rules/engine.ts';
import type { DateEvidence } from '../evidence.ts';
import type { DetectionSettings, Parties, ReportFacts, ReportSummary } from '../facts.ts';
import type { ReportRule } from './rule.ts';
import { falseReport, shownTime } from './rule.ts';
import { daysOfWork } from './standing.ts';

/** Instants of one form sort as text. */
const lastWork = ({ report: { activity }, points }: ReportFacts): Instant =>
  points
    .map(({ measuredAt = activity.endedAt }) => measuredAt)
    .reduce((last, at) => (at > last ? at : last), activity.endedAt);

const issuedEarly = (facts: ReportFacts): readonly DateEvidence[] => {
  const { issuedOn } = facts.report;
  const lastWorkAt = lastWork(facts);
  return issuedOn < dayOf(lastWorkAt) ? [{ kind: 'ISSUED_BEFORE_THE_END', issuedOn, lastWorkAt }] : [];
};

type Next = { readonly evidence: readonly DateEvidence[]; readonly missing: readonly string[] };
const nothing: Next = { evidence: [], missing: [] };

/** Holds the next date against the cycle of the unit. Where older versions of its file were read, any of their kinds explains it. */
export const lookAtNextDate = (
  report: ReportSummary,
  keyUnit: Parties['keyUnit'],
  exceptions: CycleExceptions,
): Next => {
  if (cycles.withoutCycle.some((type) => type === report.inspectionType)) return nothing;
  if (keyUnit === undefined) return { evidence: [], missing: ['keyUnit: NOT_READ'] };
  const { nextInspectionOn } = report;
  const worked = daysOfWork({ report });
  const found: DateEvidence[] = [];
  for (const listing of keyUnit.listings) {
    const cycleMonths = cyclesOf(listing, exceptions);
    if (cycleMonths.length === 0) continue;
    const direction = compareNextDate(nextInspectionOn, worked, cycleMonths);
    if (direction === 'FITS') return nothing;
    found.push({ kind: 'NEXT_DATE', nextInspectionOn, direction, inspectedOn: worked.to, cycleMonths });
  }
  if (keyUnit.versionsUnread) return { evidence: [], missing: ['keyUnit: VERSIONS_UNREAD'] };
  return found.length === keyUnit.listings.length
    ? { evidence: found.slice(0, 1), missing: [] }
    : { evidence: [], missing: ['keyUnit: NO_CYCLE'] };
};

const severityOf = (first: DateEvidence): Severity =>
  first.kind === 'ISSUED_BEFORE_THE_END' ? 3 : first.direction === 'LATER' ? 2 : 1;

const describe = (piece: DateEvidence): { readonly zh: string; readonly en: string } => {
  if (piece.kind === 'ISSUED_BEFORE_THE_END') {
    return {
      zh: `报告签发于 ${piece.issuedOn}，早于最后一次检测（北京时间 ${shownTime(piece.lastWorkAt)}）`,
      en: `the report was issued on ${piece.issuedOn}, before the last work at ${shownTime(piece.lastWorkAt)} (UTC+08:00)`,
    };
  }
  const months = piece.cycleMonths.join('/');
  const later = piece.direction === 'LATER';
  return {
    zh: `下次检测日期 ${piece.nextInspectionOn} ${later ? '晚于' : '早于'} ${piece.inspectedOn} 加 ${months} 个月的检测周期`,
    en: `the next date ${piece.nextInspectionOn} is ${later ? 'later' : 'earlier'} than ${piece.inspectedOn} plus the cycle of ${months} months`,
  };
};

const sentence = (
  evidence: readonly DateEvidence[],
  missing: readonly string[],
): Finding<DateEvidence>['explanation'] => {
  if (evidence.length > 0) {
    const said = evidence.map(describe);
    return {
      zh: `报告日期与检测时间不符的线索：${said.map(({ zh }) => zh).join('；')}。`,
      en: `A lead to dates that do not fit the work: ${said.map(({ en }) => en).join('; ')}.`,
    };
  }
  return missing.length > 0
    ? {
        zh: '无法判断下次检测日期是否符合检测周期：重点单位的类别或检测周期不明。',
        en: 'Whether the next date fits the cycle cannot be told: kind or cycle of the key unit is not known.',
      }
    : {
        zh: '签发日期和下次检测日期与检测时间相符。',
        en: 'The date of issue and the next date fit the work.',
      };
};

const judge = (facts: ReportFacts, { cycleExceptions }: DetectionSettings): Finding<DateEvidence> => {
  const { report, parties } = facts;
  const next = lookAtNextDate(report, parties.keyUnit, cycleExceptions);
  const evidence = [...issuedEarly(facts), ...next.evidence];
  const [first] = evidence;
  const { issuedOn, nextInspectionOn, inspectionType } = report;
  return {
    outcome: threeValued(evidence.length, next.missing.length),
    ...(first === undefined
      ? {}
      : { severity: severityOf(first), mark: first.kind === 'ISSUED_BEFORE_THE_END' ? 'S' : 'G' }),
    inputs: {
      issuedOn,
      nextInspectionOn,
      inspectionType,
      listings: (parties.keyUnit?.listings ?? []).map(({ kind, division }) => ({ kind, division })),
      cycles: cycles.label,
    },
    missing: next.missing,
    explanation: sentence(evidence, next.missing),
    evidence,
    concerns: first === undefined ? [] : [report.organisation],
  };
};

/**
 * Report issued before the inspection ended, or a next date that does not follow from the cycle (domain 5.2, R15; 4.9). The
 * comparison of the next date is our own reading (mark G): alone it is a query at most, and a notice where the unit gains.
 */
export const r15: ReportRule = {
  id: 'R15',
  title: { zh: '报告日期与检测时间不符的线索', en: 'lead: dates of the report do not fit the work' },
  label: '1',
  logic: 1,
  severity: 3,
  basis: [
    falseReport('14(5)', {
      zh: '伪造签发时间的，属于虚假报告（参照适用）',
      en: 'a forged date of issue makes a false report (by analogy)',
    }),
    {
      source: 'O24',
      clause: '19',
      mark: 'S',
      yardstick: {
        zh: '爆炸和火灾危险环境场所每半年检测一次，其他每年检测一次',
        en: 'places with danger of explosion and fire are inspected every six months, all others every year',
      },
    },
  ],
  thresholds: ({ cycleExceptions }) =>
    cycleExceptions.map(({ kinds, months, division = '*', mark }) => ({
      name: `cycleExceptions/${division}/${kinds.join('+')}`,
      value: months,
      unit: 'months',
      mark,
    })),
  data: cycles,
  judge,
};
