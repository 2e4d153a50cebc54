import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Position } from '../../../shared/kernel/geo.ts';
import { datums, distanceM, parsePosition, toWgs84 } from '../../../shared/kernel/geo.ts';

/** Around the middle of the country, where every point lies inside. */
const position: fc.Arbitrary<Position> = fc.record({
  lon: fc.double({ min: 104, max: 119, noNaN: true }),
  lat: fc.double({ min: 25, max: 39, noNaN: true }),
  datum: fc.constantFrom(...datums),
});

describe('positions', () => {
  it('of the country read as they were given', () => {
    fc.assert(
      fc.property(position, (given) => {
        const read = parsePosition({ ...given });
        return read.ok && read.value.lon === given.lon && read.value.datum === given.datum;
      }),
    );
  });
  it('lie no farther than 800 m from the same digits in another datum', () => {
    fc.assert(
      fc.property(position, (given) => {
        const shift = distanceM({ ...given, datum: 'WGS84' }, { ...given, datum: 'GCJ02' });
        return shift > 10 && shift < 800 && distanceM(given, toWgs84(given)) < 0.001;
      }),
    );
  });
  it('have distances that are symmetric, zero to themselves, and obey the triangle', () => {
    fc.assert(
      fc.property(position, position, position, (a, b, c) => {
        const direct = distanceM(a, c);
        return (
          distanceM(a, a) === 0 &&
          Math.abs(direct - distanceM(c, a)) < 0.001 &&
          direct <= distanceM(a, b) + distanceM(b, c) + 0.01
        );
      }),
    );
  });
  it('never make reading throw, whatever comes', () => {
    fc.assert(fc.property(fc.anything(), (given) => typeof parsePosition(given).ok === 'boolean'));
  });
});
