import type { TestPoint } from '../../../shared/contracts/report.ts';
import { items, operatorSigns, unitSigns } from '../../../shared/rules/data/items.ts';
import { currentLimits } from '../../../shared/rules/data/limits/index.ts';
import type { Finding } from '../../../shared/rules/engine.ts';
import { strongest, threeValued } from '../../../shared/rules/engine.ts';
import type { LimitAnswer } from '../../../shared/rules/limits.ts';
import { limitFor } from '../../../shared/rules/limits.ts';
import type { Recomputed, Undecided } from '../../../shared/rules/verdict.ts';
import { recompute } from '../../../shared/rules/verdict.ts';
import type { VerdictEvidence } from '../evidence.ts';
import type { ReportFacts } from '../facts.ts';
import type { ReportRule } from './rule.ts';
import { dataNotUsed, more } from './rule.ts';
import { dayMemory } from './standing.ts';

/** Looks a limit up once for all points that ask the same question. */
const limitsOf = ({ report }: ReportFacts): ((point: TestPoint) => LimitAnswer) => {
  const classes = new Map(report.structures.map(({ number, protectionClass }) => [number, protectionClass]));
  const answers = new Map<string, LimitAnswer>();
  const onDay = dayMemory();
  return (point) => {
    const protectionClass = classes.get(point.structure);
    // Intake refuses such a point; without the class there is no row.
    if (protectionClass === undefined) return { found: false, why: 'NO_ROW', rows: [] };
    const { item, place, method } = point;
    const day = onDay(point.measuredAt ?? report.activity.endedAt);
    const key = [item, protectionClass, method, day, place].join('|');
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = limitFor({ item, protectionClass, place, method, day, standards: report.standards });
    answers.set(key, answer);
    return answer;
  };
};

const yardstick = (point: TestPoint, { by }: Recomputed & { kind: 'conflict' }) =>
  by === 'STATED'
    ? {
        operator: items[point.item].operator,
        limit: point.standardValue ?? '',
        yardstick: 'STATED',
        standard: '',
        edition: '',
        clause: '',
      }
    : {
        operator: by.operator,
        limit: by.limit,
        yardstick: by.id,
        standard: by.standard,
        edition: by.edition,
        clause: by.clause,
      };

const evidenceOf = (point: TestPoint, found: Recomputed & { kind: 'conflict' }): VerdictEvidence => ({
  kind: 'VERDICT_CONFLICT',
  point: point.number,
  structure: point.structure,
  item: point.item,
  value: `${point.qualifier ?? ''}${point.value ?? ''}`,
  unit: point.unit,
  reported: point.verdict === 'PASS' ? 'PASS' : 'FAIL',
  recomputed: point.verdict === 'PASS' ? 'FAIL' : 'PASS',
  ...yardstick(point, found),
  mark: found.mark,
});

interface Seen {
  readonly evidence: readonly VerdictEvidence[];
  readonly open: ReadonlyMap<Undecided, readonly string[]>;
  readonly checked: number;
}

const checkAll = (facts: ReportFacts): Seen => {
  const limitOf = limitsOf(facts);
  const evidence: VerdictEvidence[] = [];
  const open = new Map<Undecided, string[]>();
  let checked = 0;
  for (const point of facts.points) {
    const result = recompute(point, limitOf(point));
    if (result === undefined) continue;
    checked += 1;
    if (result.kind === 'conflict') evidence.push(evidenceOf(point, result));
    if (result.kind === 'open') open.set(result.why, [...(open.get(result.why) ?? []), point.number]);
  }
  return { evidence, open, checked };
};

const words = { PASS: { zh: '合格', en: 'pass' }, FAIL: { zh: '不合格', en: 'fail' } } as const;
const shown = 8;

/** One line per reason, with the first point numbers: `UNKNOWN_PLACE: 3, 4, 7 (+12)`. */
const missingOf = (open: Seen['open']): readonly string[] =>
  [...open].map(([why, points]) => {
    const rest = points.length - shown;
    return `${why}: ${points.slice(0, shown).join(', ')}${rest > 0 ? ` (+${rest})` : ''}`;
  });

const sentence = ({ evidence, open, checked }: Seen): Finding<VerdictEvidence>['explanation'] => {
  const [first] = evidence;
  if (first !== undefined) {
    const rest = more(evidence.length - 1);
    const [reported, recomputed] = [words[first.reported], words[first.recomputed]];
    const unit = unitSigns[first.unit];
    const limit = `${operatorSigns[first.operator]} ${first.limit} ${unit}`;
    const source =
      first.yardstick === 'STATED'
        ? { zh: '报告自列标准值', en: 'stated in the report' }
        : { zh: `${first.standard}-${first.edition}`, en: `${first.standard}-${first.edition}` };
    return {
      zh: `单项判定与实测值不符的线索：检测点 ${first.point} 实测 ${first.value} ${unit}，限值 ${limit}（${source.zh}，可信度 ${first.mark}），按限值为${recomputed.zh}，报告判为${reported.zh}${rest.zh}。`,
      en: `A lead to a verdict that conflicts with its value: point ${first.point} reads ${first.value} ${unit} against ${limit} (${source.en}, mark ${first.mark}), which is a ${recomputed.en}, and the report says ${reported.en}${rest.en}.`,
    };
  }
  const undecided = [...open.values()].reduce((sum, points) => sum + points.length, 0);
  return undecided > 0
    ? {
        zh: `${checked} 个判定中有 ${undecided} 个无法用限值复核，其余与实测值相符。`,
        en: `Of ${checked} verdicts ${undecided} cannot be checked against a limit; the others agree with their values.`,
      }
    : {
        zh: `${checked} 个判定均与实测值相符。`,
        en: `All ${checked} verdicts agree with their values.`,
      };
};

const judge = (facts: ReportFacts): Finding<VerdictEvidence> => {
  const seen = checkAll(facts);
  const missing = missingOf(seen.open);
  const conflicts = seen.evidence.length;
  // The best founded conflicts stand first: they decide the severity and are told in the sentence.
  const mark = strongest(seen.evidence.map((found) => found.mark));
  const evidence = [
    ...seen.evidence.filter((found) => found.mark === mark),
    ...seen.evidence.filter((found) => found.mark !== mark),
  ];
  return {
    outcome: threeValued(conflicts, missing.length),
    ...(conflicts > 0 ? { mark, severity: mark === 'S' ? 3 : 2 } : {}),
    inputs: {
      verdicts: seen.checked,
      conflicts,
      limits: currentLimits.version,
      standards: facts.report.standards.map(({ code, edition }) => `${code}-${edition}`),
    },
    missing,
    explanation: sentence({ ...seen, evidence }),
    evidence,
    concerns: conflicts > 0 ? [facts.report.organisation] : [],
  };
};

/** Verdict conflicts with its value (domain 5.2, R29). Limits marked L or G alone never make it serious. */
export const r29: ReportRule = {
  id: 'R29',
  title: { zh: '单项判定与实测值不符的线索', en: 'lead: verdict conflicts with value' },
  label: '1',
  logic: 1,
  severity: 3,
  basis: dataNotUsed,
  thresholds: () => [],
  get data() {
    return { limits: currentLimits.version };
  },
  judge,
};
