import { distanceM } from '../../../shared/kernel/geo.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { fromEpochMs, toEpochMs } from '../../../shared/kernel/time.ts';
import type { Finding } from '../../../shared/rules/engine.ts';
import { threeValued } from '../../../shared/rules/engine.ts';
import type { OverlapEvidence } from '../evidence.ts';
import type { DetectionSettings, PersonInterval, ReportFacts } from '../facts.ts';
import { spanOf, type Span } from './intervals.ts';
import type { ReportRule } from './rule.ts';
import { more, noTestDone, shownTime } from './rule.ts';

/** Common time of two activities. Touching ends are no overlap. */
const overlap = (a: Span, b: Span): { readonly from: Instant; readonly to: Instant } | undefined => {
  const from = Math.max(a.start, b.start);
  const to = Math.min(a.end, b.end);
  return from < to ? { from: fromEpochMs(from), to: fromEpochMs(to) } : undefined;
};

type Seen = { readonly evidence: readonly OverlapEvidence[]; readonly missing: readonly string[] };

const compare = (
  technician: SubjectId,
  entry: PersonInterval,
  { report }: ReportFacts,
  own: Span,
  thresholdM: number,
): Seen => {
  const common = entry.report === report.id ? undefined : overlap(own, spanOf(entry));
  if (common === undefined) return { evidence: [], missing: [] };
  const { accuracyM: hereM = 0, ...here } = report.activity.position;
  const { accuracyM: thereM = 0, ...there } = entry.position;
  const apartM = distanceM(here, there);
  const accuracyM = hereM + thereM;
  if (apartM <= thresholdM) return { evidence: [], missing: [] };
  // Farther apart as measured, but perhaps not in truth: the positions are not good enough to say.
  if (apartM - accuracyM <= thresholdM)
    return { evidence: [], missing: [`positionAccuracy/${entry.report}`] };
  const evidence: OverlapEvidence = {
    kind: 'OVERLAP',
    technician,
    otherReport: entry.report,
    otherKeyUnit: entry.keyUnit,
    otherOrganisation: entry.organisation,
    ...common,
    distanceM: Math.round(apartM),
    accuracyM: Math.round(accuracyM),
  };
  return { evidence: [evidence], missing: [] };
};

const lookAt = (technician: SubjectId, facts: ReportFacts, thresholdM: number): Seen => {
  const found = facts.personIntervals.get(technician);
  if (found === undefined) return { evidence: [], missing: [`personIntervals/${technician}`] };
  const own = spanOf(facts.report.activity);
  const seen = found.entries.map((entry) => compare(technician, entry, facts, own, thresholdM));
  return {
    evidence: seen.flatMap(({ evidence }) => evidence),
    missing: [
      ...seen.flatMap(({ missing }) => missing),
      ...(found.truncated ? [`personIntervals/${technician}/rest`] : []),
    ],
  };
};

const sentence = (seen: Seen, thresholdM: number): Finding<OverlapEvidence>['explanation'] => {
  const [first] = seen.evidence;
  if (first !== undefined) {
    const minutes = Math.ceil((toEpochMs(first.to) - toEpochMs(first.from)) / 60_000);
    const rest = more(seen.evidence.length - 1);
    return {
      zh: `同一检测人员在两地同时检测的线索：人员 ${first.technician} 在本报告与报告 ${first.otherReport} 的检测时间自北京时间 ${shownTime(first.from)} 起重叠 ${minutes} 分钟，两处相距 ${first.distanceM} 米（阈值 ${thresholdM} 米）${rest.zh}。`,
      en: `A lead to the same technician at two sites at once: from ${shownTime(first.from)} (UTC+08:00) the work of ${first.technician} in this report and in report ${first.otherReport} overlaps by ${minutes} min at sites ${first.distanceM} m apart (threshold ${thresholdM} m)${rest.en}.`,
    };
  }
  return seen.missing.length > 0
    ? {
        zh: `无法判断检测人员是否同时出现在两地：有 ${seen.missing.length} 项数据缺失、不全或精度不足。`,
        en: `Whether a technician was at two sites at once cannot be told: ${seen.missing.length} inputs are missing, incomplete or too inaccurate.`,
      }
    : {
        zh: `所查检测人员的检测时间均未与相距 ${thresholdM} 米以外的其他检测重叠。`,
        en: `No technician's working time overlaps with work more than ${thresholdM} m away.`,
      };
};

const judge = (facts: ReportFacts, settings: DetectionSettings): Finding<OverlapEvidence> => {
  const thresholdM = settings.thresholds.r01DistanceM.value;
  const { activity, organisation } = facts.report;
  const technicians = [...new Set(activity.technicians)];
  const each = technicians.map((technician) => lookAt(technician, facts, thresholdM));
  const seen: Seen = {
    evidence: each.flatMap(({ evidence }) => evidence),
    missing: each.flatMap(({ missing }) => missing),
  };
  const others = seen.evidence.map(({ otherOrganisation }) => otherOrganisation);
  return {
    outcome: threeValued(seen.evidence.length, seen.missing.length),
    inputs: {
      startedAt: activity.startedAt,
      endedAt: activity.endedAt,
      position: { ...activity.position },
      technicians,
      intervalsSeen: technicians.reduce(
        (sum, technician) => sum + (facts.personIntervals.get(technician)?.entries.length ?? 0),
        0,
      ),
    },
    missing: seen.missing,
    explanation: sentence(seen, thresholdM),
    evidence: seen.evidence,
    concerns: others.length > 0 ? [...new Set([organisation, ...others])] : [],
  };
};

/** Same technician at two sites at once (domain 5.2, R01). */
export const r01: ReportRule = {
  id: 'R01',
  title: { zh: '同一检测人员在两地同时检测的线索', en: 'lead: same technician at two sites at once' },
  label: '1',
  logic: 1,
  severity: 3,
  basis: noTestDone,
  thresholds: ({ thresholds }) => [{ name: 'r01DistanceM', unit: 'm', ...thresholds.r01DistanceM }],
  data: {},
  judge,
};
