import { describe, expect, it } from 'vitest';
import { column, decimal, point } from '../../../functions/anomaly-detection/rules/example.ts';
import { copying } from '../../../shared/rules/data/copying.ts';
import { valueSignatures, vectorsOf } from '../../../shared/rules/signatures.ts';

const eight = ['1.21', '1.34', '1.18', '1.40', '1.27', '1.31', '1.25', '1.38'];

describe('columns of values', () => {
  it('are taken per structure and item, in the order of the report, without what was not measured', () => {
    const points = [
      point('1', { value: decimal('9.80') }),
      point('2', { structure: '2', value: decimal('+4') }),
      point('3', { value: decimal('0.00'), qualifier: '<' }),
      point('4', { value: undefined, qualifier: 'NOT_MEASURED' }),
      point('4a', { qualifier: 'NOT_MEASURED' }),
      point('5', { value: decimal('-0') }),
      point('6', { value: decimal('100') }),
    ];
    expect(vectorsOf(points)).toEqual([
      {
        structure: '1',
        item: 'EARTH_RESISTANCE',
        values: ['9.8', '<0', '0', '100'],
        points: ['1', '3', '5', '6'],
      },
      { structure: '2', item: 'EARTH_RESISTANCE', values: ['4'], points: ['2'] },
    ]);
  });
});

describe('signatures', () => {
  const [one] = valueSignatures(column('1', eight), 8).signatures;

  it('are the same for the same column at another structure, whatever zeros are shown', () => {
    const [two] = valueSignatures(
      column(
        '2',
        eight.map((value) => `${value}0`),
      ),
      8,
    ).signatures;
    expect(two).toEqual({ ...one, structure: '2' });
  });

  it('keep the rounded hash and change the exact one for a value that rounds alike', () => {
    const [two] = valueSignatures(column('1', ['1.22', ...eight.slice(1)]), 8).signatures;
    expect(two?.signature).toBe(one?.signature);
    expect(two?.exact).not.toBe(one?.exact);
  });

  it.each([
    ['another item', column('1', eight, { item: 'STATIC_EARTH_RESISTANCE' })],
    ['another order', column('1', eight.toReversed())],
    ['a qualifier', column('1', eight, { qualifier: '<' })],
    ['one value more', column('1', [...eight, '1.3'])],
  ])('differ for %s', (_, points) => {
    const [two] = valueSignatures(points, 8).signatures;
    expect(two?.signature).not.toBe(one?.signature);
  });

  it('need the threshold of values', () => {
    expect(valueSignatures(column('1', eight.slice(1)), 8)).toEqual({ signatures: [], leftOut: [] });
    expect(valueSignatures(column('1', eight), 9).signatures).toEqual([]);
  });

  it('say which columns vary too little', () => {
    expect(valueSignatures(column('1', new Array<string>(8).fill('0.02')), 8)).toEqual({
      signatures: [],
      leftOut: [{ structure: '1', item: 'EARTH_RESISTANCE', length: 8, why: 'LOW_VARIETY' }],
    });
  });

  it('are bounded: the most varied columns first, and the rest is named', () => {
    const dull = column('dull', ['1', '2', '3', '4', '1', '2', '3', '4']);
    const rich = Array.from({ length: copying.maxSignatures }, (_, index) =>
      column(`s${index}`, eight),
    ).flat();
    const { signatures, leftOut } = valueSignatures([...dull, ...rich], 8);
    expect(signatures).toHaveLength(copying.maxSignatures);
    expect(leftOut).toEqual([{ structure: 'dull', item: 'EARTH_RESISTANCE', length: 8, why: 'CAP' }]);
  });
});
