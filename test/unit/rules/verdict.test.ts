import { describe, expect, it } from 'vitest';
import { decimal } from '../../../functions/anomaly-detection/rules/example.ts';
import type { MeasuredValue } from '../../../shared/kernel/decimal.ts';
import type { Operator } from '../../../shared/rules/data/items.ts';
import { judgeValue } from '../../../shared/rules/verdict.ts';

const measured = (text: string): MeasuredValue =>
  text.startsWith('<')
    ? { value: decimal(text.slice(1)), qualifier: '<' }
    : text.startsWith('>')
      ? { value: decimal(text.slice(1)), qualifier: '>' }
      : { value: decimal(text) };

/** Value against a limit of 10, for each operator: P pass, F fail, ? cannot tell. */
const table: readonly (readonly [string, Record<Operator, 'P' | 'F' | '?'>])[] = [
  ['9.999999999999999', { '<=': 'P', '<': 'P', '>=': 'F', '>': 'F' }],
  ['10', { '<=': 'P', '<': 'F', '>=': 'P', '>': 'F' }],
  ['10.000', { '<=': 'P', '<': 'F', '>=': 'P', '>': 'F' }],
  ['10.000000000000001', { '<=': 'F', '<': 'F', '>=': 'P', '>': 'P' }],
  ['-1', { '<=': 'P', '<': 'P', '>=': 'F', '>': 'F' }],
  ['<5', { '<=': 'P', '<': 'P', '>=': 'F', '>': 'F' }],
  ['<10', { '<=': 'P', '<': 'P', '>=': 'F', '>': 'F' }],
  ['<11', { '<=': '?', '<': '?', '>=': '?', '>': '?' }],
  ['>9', { '<=': '?', '<': '?', '>=': '?', '>': '?' }],
  ['>10', { '<=': 'F', '<': 'F', '>=': 'P', '>': 'P' }],
  ['>11', { '<=': 'F', '<': 'F', '>=': 'P', '>': 'P' }],
];
const meaning = { P: 'PASS', F: 'FAIL', '?': 'cannot tell' } as const;
const operators: readonly Operator[] = ['<=', '<', '>=', '>'];

describe('the verdict of a value', () => {
  const cases = table.flatMap(([value, expected]) =>
    operators.map((operator) => [value, operator, meaning[expected[operator]]] as const),
  );
  it.each(cases)('%s %s 10 → %s', (value, operator, expected) => {
    expect(judgeValue(measured(value), operator, decimal('10'))).toBe(expected);
  });

  it.each<[string, MeasuredValue]>([
    ['missing', {}],
    ['not measured', { value: decimal('3'), qualifier: 'NOT_MEASURED' }],
  ])('cannot be told for a value that is %s', (_, value) => {
    expect(judgeValue(value, '<=', decimal('10'))).toBe('cannot tell');
  });
});
