import { describe, expect, it } from 'vitest';
import { certificate, certified } from '../../../functions/anomaly-detection/rules/example.ts';
import { addMonths, parseDay } from '../../../shared/kernel/time.ts';
import { certificatesOf, inForceOn, nearestTo } from '../../../shared/rules/validity.ts';

const day = (text: string) => {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(text);
  return parsed;
};

describe('certificates out of versions', () => {
  const old = certificate('2024-01-01', '2024-12-31', 'A');
  const wrong = certificate('2025-01-01', '2027-12-31', 'B');
  const corrected = certificate('2025-01-01', '2025-12-31', 'B');

  it('are one for each number, as the newest version has it', () => {
    expect(new Set(certificatesOf([corrected, wrong, old]))).toEqual(new Set([corrected, old]));
    expect(certificatesOf([])).toEqual([]);
  });

  it('answer alike in whatever order the versions are given', () => {
    const twins = [
      certificate('2026-01-01', '2026-12-31', 'X'),
      certificate('2026-01-01', '2026-12-31', 'Y'),
    ];
    for (const list of [twins, twins.toReversed()]) {
      expect(inForceOn(certified(list), day('2026-06-01'))?.number).toBe('Y');
      expect(nearestTo(certified(list), day('2027-06-01'))?.number).toBe('Y');
    }
  });

  it('may be valid for ever', () => {
    const forEver = certified([certificate('2020-01-01', '9999-12-31')]);
    expect(inForceOn(forEver, day('2026-06-01'))?.number).toBe('C-1');
  });
});

describe('calendar months', () => {
  it.each([
    ['2026-03-02', 6, '2026-09-02'],
    ['2026-03-31', 6, '2026-09-30'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-31', 0, '2026-01-31'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s and %i are %s', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to);
  });

  it('end with the year 9999', () => {
    expect(() => addMonths(day('9999-12-01'), 1)).toThrow(RangeError);
  });
});
