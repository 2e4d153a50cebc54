import type { Result } from './problem.ts';
import { ok, problem, refuse } from './problem.ts';

declare const decimal: unique symbol;
/**
 * A decimal number exactly as it was shown: `"9.80"`. The decimals that a meter or a report shows are evidence,
 * so the text is kept and never passes through a float.
 */
export type Decimal = string & { readonly [decimal]: true };

/** More digits than any meter shows; keeps a hostile number from costing time. */
export const maxDigits = 18;
const pattern = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?$/;

const isDecimal = (text: string): text is Decimal =>
  text.length <= maxDigits + 2 && pattern.test(text) && text.replace(/\D/g, '').length <= maxDigits;

/**
 * Reads a decimal string: optional sign, digits, optional decimals; no exponent, no NaN, no leading zeros, no
 * blanks, at most 18 digits. Refuses with DECIMAL_MALFORMED.
 */
export const parseDecimal = (text: string): Result<Decimal> =>
  isDecimal(text) ? ok(text) : refuse(problem('DECIMAL_MALFORMED', { given: text.slice(0, 40) }));

/** How many decimals the text shows: 2 for `"9.80"`. */
export const shownDecimals = (value: Decimal): number => {
  const point = value.indexOf('.');
  return point === -1 ? 0 : value.length - point - 1;
};

const scaled = (value: Decimal, decimals: number): bigint =>
  BigInt(value.replace('+', '').replace('.', '')) * 10n ** BigInt(decimals - shownDecimals(value));

/** Exact numeric comparison: -1, 0 or 1. `"9.8"` and `"9.80"` are equal numbers (and different texts). */
export const compareDecimals = (a: Decimal, b: Decimal): -1 | 0 | 1 => {
  const decimals = Math.max(shownDecimals(a), shownDecimals(b));
  const [left, right] = [scaled(a, decimals), scaled(b, decimals)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Integer and count of decimals as plain text: (980n, 2) → "9.80". */
const plain = (magnitude: bigint, decimals: number): string => {
  const digits = String(magnitude).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

/**
 * The value with exactly n significant digits (n ≥ 1; halves away from zero), for signatures that compare
 * columns of values: equal numbers give the same text whatever decimals they showed (`"9.8"` and `"9.80"` →
 * `"9.80"` at n = 3; `"12345"` → `"12300"`). Zero is `"0"`. The result is a text for comparing, not a measured
 * value.
 */
export const roundSignificant = (value: Decimal, n: number): string => {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`not a count of significant digits: ${n}`);
  const decimals = shownDecimals(value);
  const number = scaled(value, decimals);
  const magnitude = number < 0n ? -number : number;
  if (magnitude === 0n) return '0';
  const surplus = String(magnitude).length - n;
  const unit = 10n ** BigInt(Math.abs(surplus));
  let kept = surplus > 0 ? (magnitude + unit / 2n) / unit : magnitude * unit;
  let exponent = surplus - decimals;
  // 9.996 rounds up to 10.0: one digit more than asked for, so the last zero goes.
  if (String(kept).length > n) {
    kept /= 10n;
    exponent += 1;
  }
  const text = exponent >= 0 ? plain(kept * 10n ** BigInt(exponent), 0) : plain(kept, -exponent);
  return number < 0n ? `-${text}` : text;
};

/** A value as a report gives it: plain, beyond the range of the meter (`<`, `>`), or not measured at all. */
export interface MeasuredValue {
  readonly value?: Decimal | undefined;
  readonly qualifier?: '<' | '>' | 'NOT_MEASURED' | undefined;
}
export type LimitComparison = 'below' | 'equal' | 'above' | 'cannot tell';

/**
 * Where a measured value lies against a limit in the same unit. `<10` is below 10 but says nothing against 5; a
 * value that was not measured, or is missing, never counts as good or bad.
 */
export const compareWithLimit = (measured: MeasuredValue, limit: Decimal): LimitComparison => {
  if (measured.value === undefined || measured.qualifier === 'NOT_MEASURED') return 'cannot tell';
  const order = compareDecimals(measured.value, limit);
  if (measured.qualifier === '<') return order <= 0 ? 'below' : 'cannot tell';
  if (measured.qualifier === '>') return order >= 0 ? 'above' : 'cannot tell';
  return order < 0 ? 'below' : order > 0 ? 'above' : 'equal';
};
