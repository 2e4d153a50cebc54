import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleSettings } from '../../../functions/anomaly-detection/rules/example.ts';
import { detect, rules } from '../../../functions/anomaly-detection/rules/index.ts';
import type { Filed } from '../../builders/filed.ts';
import { factsAmong, file } from '../../builders/filed.ts';
import { honestVariety } from '../../builders/honest-variety.ts';
import type { Bent } from '../../builders/parties.ts';
import {
  plantCopiedColumn,
  plantEarlyIssue,
  plantImpossibleTravel,
  plantLapsedAbility,
  plantLapsedCalibration,
  plantLowerGrade,
  plantPassedConclusion,
  plantTwoPlaces,
  plantVerdictConflict,
  plantWrongNextDate,
} from '../../builders/planted-faults.ts';
import { registered } from '../../builders/register.ts';
import type { ReportBody } from '../../builders/report.ts';
import { crews, honestReport } from '../../builders/report.ts';

const settings = exampleSettings();
const count = 500;
const honest = Array.from({ length: count }, (_, n) => honestReport(n));

/** Rules that hit the report at that place in the list. */
const hitsOf = (filed: readonly Filed[], index: number, bent: Bent = {}): readonly string[] => {
  const id = filed[index]?.id;
  if (id === undefined) throw new RangeError(String(index));
  return detect(factsAmong(filed, 8, registered(bent))(id), settings)
    .filter(({ outcome }) => outcome === 'applies')
    .map(({ rule }) => rule);
};
const place = fc.integer({ min: 0, max: count - 1 });
const two = fc.tuple(place, place).filter(([a, b]) => a !== b);
/** Two reports alone in the world are enough to see what a planted fault does, and quick. */
const report = (n: number): ReportBody => honest[n] ?? honestReport(n);
const alone = (n: number): readonly Filed[] => file([report(n)]);
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
    expect(outcomes).toHaveLength(count * rules.length);
  });

  it('nor do those at the edge of what is allowed: last days, other kinds and grades, trains, retests to come', () => {
    const asked = new Set<string>();
    for (let seed = 0; seed < count; seed += 1) {
      const { bodies, partiesOf, says } = honestVariety(seed);
      for (const one of says) asked.add(one);
      const filed = file(bodies);
      const factsOf = factsAmong(filed, 8, partiesOf);
      const hits = filed.flatMap(({ id }) =>
        detect(factsOf(id), settings).filter(({ outcome }) => outcome === 'applies'),
      );
      expect(hits, `seed ${seed}: ${says.join(', ')}`).toEqual([]);
    }
    expect(asked.size).toBeGreaterThanOrEqual(10);
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

  it('R03: from one station to another in half the time that the way takes', () => {
    fc.assert(
      fc.property(two, ([a, b]) => {
        const filed = file([plantImpossibleTravel(report(a), report(b)), report(b)]);
        expect(hitsOf(filed, 0)).toEqual(['R03']);
        expect(hitsOf(filed, 1)).toEqual(['R03']);
      }),
    );
  });

  const workDay = (n: number): string => new Date(report(n).activity.startedAt).toISOString().slice(0, 10);

  it('R06: the calibration of an instrument ended on the day before', () => {
    fc.assert(
      fc.property(place, (n) => {
        const instrument: Bent['instrument'] = (body) => plantLapsedCalibration(body, workDay(n));
        expect(hitsOf(alone(n), 0, { instrument })).toEqual(['R06']);
      }),
    );
  });

  it('R09: the certificate of a technician ended on the day before', () => {
    fc.assert(
      fc.property(place, (n) => {
        const technician: Bent['technician'] = (body) => plantLapsedAbility(body, workDay(n));
        expect(hitsOf(alone(n), 0, { technician })).toEqual(['R09']);
      }),
    );
  });

  it('R12: the organisation has the lower grade', () => {
    fc.assert(
      fc.property(place, (n) => {
        expect(hitsOf(alone(n), 0, { organisation: plantLowerGrade })).toEqual(['R12']);
      }),
    );
  });

  it('R15: issued before the work ended, or a next date off the cycle in either direction', () => {
    const days = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: -150, max: -1 }));
    fc.assert(
      fc.property(place, days, (n, off) => {
        expect(hitsOf(file([plantEarlyIssue(report(n))]), 0)).toEqual(['R15']);
        expect(hitsOf(file([plantWrongNextDate(report(n), off)]), 0)).toEqual(['R15']);
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

  it('R30: a point failed, and the report passed', () => {
    fc.assert(
      fc.property(place, fc.nat({ max: 99 }), (n, index) => {
        const number = report(n).points[index]?.number ?? '';
        expect(hitsOf(file([plantPassedConclusion(report(n), number)]), 0)).toEqual(['R30']);
      }),
    );
  });

  it('every rule has a fault of its own here', () => {
    expect(rules.map(({ id }) => id)).toEqual([
      ...['R01', 'R03', 'R06', 'R09', 'R12', 'R15', 'R21', 'R29', 'R30'],
    ]);
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
          parties: {
            ...facts.parties,
            technicians: new Map([...facts.parties.technicians].toReversed()),
            instruments: new Map([...facts.parties.instruments].toReversed()),
          },
        };
        expect(detect(turned, settings)).toEqual(detect(facts, settings));
      }),
      { numRuns: 20 },
    );
  });
});
