import { factKinds } from '../../shared/contracts/credit.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { fedKinds } from './indicators/sources.ts';
import type { IndicatorSet } from './indicators/set.ts';
import type { Evaluation, Raise } from './evaluation.ts';

type Sums = Pick<Evaluation, 'score' | 'grade' | 'reasons' | 'indicators'>;

const nextGrade = (set: IndicatorSet, { score, grade }: Sums): readonly Raise[] => {
  const better = set.grades[set.grades.findIndex((step) => step.grade === grade) - 1];
  if (better === undefined) return [];
  const points = Math.max(0, better.from - score);
  return [
    {
      how: 'NEXT_GRADE',
      points,
      zh: `升至 ${better.grade}（${better.zh}）需达 ${better.from} 分，还差 ${points} 分`,
      en: `grade ${better.grade} (${better.en}) begins at ${better.from} points: ${points} are missing`,
    },
  ];
};

const vetoes = ({ reasons }: Sums): readonly Raise[] =>
  reasons
    .filter(({ veto }) => veto)
    .map(({ fact, lastDay, indicator }) => ({
      how: 'VETO_ENDS',
      indicator,
      from: addDays(lastDay, 1),
      zh: `一票否决事实 ${fact} 自 ${addDays(lastDay, 1)} 起不再计入；经异议成立或信用修复可提前终止`,
      en: `veto ${fact} ends by itself on ${addDays(lastDay, 1)}; an upheld objection or credit repair ends it earlier`,
    }));

const expiries = ({ reasons, indicators }: Sums): readonly Raise[] =>
  indicators.flatMap(({ id, zh, en, lost }) => {
    const adverse = reasons.filter(({ indicator, effect }) => indicator === id && effect < 0);
    const [soonest] = adverse.map(({ lastDay }) => lastDay).toSorted();
    if (soonest === undefined || lost === 0) return [];
    const from = addDays(soonest, 1);
    return [
      {
        how: 'FACTS_EXPIRE',
        indicator: id,
        points: -lost,
        from,
        zh: `${zh}：${adverse.length} 项不利事实自 ${from} 起陆续失效，最多恢复 ${-lost} 分；异议成立或信用修复可提前`,
        en: `${en}: ${adverse.length} adverse facts expire from ${from} on, up to +${-lost} points; an upheld objection or credit repair comes earlier`,
      } as const,
    ];
  });

const goodFacts = (set: IndicatorSet, { indicators }: Sums): readonly Raise[] =>
  indicators.flatMap(({ id, gained, most }) => {
    if (gained >= most) return [];
    return factKinds.flatMap((kind) => {
      const rule = set.facts[kind];
      if (rule.indicator !== id || rule.points === 'VETO' || rule.points < 0 || !fedKinds.includes(kind))
        return [];
      const points = most - gained;
      return [
        {
          how: 'MORE_GOOD_FACTS',
          indicator: id,
          points,
          zh: `${rule.zh}：每项 +${rule.points} 分，最多还可得 ${points} 分`,
          en: `${rule.en}: +${rule.points} points each, up to ${points} more`,
        } as const,
      ];
    });
  });

/** What would raise a grade. A veto comes first: while it stands, points do not help. */
export const raisesOf = (set: IndicatorSet, sums: Sums): readonly Raise[] => [
  ...vetoes(sums),
  ...nextGrade(set, sums),
  ...expiries(sums),
  ...goodFacts(set, sums),
];
