import type { CountedFact, CreditFact } from '../../shared/contracts/credit.ts';
import { addDays, type CalendarDay } from '../../shared/kernel/time.ts';
import { keptOfKind, type IndicatorSet } from './indicators/set.ts';

/** Days for which an expired fact is still shown (without effect) before a grade forgets it; its record stays. */
const shownAfterDays = 365;

/** Last day on which a fact counts under a set: its validity, or its own end if that is earlier. */
export const lastDayOf = (
  fact: Pick<CountedFact, 'kind' | 'on' | 'until'>,
  set: IndicatorSet,
): CalendarDay => {
  const byRule = addDays(fact.on, set.facts[fact.kind].validDays - 1);
  return fact.until !== undefined && fact.until < byRule ? fact.until : byRule;
};

export const isAdverse = (kind: CountedFact['kind'], set: IndicatorSet): boolean => {
  const { points } = set.facts[kind];
  return points === 'VETO' || points < 0;
};

/** The month's first day: a tally counts from there, so it never counts longer than any of its facts would. */
const monthOf = (day: CalendarDay): CalendarDay => addDays(day, 1 - Number(day.slice(8)));

const countedOf = (fact: CreditFact, set: IndicatorSet): CountedFact => {
  const { id, kind, about, on, until, mark } = fact;
  if (isAdverse(kind, set) || until !== undefined)
    return { id, kind, about, on, mark, count: 1, ...(until === undefined ? {} : { until }) };
  const month = monthOf(on);
  return { id: `${kind}#${month.slice(0, 7)}`, kind, about: month.slice(0, 7), on: month, mark, count: 1 };
};

const byDayAndId = (a: CountedFact, b: CountedFact): number =>
  a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** True when this has been counted already: the same adverse thing (a hazard overdue a second time) counts once. */
export const isCounted = (
  counted: readonly CountedFact[],
  fact: Pick<CreditFact, 'kind' | 'about'>,
  set: IndicatorSet,
): boolean =>
  isAdverse(fact.kind, set) && counted.some((one) => one.kind === fact.kind && one.about === fact.about);

/**
 * Counts one more fact. Favourable ones become monthly tallies, so that what a report costs does not grow with the reports
 * on file; of each adverse kind the newest hundred are kept, which is all that can move the score (the set is checked for that).
 */
export const countIn = (
  counted: readonly CountedFact[],
  fact: CreditFact,
  set: IndicatorSet,
  asOf: CalendarDay,
): readonly CountedFact[] => {
  const fresh = countedOf(fact, set);
  const same = counted.find((one) => one.id === fresh.id);
  const others = counted.filter((one) => one.id !== fresh.id);
  const forgotten = addDays(asOf, -shownAfterDays);
  const all = [...others, { ...fresh, count: (same?.count ?? 0) + 1 }]
    .filter((one) => lastDayOf(one, set) >= forgotten)
    .toSorted(byDayAndId);
  const later = new Map<string, number>();
  return all
    .toReversed()
    .filter(({ kind }) => {
      const seen = later.get(kind) ?? 0;
      later.set(kind, seen + 1);
      return seen < keptOfKind || set.facts[kind].points === 'VETO';
    })
    .toReversed();
};
