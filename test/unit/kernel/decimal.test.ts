import { describe, expect, it } from 'vitest';
import type { Decimal, MeasuredValue } from '../../../shared/kernel/decimal.ts';
import {
  compareDecimals,
  compareWithLimit,
  parseDecimal,
  roundSignificant,
  shownDecimals,
} from '../../../shared/kernel/decimal.ts';

const d = (text: string): Decimal => {
  const result = parseDecimal(text);
  if (!result.ok) throw new Error(text);
  return result.value;
};

describe('decimals as shown', () => {
  it.each(['0', '9.80', '-0.03', '+5', '123456789012345678', '0.00000000000000001'])(
    'reads %s as it stands',
    (text) => {
      expect(d(text)).toBe(text);
    },
  );

  it.each([
    '',
    ' 1',
    '1 ',
    '1e3',
    '.5',
    '5.',
    '007',
    'NaN',
    'Infinity',
    '0x1',
    '1,5',
    '--1',
    '９.８',
    '1'.repeat(19),
    '<10',
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toMatchObject({ ok: false, code: 'DECIMAL_MALFORMED' });
  });

  it('keeps the shown decimals', () => {
    expect([d('9.80'), d('9.8'), d('10'), d('-0.030')].map(shownDecimals)).toEqual([2, 1, 0, 3]);
  });

  it('compares numbers exactly where floats would not', () => {
    expect(compareDecimals(d('9.80'), d('9.8'))).toBe(0);
    expect(compareDecimals(d('0.10000000000000001'), d('0.1'))).toBe(1);
    expect(compareDecimals(d('-0'), d('+0.00'))).toBe(0);
    expect(compareDecimals(d('-2'), d('1.5'))).toBe(-1);
  });

  it.each([
    ['9.8', 3, '9.80'],
    ['9.80', 3, '9.80'],
    ['9.996', 3, '10.0'],
    ['999.6', 3, '1000'],
    ['12345', 3, '12300'],
    ['0.0012345', 3, '0.00123'],
    ['0.05', 1, '0.05'],
    ['5', 3, '5.00'],
    ['-2.675', 3, '-2.68'],
    ['-0.00', 3, '0'],
  ])('%s at %d significant digits is %s', (text, n, expected) => {
    expect(roundSignificant(d(text), n)).toBe(expected);
  });
});

describe('a measured value against a limit', () => {
  const cases: readonly (readonly [MeasuredValue, string, string])[] = [
    [{ value: d('9.8') }, '10', 'below'],
    [{ value: d('10.0') }, '10', 'equal'],
    [{ value: d('10.01') }, '10', 'above'],
    [{ value: d('10'), qualifier: '<' }, '10', 'below'],
    [{ value: d('10'), qualifier: '<' }, '4', 'cannot tell'],
    [{ value: d('200'), qualifier: '>' }, '200', 'above'],
    [{ value: d('2'), qualifier: '>' }, '10', 'cannot tell'],
    [{ qualifier: 'NOT_MEASURED' }, '10', 'cannot tell'],
    [{ value: d('1'), qualifier: 'NOT_MEASURED' }, '10', 'cannot tell'],
    [{}, '10', 'cannot tell'],
  ];
  it.each(cases)('%j against %s: %s', (measured, limit, expected) => {
    expect(compareWithLimit(measured, d(limit))).toBe(expected);
  });
});
