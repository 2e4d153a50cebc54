import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAdverse } from '../../../functions/credit-evaluation/counted.ts';
import { evaluate } from '../../../functions/credit-evaluation/evaluate.ts';
import { sampleSet } from '../../../functions/credit-evaluation/indicators/sample-1.ts';
import { factKinds, type CreditFact } from '../../../shared/contracts/credit.ts';
import { addDays } from '../../../shared/kernel/time.ts';
import { counted, day, fact } from '../../unit/credit-evaluation/facts-of.ts';

const today = day('2026-06-15');
/** Facts of any kind, from three years ago to a month ahead; some end by themselves. */
const facts = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...factKinds),
      age: fc.integer({ min: -30, max: 1100 }),
      lasts: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
    }),
    { maxLength: 60 },
  )
  .map((drawn) =>
    drawn.map(({ kind, age, lasts }, n): CreditFact => {
      const on = addDays(today, -age);
      return fact(kind, n, on, lasts === undefined ? undefined : addDays(on, lasts));
    }),
  );
const at = (list: readonly CreditFact[]) => evaluate(counted(list, today), sampleSet, today);
const rank = (grade: string): number => sampleSet.grades.findIndex((step) => step.grade === grade);

describe('a credit grade', () => {
  it('does not depend on the order of its facts', () => {
    const pairs = facts.chain((list) =>
      fc
        .shuffledSubarray(list, { minLength: list.length, maxLength: list.length })
        .map((shuffled) => ({ list, shuffled })),
    );
    fc.assert(
      fc.property(pairs, ({ list, shuffled }) => {
        expect(at(shuffled)).toEqual(at(list));
      }),
      { numRuns: 400 },
    );
  });

  it('is never raised by an adverse fact, in score or grade', () => {
    const adverse = fc.constantFrom(...factKinds.filter((kind) => isAdverse(kind, sampleSet)));
    fc.assert(
      fc.property(facts, adverse, fc.integer({ min: 0, max: 1100 }), (list, kind, age) => {
        const without = at(list);
        const with_ = at([...list, fact(kind, 9999, addDays(today, -age))]);
        expect(with_.score).toBeLessThanOrEqual(without.score);
        expect(rank(with_.grade)).toBeGreaterThanOrEqual(rank(without.grade));
      }),
      { numRuns: 600 },
    );
  });

  it('is not raised either when a flood of adverse facts of one kind pushes older ones out', () => {
    const adverse = fc.constantFrom(...factKinds.filter((kind) => isAdverse(kind, sampleSet)));
    fc.assert(
      fc.property(facts, adverse, (list, kind) => {
        const flood = Array.from({ length: 130 }, (_, n) =>
          fact(kind, 10_000 + n, addDays(today, -(n % 90))),
        );
        expect(at([...list, ...flood]).score).toBeLessThanOrEqual(at(list).score);
      }),
      { numRuns: 60 },
    );
  });

  it('is not moved by a fact that has expired or not begun, and lists it', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...factKinds), fc.boolean(), (list, kind, expired) => {
        const extra = expired
          ? fact(kind, 9999, addDays(today, -40), addDays(today, -1))
          : fact(kind, 9999, addDays(today, 1), addDays(today, 9));
        const before = at(list);
        const after = at([...list, extra]);
        expect([after.score, after.grade]).toEqual([before.score, before.grade]);
        const standing = expired ? 'EXPIRED' : 'NOT_YET';
        expect(after.reasons.find((reason) => reason.fact === extra.id)).toMatchObject({
          standing,
          effect: 0,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('adds up: start, and of each indicator what it gained and lost, within 0 to 100', () => {
    fc.assert(
      fc.property(facts, (list) => {
        const { score, indicators } = at(list);
        const sum = indicators.reduce((all, { gained, lost }) => all + gained + lost, sampleSet.start);
        expect(score).toBe(Math.min(100, Math.max(0, sum)));
        for (const { gained, lost, most, least } of indicators) {
          expect(gained).toBeLessThanOrEqual(most);
          expect(lost).toBeGreaterThanOrEqual(least);
        }
      }),
      { numRuns: 300 },
    );
  });
});
