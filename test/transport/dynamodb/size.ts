import { isNegative, significantDigits } from './number.ts';
import type { Item, Value } from './value.ts';

/** The service's limit for one item: names and values together. */
export const mostItemBytes = 400 * 1024;

const textBytes = (text: string): number => Buffer.byteLength(text, 'utf8');
const bytesOf = (base64: string): number => Buffer.byteLength(base64, 'base64');
/** One byte for two significant digits, one more, and one for a minus sign. */
const numberBytes = (text: string): number =>
  Math.ceil(significantDigits(text) / 2) + 1 + (isNegative(text) ? 1 : 0);

const sum = <T>(list: readonly T[], size: (one: T) => number): number =>
  list.reduce((total, one) => total + size(one), 0);

/** Bytes of one value ("DynamoDB item sizes and formats" in the developer guide). */
export const valueBytes = (value: Value): number => {
  if ('S' in value) return textBytes(value.S);
  if ('N' in value) return numberBytes(value.N);
  if ('B' in value) return bytesOf(value.B);
  if ('SS' in value) return sum(value.SS, textBytes);
  if ('NS' in value) return sum(value.NS, numberBytes);
  if ('BS' in value) return sum(value.BS, bytesOf);
  // Lists and maps: three bytes, and one for each element.
  if ('L' in value) return 3 + sum(value.L, (one) => 1 + valueBytes(one));
  if ('M' in value)
    return 3 + sum(Object.entries(value.M), ([name, one]) => 1 + textBytes(name) + valueBytes(one));
  return 1;
};

/** Bytes of an item: its attribute names and values in UTF-8. */
export const itemBytes = (item: Item): number =>
  sum(Object.entries(item), ([name, value]) => textBytes(name) + valueBytes(value));

/** Write units of one item: each began kilobyte; an item that is not there costs one. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/** Read units: each began 4 kB of the sum; half when read eventually consistent. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
