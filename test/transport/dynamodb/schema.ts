import { invalid } from '../refused.ts';
import { itemBytes, mostItemBytes } from './size.ts';
import { typeOf, type Item } from './value.ts';

/** A secondary index; sparse: items without its keys are not in it. */
export interface IndexDefinition {
  readonly name: string;
  readonly pk: string;
  readonly sk: string;
  readonly projection?: 'KEYS_ONLY' | 'ALL';
}
/** A table whose keys `pk` and `sk` are texts. */
export interface TableDefinition {
  readonly name: string;
  readonly indexes?: readonly IndexDefinition[];
}
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const parts = [
  { name: 'pk', most: 2048, what: 'hashkey' },
  { name: 'sk', most: 1024, what: 'rangekey' },
] as const;

const keyPart = (item: Item, { name, most, what }: (typeof parts)[number], missing: string): string => {
  const { [name]: value } = item;
  if (value === undefined) throw invalid(missing);
  if (!('S' in value))
    throw invalid(
      `One or more parameter values were invalid: Type mismatch for key ${name} expected: S actual: ${typeOf(value)}`,
    );
  if (value.S === '')
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  if (Buffer.byteLength(value.S) > most)
    throw invalid(
      `One or more parameter values were invalid: Size of ${what} has exceeded the maximum size limit of ${most} bytes`,
    );
  return value.S;
};

/** Key of a stored item. */
export const keyOf = (item: Item): Key => {
  const [pk, sk] = parts.map((part) =>
    keyPart(
      item,
      part,
      `One or more parameter values were invalid: Missing the key ${part.name} in the item`,
    ),
  );
  return { pk: pk ?? '', sk: sk ?? '' };
};

/** A key as a request gives it: both parts, and nothing else. */
export const readKey = (item: Item): Key => {
  const mismatch = 'The provided key element does not match the schema';
  if (Object.keys(item).length !== parts.length) throw invalid(mismatch);
  const [pk, sk] = parts.map((part) => keyPart(item, part, mismatch));
  return { pk: pk ?? '', sk: sk ?? '' };
};
export const keyItem = ({ pk, sk }: Key): Item => ({ pk: { S: pk }, sk: { S: sk } });

const checkIndexKey = (item: Item, index: IndexDefinition, name: string): void => {
  const { [name]: value } = item;
  if (value === undefined) return;
  if (!('S' in value))
    throw invalid(
      `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: S Actual: ${typeOf(value)} IndexName: ${index.name}`,
    );
  if (value.S === '')
    throw invalid(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index.name}, IndexKey: ${name}`,
    );
};

/** Refuses an item that the table cannot hold: keys, index keys, 400 kB. */
export const checkItem = (definition: TableDefinition, item: Item): Key => {
  const key = keyOf(item);
  for (const index of definition.indexes ?? [])
    for (const name of [index.pk, index.sk]) checkIndexKey(item, index, name);
  if (itemBytes(item) > mostItemBytes) throw invalid('Item size has exceeded the maximum allowed size');
  return key;
};

/** What the index holds of an item; undefined where the item lacks the index's keys. */
export const indexEntry = (
  item: Item | undefined,
  index: IndexDefinition,
): { readonly pk: string; readonly sk: string; readonly entry: Item } | undefined => {
  if (item === undefined) return undefined;
  const { pk, sk, [index.pk]: partition, [index.sk]: sort } = item;
  if (pk === undefined || sk === undefined || partition === undefined || sort === undefined) return undefined;
  if (!('S' in partition && 'S' in sort)) return undefined;
  const keys = { pk, sk, [index.pk]: partition, [index.sk]: sort };
  return { pk: partition.S, sk: sort.S, entry: index.projection === 'ALL' ? item : keys };
};
