import type { TestPoint } from '../contracts/report.ts';
import type { Decimal } from '../kernel/decimal.ts';
import { roundSignificant } from '../kernel/decimal.ts';
import { labelledSha256 } from '../kernel/digest.ts';
import { copying } from './data/copying.ts';
import type { MeasuredItem } from './data/items.ts';

/** The values of one item at one structure, in the order of the report, as plain numbers (`9.80` and `9.8` are one) with qualifier. */
export interface ValueVector {
  readonly structure: string;
  readonly item: MeasuredItem;
  readonly values: readonly string[];
  /** Numbers of the points, in the same order. */
  readonly points: readonly string[];
}

/** Index entry of a vector: hash of the rounded vector to find candidates, hash of the exact one to confirm them. */
export interface ValueSignature {
  readonly signature: string;
  readonly exact: string;
  readonly structure: string;
  readonly item: MeasuredItem;
  readonly length: number;
}
/** Why a long enough vector got no index entry: too few different values, or more vectors than one report may index. */
export interface LeftOutVector {
  readonly structure: string;
  readonly item: MeasuredItem;
  readonly length: number;
  readonly why: 'LOW_VARIETY' | 'CAP';
}
export interface SignatureSet {
  readonly signatures: readonly ValueSignature[];
  readonly leftOut: readonly LeftOutVector[];
}

/** Trailing zeros and a plus sign do not hide a copy. */
const plainNumber = (value: Decimal): string => {
  const unsigned = value.startsWith('+') ? value.slice(1) : value;
  const short = unsigned.includes('.') ? unsigned.replace(/\.?0+$/, '') : unsigned;
  return short === '-0' ? '0' : short;
};

interface Column {
  readonly vector: ValueVector & { readonly values: string[]; readonly points: string[] };
  readonly measured: { readonly sign: string; readonly value: Decimal }[];
}

const columnsOf = (points: readonly TestPoint[]): readonly Column[] => {
  const columns = new Map<string, Column>();
  for (const { structure, item, value, qualifier, number } of points) {
    if (value === undefined || qualifier === 'NOT_MEASURED') continue;
    const key = JSON.stringify([structure, item]);
    const column = columns.get(key) ?? { vector: { structure, item, values: [], points: [] }, measured: [] };
    const sign = qualifier ?? '';
    column.vector.values.push(sign + plainNumber(value));
    column.vector.points.push(number);
    column.measured.push({ sign, value });
    columns.set(key, column);
  }
  return [...columns.values()];
};

/** Every column of values of a report: one per structure and item. Points that were not measured are left out. */
export const vectorsOf = (points: readonly TestPoint[]): readonly ValueVector[] =>
  columnsOf(points).map(({ vector }) => vector);

const hash = (label: string, item: MeasuredItem, values: readonly string[]): string =>
  labelledSha256(`leian/values/${label}`, item, values.join('|')).slice(0, 32);

const signatureOf = ({ vector, measured }: Column): ValueSignature => {
  const rounded = measured.map(
    ({ sign, value }) => sign + roundSignificant(value, copying.significantDigits),
  );
  return {
    signature: hash('rounded', vector.item, rounded),
    exact: hash('exact', vector.item, vector.values),
    structure: vector.structure,
    item: vector.item,
    length: vector.values.length,
  };
};

/**
 * The signatures under which a report is indexed: one per structure and item with at least `minimumValues` values, those with the
 * most different values first, at most `copying.maxSignatures`; what was left out is listed. A column copied whole is found,
 * even when nothing else of the report was copied. Not found: part of a column, another order, values changed on the way (R22).
 */
export const valueSignatures = (points: readonly TestPoint[], minimumValues: number): SignatureSet => {
  const long = columnsOf(points)
    .filter(({ vector }) => vector.values.length >= minimumValues)
    .map((column) => ({ column, distinct: new Set(column.vector.values).size }));
  const varied = long
    .filter(({ distinct }) => distinct >= copying.minimumDistinct)
    .sort((a, b) => b.distinct - a.distinct);
  const left = (why: LeftOutVector['why'], { vector }: Column): LeftOutVector => ({
    structure: vector.structure,
    item: vector.item,
    length: vector.values.length,
    why,
  });
  return {
    signatures: varied.slice(0, copying.maxSignatures).map(({ column }) => signatureOf(column)),
    leftOut: [
      ...varied.slice(copying.maxSignatures).map(({ column }) => left('CAP', column)),
      ...long
        .filter(({ distinct }) => distinct < copying.minimumDistinct)
        .map(({ column }) => left('LOW_VARIETY', column)),
    ],
  };
};
