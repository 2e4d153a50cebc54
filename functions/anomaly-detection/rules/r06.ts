import type { TestPoint } from '../../../shared/contracts/report.ts';
import type { Id } from '../../../shared/kernel/ids.ts';
import type { Finding } from '../../../shared/rules/engine.ts';
import { threeValued } from '../../../shared/rules/engine.ts';
import type { Days } from '../../../shared/rules/validity.ts';
import type { CalibrationEvidence } from '../evidence.ts';
import type { ReportFacts } from '../facts.ts';
import type { ReportRule } from './rule.ts';
import { more } from './rule.ts';
import { dayMemory, daysOfWork, proofOf, shownDays, shownNearest } from './standing.ts';

/** Days on which one instrument was used, with the points that tell of it. */
interface Use {
  readonly instrument: Id<'ins'>;
  readonly days: Days;
  readonly points: string[];
}

/**
 * Uses of all instruments of the report: on the day of each measurement; on any day of the work where a point tells no time,
 * and for an instrument that no point names.
 */
const usesOf = (facts: ReportFacts): readonly Use[] => {
  const onDay = dayMemory();
  const work = daysOfWork(facts);
  const uses = new Map<string, Use>();
  const note = (instrument: Id<'ins'>, { from, to }: Days): Use => {
    const key = `${instrument}|${from}|${to}`;
    const use = uses.get(key) ?? { instrument, days: { from, to }, points: [] };
    uses.set(key, use);
    return use;
  };
  const measured = ({ measuredAt }: TestPoint): Days =>
    measuredAt === undefined ? work : { from: onDay(measuredAt), to: onDay(measuredAt) };
  const named = new Set<Id<'ins'>>();
  for (const point of facts.points) {
    if (point.instrument === undefined) continue;
    named.add(point.instrument);
    note(point.instrument, measured(point)).points.push(point.number);
  }
  for (const instrument of facts.report.activity.instruments)
    if (!named.has(instrument)) note(instrument, work);
  return [...uses.values()];
};

const sentence = (
  evidence: readonly CalibrationEvidence[],
  missing: readonly string[],
  uses: number,
): Finding<CalibrationEvidence>['explanation'] => {
  const [first] = evidence;
  if (first !== undefined) {
    const rest = more(evidence.length - 1);
    const on = shownDays(first);
    const nearest = shownNearest({ zh: '校准', en: 'calibration' }, first.nearest);
    return {
      zh: `检测仪器不在校准有效期内的线索：仪器 ${first.instrument} 于 ${on} 使用${nearest.zh}${rest.zh}。`,
      en: `A lead to an instrument out of calibration: ${first.instrument} was used on ${on}${nearest.en}${rest.en}.`,
    };
  }
  return missing.length > 0
    ? {
        zh: `无法判断检测仪器是否在校准有效期内：有 ${missing.length} 项数据缺失或不全。`,
        en: `Whether all instruments were in calibration cannot be told: ${missing.length} inputs are missing or incomplete.`,
      }
    : {
        zh: `检测仪器的 ${uses} 项使用均在校准有效期内。`,
        en: `All ${uses} uses of instruments lie within a calibration.`,
      };
};

const judge = (facts: ReportFacts): Finding<CalibrationEvidence> => {
  const uses = usesOf(facts);
  const evidence: CalibrationEvidence[] = [];
  const missing: string[] = [];
  for (const { instrument, days, points } of uses) {
    const proof = proofOf(facts.parties.instruments.get(instrument), days);
    if (proof.kind === 'OPEN') missing.push(`${instrument}: ${proof.why}`);
    if (proof.kind === 'NOT_PROVEN')
      evidence.push({ kind: 'OUT_OF_CALIBRATION', instrument, ...days, points, nearest: proof.nearest });
  }
  return {
    outcome: threeValued(evidence.length, missing.length),
    inputs: { instruments: [...facts.report.activity.instruments], uses: uses.length },
    missing: [...new Set(missing)],
    explanation: sentence(evidence, missing, uses.length),
    evidence,
    concerns: evidence.length > 0 ? [facts.report.organisation] : [],
  };
};

/** Instrument out of calibration when it was used (domain 5.2, R06). */
export const r06: ReportRule = {
  id: 'R06',
  title: { zh: '检测仪器不在校准有效期内的线索', en: 'lead: instrument out of calibration' },
  label: '1',
  logic: 1,
  severity: 3,
  basis: [
    {
      source: 'O31',
      clause: '7',
      mark: 'S',
      yardstick: {
        zh: '检测仪器设备应经检定或校准并在有效期内',
        en: 'an inspection organisation works with calibrated instruments',
      },
    },
    {
      source: 'S39',
      clause: '13(2)',
      mark: 'S',
      yardstick: {
        zh: '使用未经检定或者校准的仪器设备，且数据、结果有误或无法复核的，属于不实报告（参照适用）',
        en: 'an instrument without calibration makes an inaccurate report where data are wrong or cannot be checked again (by analogy)',
      },
    },
  ],
  thresholds: () => [],
  data: {},
  judge,
};
