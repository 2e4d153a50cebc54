import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Key } from './keys.ts';

/** What an item of the table holds: flat attributes only. Structured content is canonical JSON in `body`. */
export type Attribute = string | number | Uint8Array;
export type Item = Readonly<Record<string, Attribute>>;
export type KeyedItem = Key & Item;

const toValue = (value: Attribute): AttributeValue => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  return { B: value };
};

const fromValue = (name: string, value: AttributeValue): Attribute => {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.B !== undefined) return value.B;
  throw new TypeError(`attribute ${name} is neither text, number nor bytes`);
};

export type Wire = Record<string, AttributeValue>;

export const toWire = (item: Item): Wire =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toValue(value)]));
export const keyToWire = (key: Key): Wire => ({ pk: { S: key.pk }, sk: { S: key.sk } });
export const fromWire = (wire: Wire): Item =>
  Object.fromEntries(Object.entries(wire).map(([name, value]) => [name, fromValue(name, value)]));

/** Reads an attribute that our own writer must have put there; its absence is a damaged item, not bad input. */
export const textOf = (item: Item, name: string): string => {
  const value = item[name];
  if (typeof value !== 'string') throw new TypeError(`item lacks text attribute ${name}`);
  return value;
};
export const numberOf = (item: Item, name: string): number => {
  const value = item[name];
  if (typeof value !== 'number') throw new TypeError(`item lacks number attribute ${name}`);
  return value;
};
export const bytesOf = (item: Item, name: string): Uint8Array => {
  const value = item[name];
  if (!(value instanceof Uint8Array)) throw new TypeError(`item lacks bytes attribute ${name}`);
  return value;
};
