import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Decimal } from '../../../shared/kernel/decimal.ts';
import {
  compareDecimals,
  compareWithLimit,
  parseDecimal,
  roundSignificant,
  shownDecimals,
} from '../../../shared/kernel/decimal.ts';

const read = (text: string): Decimal => {
  const result = parseDecimal(text);
  if (!result.ok) throw new Error(`made a wrong decimal: ${text}`);
  return result.value;
};
/** A whole number of at most 12 digits and its decimals: the value is units / 10^decimals, exactly. */
const parts = fc.record({
  units: fc.bigInt({ min: -999_999_999_999n, max: 999_999_999_999n }),
  decimals: fc.integer({ min: 0, max: 5 }),
});
const show = ({ units, decimals }: { units: bigint; decimals: number }): Decimal => {
  const all = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const body = decimals === 0 ? all : `${all.slice(0, -decimals)}.${all.slice(-decimals)}`;
  return read(units < 0n ? `-${body}` : body);
};
const decimal = parts.map(show);

describe('decimals', () => {
  it('compare like the fractions they stand for', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const [left, right] = [a.units * 10n ** BigInt(b.decimals), b.units * 10n ** BigInt(a.decimals)];
        return compareDecimals(show(a), show(b)) === (left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });

  it('are equal, and round to the same signature, whatever zeros are added', () => {
    fc.assert(
      fc.property(
        decimal,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 6 }),
        (value, zeros, n) => {
          const longer = read(`${value}${value.includes('.') ? '' : '.'}${'0'.repeat(zeros)}`);
          return (
            compareDecimals(value, longer) === 0 &&
            shownDecimals(longer) === shownDecimals(value) + zeros &&
            roundSignificant(value, n) === roundSignificant(longer, n)
          );
        },
      ),
    );
  });

  it('round to within half a unit of the last digit kept, and stay when rounded again', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 1, max: 8 }), (value, n) => {
        const rounded = roundSignificant(value, n);
        const error = Math.abs(Number(rounded) - Number(value));
        const allowed = Math.abs(Number(value)) * 0.5 * 10 ** (1 - n) * 1.000001;
        return error <= allowed && roundSignificant(read(rounded), n) === rounded;
      }),
    );
  });

  it('keep their order when rounded', () => {
    fc.assert(
      fc.property(decimal, decimal, fc.integer({ min: 1, max: 6 }), (a, b, n) => {
        const order = compareDecimals(read(roundSignificant(a, n)), read(roundSignificant(b, n)));
        return order === 0 || order === compareDecimals(a, b);
      }),
    );
  });

  it('never throw on reading, and accept nothing that a plain pattern would not', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String)), (text) => {
        const result = parseDecimal(text);
        return !result.ok || (result.value === text && /^[+-]?\d+(\.\d+)?$/.test(text));
      }),
    );
  });
});

describe('a qualified value against a limit', () => {
  it('gives no answer that the true value could contradict', () => {
    fc.assert(
      fc.property(
        decimal,
        decimal,
        decimal,
        fc.constantFrom('<' as const, '>' as const),
        (shown, truth, limit, sign) => {
          const order = compareDecimals(truth, shown);
          fc.pre(sign === '<' ? order < 0 : order > 0);
          const answer = compareWithLimit({ value: shown, qualifier: sign }, limit);
          const really = compareWithLimit({ value: truth }, limit);
          return answer === 'cannot tell' || answer === really;
        },
      ),
    );
  });
});
