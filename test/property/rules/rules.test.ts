import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleSettings } from '../../../functions/anomaly-detection/rules/example.ts';
import { detect } from '../../../functions/anomaly-detection/rules/index.ts';
import type { Filed } from '../../builders/filed.ts';
import { factsAmong, file } from '../../builders/filed.ts';
import type { ReportBody } from '../../builders/report.ts';
import { plantCopiedColumn, plantTwoPlaces, plantVerdictConflict } from '../../builders/planted-faults.ts';
import { crews, honestReport } from '../../builders/report.ts';

const settings = exampleSettings();
const count = 200;
const honest = Array.from({ length: count }, (_, n) => honestReport(n));

/** Rules that hit the report at that place in the list. */
const hitsOf = (filed: readonly Filed[], index: number): readonly string[] => {
  const id = filed[index]?.id;
  if (id === undefined) throw new RangeError(String(index));
  return detect(factsAmong(filed)(id), settings)
    .filter(({ outcome }) => outcome === 'applies')
    .map(({ rule }) => rule);
};
const place = fc.integer({ min: 0, max: count - 1 });
const two = fc.tuple(place, place).filter(([a, b]) => a !== b);
/** Two reports alone in the world are enough to see what a planted fault does, and quick. */
const report = (n: number): ReportBody => honest[n] ?? honestReport(n);
const column = fc.constantFrom(
  ['1', 'EARTH_RESISTANCE'] as const,
  ['1', 'EQUIPOTENTIAL_RESISTANCE'] as const,
  ['2', 'EARTH_RESISTANCE'] as const,
  ['2', 'EQUIPOTENTIAL_RESISTANCE'] as const,
  ['3', 'EARTH_RESISTANCE'] as const,
  ['3', 'FLANGE_TRANSITION_RESISTANCE'] as const,
);

describe('honest reports', () => {
  it(`hit no rule and leave none open: ${count} of 100 points on file at once`, () => {
    const filed = file(honest);
    const factsOf = factsAmong(filed);
    const outcomes = filed.flatMap(({ id }) => detect(factsOf(id), settings));
    expect(filed.every((one) => one.report.points.length === 100)).toBe(true);
    expect(outcomes.filter(({ outcome }) => outcome !== 'does not')).toEqual([]);
    expect(outcomes).toHaveLength(count * 3);
  });
});

describe('a planted fault hits its own rule and no other', () => {
  it('R01: the same people at two stations at once', () => {
    fc.assert(
      fc.property(two, ([a, b]) => {
        const filed = file([plantTwoPlaces(report(a), report(b)), report(b)]);
        expect(hitsOf(filed, 0)).toEqual(['R01']);
        // The honest report meets the planted one as well: both files get the lead.
        expect(hitsOf(filed, 1)).toEqual(['R01']);
      }),
    );
  });

  it('R21: one column of values copied from another station', () => {
    fc.assert(
      fc.property(two, column, ([a, b], [structure, item]) => {
        const filed = file([plantCopiedColumn(report(a), report(b), structure, item), report(b)]);
        expect(hitsOf(filed, 0)).toEqual(['R21']);
        expect(hitsOf(filed, 1)).toEqual(['R21']);
      }),
    );
  });

  it('R29: a verdict against its value, in either direction, for any item', () => {
    const direction = fc.constantFrom('BAD_VALUE_PASSES', 'GOOD_VALUE_FAILS');
    fc.assert(
      fc.property(place, fc.nat({ max: 99 }), direction, (n, index, way) => {
        const body = report(n);
        const point = body.points[index];
        fc.pre(point !== undefined && point.verdict === 'PASS');
        const filed = file([plantVerdictConflict(body, point?.number ?? '', way)]);
        expect(hitsOf(filed, 0)).toEqual(['R29']);
      }),
    );
  });
});

describe('an outcome', () => {
  it('names both organisations when values went from one to the other', () => {
    const filed = file([plantCopiedColumn(report(0), report(1), '3', 'EARTH_RESISTANCE'), report(1)]);
    const facts = factsAmong(filed)(filed[0]?.id ?? 'rep_');
    const lead = detect(facts, settings).find(({ rule }) => rule === 'R21');
    expect(lead?.concerns).toEqual([report(0).organisation, report(1).organisation]);
  });

  it('names one organisation when both crews are its own', () => {
    const filed = file([plantTwoPlaces(report(0), report(crews / 2)), report(crews / 2)]);
    const facts = factsAmong(filed)(filed[0]?.id ?? 'rep_');
    expect(detect(facts, settings).find(({ rule }) => rule === 'R01')?.concerns).toEqual([
      report(0).organisation,
    ]);
  });

  it('does not depend on the order in which look-ups came back', () => {
    fc.assert(
      fc.property(two, ([a, b]) => {
        const filed = file([plantTwoPlaces(report(a), report(b)), report(b)]);
        const facts = factsAmong(filed)(filed[0]?.id ?? 'rep_');
        const turned = {
          ...facts,
          personIntervals: new Map([...facts.personIntervals].toReversed()),
          copies: new Map([...facts.copies].toReversed()),
        };
        expect(detect(turned, settings)).toEqual(detect(facts, settings));
      }),
      { numRuns: 20 },
    );
  });
});
