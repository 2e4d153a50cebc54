import { distanceM } from '../../../shared/kernel/geo.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { fromEpochMs, toEpochMs } from '../../../shared/kernel/time.ts';
import { travel } from '../../../shared/rules/data/travel.ts';
import type { Finding } from '../../../shared/rules/engine.ts';
import { threeValued } from '../../../shared/rules/engine.ts';
import type { TravelEvidence } from '../evidence.ts';
import type { DetectionSettings, PersonInterval, ReportFacts } from '../facts.ts';
import { spanOf, type Interval } from './intervals.ts';
import type { ReportRule } from './rule.ts';
import { more, noTestDone, shownTime } from './rule.ts';

const hourMs = 3_600_000;
type Seen = { readonly evidence: readonly TravelEvidence[]; readonly missing: readonly string[] };
const nothing: Seen = { evidence: [], missing: [] };

/** After so long a pause anybody may be anywhere in the country, by road: jobs farther off need not be looked up. */
export const longestTripMs = ({ thresholds }: DetectionSettings): number =>
  (travel.farthestKm / thresholds.r03SpeedKmh.value) * hourMs;

interface Trip {
  readonly entry: PersonInterval;
  readonly leftMs: number;
  readonly arrivedMs: number;
}
/** The jobs nearest before and after; several where they end or begin at the same time. Overlapping ones are a matter of R01. */
const tripsOf = (entries: readonly PersonInterval[], activity: Interval): readonly Trip[] => {
  const own = spanOf(activity);
  const others = entries.map((entry) => ({ entry, ...spanOf(entry) }));
  const before = others.filter(({ end }) => end <= own.start);
  const after = others.filter(({ start }) => start >= own.end);
  const last = Math.max(...before.map(({ end }) => end));
  const next = Math.min(...after.map(({ start }) => start));
  return [
    ...before
      .filter(({ end }) => end === last)
      .map(({ entry }) => ({ entry, leftMs: last, arrivedMs: own.start })),
    ...after
      .filter(({ start }) => start === next)
      .map(({ entry }) => ({ entry, leftMs: own.end, arrivedMs: next })),
  ];
};

/** Metres that a vehicle may put between two places in that time. */
const reachM = (kmh: number, ms: number): number => (kmh * 1000 * ms) / hourMs;

const lookAtTrip = (
  technician: SubjectId,
  { entry, leftMs, arrivedMs }: Trip,
  { report }: ReportFacts,
  { thresholds }: DetectionSettings,
): Seen => {
  const { accuracyM: hereM = travel.unstatedAccuracyM, ...here } = report.activity.position;
  const { accuracyM: thereM = travel.unstatedAccuracyM, ...there } = entry.position;
  const apartM = distanceM(here, there);
  const surelyM = apartM - hereM - thereM;
  const gapMs = arrivedMs - leftMs;
  // What R01 takes for one site is one site here too.
  const byRoadM = Math.max(thresholds.r01DistanceM.value, reachM(thresholds.r03SpeedKmh.value, gapMs));
  if (apartM <= byRoadM) return nothing;
  if (surelyM <= byRoadM) return { evidence: [], missing: [`positionAccuracy/${entry.report}`] };
  const faster = travel.faster.find(
    ({ kmh, boardingMinutes }) => surelyM <= reachM(kmh, gapMs - boardingMinutes * 60_000),
  );
  if (faster !== undefined) return { evidence: [], missing: [`${faster.by}/${entry.report}`] };
  const evidence: TravelEvidence = {
    kind: 'TRAVEL',
    technician,
    otherReport: entry.report,
    otherKeyUnit: entry.keyUnit,
    otherOrganisation: entry.organisation,
    leftAt: fromEpochMs(leftMs),
    arrivedAt: fromEpochMs(arrivedMs),
    distanceM: Math.round(apartM),
    accuracyM: Math.round(hereM + thereM),
    ...(gapMs > 0 ? { speedKmh: Math.round((surelyM / gapMs) * 3600) } : {}),
  };
  return { evidence: [evidence], missing: [] };
};

const lookAt = (technician: SubjectId, facts: ReportFacts, settings: DetectionSettings): Seen => {
  const found = facts.personIntervals.get(technician);
  if (found === undefined) return { evidence: [], missing: [`personIntervals/${technician}`] };
  const others = found.entries.filter((entry) => entry.report !== facts.report.id);
  const seen = tripsOf(others, facts.report.activity).map((trip) =>
    lookAtTrip(technician, trip, facts, settings),
  );
  return {
    evidence: seen.flatMap(({ evidence }) => evidence),
    missing: [
      ...seen.flatMap(({ missing }) => missing),
      ...(found.truncated ? [`personIntervals/${technician}/rest`] : []),
    ],
  };
};

const sentence = ({ evidence, missing }: Seen, kmh: number): Finding<TravelEvidence>['explanation'] => {
  const [first] = evidence;
  if (first !== undefined) {
    const minutes = Math.floor((toEpochMs(first.arrivedAt) - toEpochMs(first.leftAt)) / 60_000);
    const km = (first.distanceM / 1000).toFixed(1);
    const rest = more(evidence.length - 1);
    return {
      zh: `检测人员行程时间不足的线索：本报告与报告 ${first.otherReport} 的现场相距 ${km} 公里，人员 ${first.technician} 自北京时间 ${shownTime(first.leftAt)} 起仅有 ${minutes} 分钟从一处到另一处（阈值 ${kmh} 公里/小时，已考虑火车和飞机）${rest.zh}。`,
      en: `A lead to impossible travel: ${first.technician} had ${minutes} min from ${shownTime(first.leftAt)} (UTC+08:00) between the sites of this report and of report ${first.otherReport}, which are ${km} km apart (threshold ${kmh} km/h, trains and planes considered)${rest.en}.`,
    };
  }
  return missing.length > 0
    ? {
        zh: `无法判断检测人员的行程时间是否足够：有 ${missing.length} 项数据缺失、精度不足或可由火车、飞机解释。`,
        en: `Whether a technician had time enough to travel cannot be told: ${missing.length} inputs are missing, too inaccurate, or may be explained by a train or a plane.`,
      }
    : {
        zh: `检测人员在相邻两次检测之间的行程均未超过 ${kmh} 公里/小时。`,
        en: `No technician had to travel faster than ${kmh} km/h to or from a neighbouring job.`,
      };
};

const judge = (facts: ReportFacts, settings: DetectionSettings): Finding<TravelEvidence> => {
  const { activity, organisation } = facts.report;
  const technicians = [...new Set(activity.technicians)];
  const each = technicians.map((technician) => lookAt(technician, facts, settings));
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
    },
    missing: seen.missing,
    explanation: sentence(seen, settings.thresholds.r03SpeedKmh.value),
    evidence: seen.evidence,
    concerns: others.length > 0 ? [...new Set([organisation, ...others])] : [],
  };
};

/** Impossible travel between neighbouring jobs of one person (domain 5.2, R03). */
export const r03: ReportRule = {
  id: 'R03',
  title: { zh: '检测人员行程时间不足的线索', en: 'lead: impossible travel' },
  label: '1',
  logic: 1,
  severity: 3,
  basis: noTestDone,
  thresholds: ({ thresholds }) => [
    { name: 'r03SpeedKmh', unit: 'km/h', ...thresholds.r03SpeedKmh },
    { name: 'r01DistanceM', unit: 'm', ...thresholds.r01DistanceM },
  ],
  data: travel,
  judge,
};
