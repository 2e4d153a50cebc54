import type { CountedFact } from '../../shared/contracts/credit.ts';
import type { CalendarDay } from '../../shared/kernel/time.ts';
import { lastDayOf } from './counted.ts';
import type { GradeStep, IndicatorSet, VersionedSet } from './indicators/set.ts';
import type { Evaluation, IndicatorSum, Reason, Standing } from './evaluation.ts';
import { raisesOf } from './raises.ts';

const standingOf = (fact: CountedFact, set: IndicatorSet, asOf: CalendarDay): Standing => {
  if (asOf < fact.on) return 'NOT_YET';
  return asOf <= lastDayOf(fact, set) ? 'COUNTS' : 'EXPIRED';
};

const standingTexts = {
  COUNTS: { zh: '', en: '' },
  EXPIRED: { zh: '，已过有效期，不再计入', en: ', expired, without effect' },
  NOT_YET: { zh: '，尚未生效，暂不计入', en: ', not yet in force, without effect' },
} as const;

const signed = (points: number): string => (points > 0 ? `+${points}` : String(points));

const reasonOf = (fact: CountedFact, set: IndicatorSet, asOf: CalendarDay): Reason => {
  const rule = set.facts[fact.kind];
  const standing = standingOf(fact, set, asOf);
  const veto = rule.points === 'VETO';
  const effect = rule.points === 'VETO' || standing !== 'COUNTS' ? 0 : rule.points * fact.count;
  const times = fact.count > 1 ? ` × ${fact.count}` : '';
  const lastDay = lastDayOf(fact, set);
  const end = standingTexts[standing];
  const said = veto
    ? { zh: '一票否决', en: 'veto' }
    : { zh: `${signed(effect)} 分`, en: `${signed(effect)} points` };
  return {
    fact: fact.id,
    kind: fact.kind,
    about: fact.about,
    indicator: rule.indicator,
    count: fact.count,
    effect,
    veto: veto && standing === 'COUNTS',
    standing,
    on: fact.on,
    lastDay,
    zh: `${rule.zh}${times}（${fact.about}，${fact.on} 至 ${lastDay}）：${said.zh}${end.zh}`,
    en: `${rule.en}${times} (${fact.about}, ${fact.on} to ${lastDay}): ${said.en}${end.en}`,
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const sumsOf = (set: IndicatorSet, reasons: readonly Reason[]): readonly IndicatorSum[] =>
  set.indicators.map((indicator) => {
    const effects = reasons.filter((reason) => reason.indicator === indicator.id).map(({ effect }) => effect);
    return {
      ...indicator,
      gained: Math.min(indicator.most, sum(effects.filter((effect) => effect > 0))),
      lost: Math.max(indicator.least, sum(effects.filter((effect) => effect < 0))),
    };
  });

const stepOf = (set: IndicatorSet, score: number, vetoed: boolean): GradeStep => {
  const step = vetoed ? set.grades.at(-1) : set.grades.find(({ from }) => score >= from);
  if (step === undefined) throw new RangeError(`set ${set.label} has no grade for ${score}`);
  return step;
};

const byDayAndId = (a: Reason, b: Reason): number => (`${a.on} ${a.fact}` < `${b.on} ${b.fact}` ? -1 : 1);

/**
 * Grade of an organisation from its facts, under a set, on a day. Pure: the same facts in any order give the same
 * answer, and each fact is named with what it did. An adverse fact never raises score or grade.
 */
export const evaluate = (facts: readonly CountedFact[], set: VersionedSet, asOf: CalendarDay): Evaluation => {
  const reasons = facts.map((fact) => reasonOf(fact, set, asOf)).toSorted(byDayAndId);
  const indicators = sumsOf(set, reasons);
  const moved = sum(indicators.flatMap(({ gained, lost }) => [gained, lost]));
  const score = Math.min(100, Math.max(0, set.start + moved));
  const vetoed = reasons.some(({ veto }) => veto);
  const { grade, zh, en } = stepOf(set, score, vetoed);
  return {
    grade,
    gradeName: { zh, en },
    score,
    setVersion: set.version,
    sample: true,
    asOf,
    vetoed,
    indicators,
    reasons,
    raises: raisesOf(set, { score, grade, reasons, indicators }),
  };
};
