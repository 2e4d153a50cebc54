import * as z from 'zod';
import { compareNumbers, normalNumber } from './number.ts';

/** One attribute in DynamoDB's JSON: numbers as text, bytes as base64. */
export type Value =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: Value[] }
  | { M: Record<string, Value> };
export type Item = Readonly<Record<string, Value>>;

const number = z.string().transform(normalNumber);
const distinct = (list: string[]): boolean => list.length > 0 && new Set(list).size === list.length;
const setOf = <S extends z.ZodType<string>>(part: S) =>
  z.array(part).refine(distinct, 'An empty set or a set with duplicates is not allowed');

export const value: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: number }),
    z.strictObject({ B: z.base64() }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.literal(true) }),
    z.strictObject({ M: z.record(z.string(), value) }),
    z.strictObject({ L: z.array(value) }),
    z.strictObject({ SS: setOf(z.string()) }),
    z.strictObject({ NS: setOf(number) }),
    z.strictObject({ BS: setOf(z.base64()) }),
  ]),
);
export const item: z.ZodType<Record<string, Value>> = z.record(z.string(), value);

export const typeOf = (one: Value): string => Object.keys(one)[0] ?? '';

/** Order of texts by their UTF-8 bytes, which differs from JavaScript's where one has characters beyond U+FFFF. */
export const compareText = (one: string, other: string): number => {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a === b) continue;
    const [aBeyond, bBeyond] = [a >= 0xd800 && a <= 0xdfff, b >= 0xd800 && b <= 0xdfff];
    return aBeyond === bBeyond ? a - b : aBeyond ? 1 : -1;
  }
  return one.length - other.length;
};

/** Order of two scalars of one type; undefined where no order is defined. */
export const compare = (one: Value, other: Value): number | undefined => {
  if ('S' in one && 'S' in other) return compareText(one.S, other.S);
  if ('N' in one && 'N' in other) return compareNumbers(one.N, other.N);
  if ('B' in one && 'B' in other)
    return Buffer.compare(Buffer.from(one.B, 'base64'), Buffer.from(other.B, 'base64'));
  return undefined;
};

const members = (one: Value): string[] | undefined =>
  'SS' in one ? one.SS : 'NS' in one ? one.NS : 'BS' in one ? one.BS : undefined;

/** Same type and same content; sets have no order. */
export const equal = (one: Value, other: Value): boolean => {
  if (typeOf(one) !== typeOf(other)) return false;
  if ('L' in one && 'L' in other)
    return one.L.length === other.L.length && one.L.every((part, at) => same(part, other.L[at]));
  if ('M' in one && 'M' in other) return equalItems(one.M, other.M);
  const [left, right] = [members(one), members(other)];
  if (left !== undefined && right !== undefined)
    return left.length === right.length && left.every((part) => right.includes(part));
  return JSON.stringify(one) === JSON.stringify(other);
};
const same = (one: Value, other: Value | undefined): boolean => other !== undefined && equal(one, other);

export const equalItems = (one: Item, other: Item): boolean => {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => {
      const { [name]: a } = one;
      const { [name]: b } = other;
      return a !== undefined && b !== undefined && equal(a, b);
    })
  );
};
