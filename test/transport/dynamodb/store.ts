import type { DynamoDBRecord } from 'aws-lambda';
import type { Charge } from '../counts.ts';
import { makeSorted, type Sorted } from './sorted.ts';
import { indexEntry, keyItem, type IndexDefinition, type Key, type TableDefinition } from './schema.ts';
import { itemBytes, writeUnits } from './size.ts';
import { equalItems, type Item } from './value.ts';

export interface Store {
  readonly definition: TableDefinition;
  get(key: Key): Item | undefined;
  /** Stores the item under its key, or removes what is there; keeps indexes and stream in step. */
  write(key: Key, next: Item | undefined): void;
  /** Items of one partition in the order of their sort keys, of the table or of an index. */
  partition(pk: string, index?: IndexDefinition): readonly Item[];
  /** All items, by partition and sort key. */
  all(): readonly Item[];
  /** Changes in their order, as Lambda receives them from a stream of new images. */
  readonly stream: readonly DynamoDBRecord[];
}

const inOrder = (map: Sorted<Sorted<Item>>, pk: string): readonly Item[] =>
  map
    .get(pk)
    ?.entries()
    .map(([, item]) => item) ?? [];
const place = (map: Sorted<Sorted<Item>>, pk: string, key: string, item: Item): void => {
  const partition = map.get(pk) ?? makeSorted<Item>();
  partition.set(key, item);
  map.set(pk, partition);
};

const streamRecord = (
  table: string,
  number: number,
  key: Key,
  old: Item | undefined,
  next: Item | undefined,
): DynamoDBRecord => ({
  eventID: `${table}-${number}`,
  eventName: next === undefined ? 'REMOVE' : old === undefined ? 'INSERT' : 'MODIFY',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    Keys: { ...keyItem(key) },
    ...(next === undefined ? {} : { NewImage: { ...next } }),
    // Sequence numbers sort as text, like those of the service.
    SequenceNumber: String(number).padStart(21, '0'),
    SizeBytes: itemBytes(next ?? keyItem(key)),
    StreamViewType: 'NEW_IMAGE',
  },
});

export const makeStore = (definition: TableDefinition): Store => {
  const main = makeSorted<Sorted<Item>>();
  const indexes = new Map(
    (definition.indexes ?? []).map((index) => [index.name, { index, entries: makeSorted<Sorted<Item>>() }]),
  );
  const stream: DynamoDBRecord[] = [];
  const get = ({ pk, sk }: Key): Item | undefined => main.get(pk)?.get(sk);
  return {
    definition,
    get,
    stream,
    write: (key, next) => {
      const old = get(key);
      if (next === undefined ? old === undefined : old !== undefined && equalItems(old, next)) return;
      if (next === undefined) main.get(key.pk)?.delete(key.sk);
      else place(main, key.pk, key.sk, next);
      for (const { index, entries } of indexes.values()) {
        const [before, after] = [indexEntry(old, index), indexEntry(next, index)];
        const own = `\u0000${key.pk}\u0000${key.sk}`;
        if (before !== undefined) entries.get(before.pk)?.delete(before.sk + own);
        if (after !== undefined) place(entries, after.pk, after.sk + own, after.entry);
      }
      stream.push(streamRecord(definition.name, stream.length + 1, key, old, next));
    },
    partition: (pk, index) => {
      const from = index === undefined ? main : indexes.get(index.name)?.entries;
      return from === undefined ? [] : inOrder(from, pk);
    },
    all: () => main.entries().flatMap(([, partition]) => partition.entries().map(([, item]) => item)),
  };
};

const indexCharge = (index: IndexDefinition, old: Item | undefined, next: Item | undefined): number => {
  const [before, after] = [indexEntry(old, index), indexEntry(next, index)];
  const size = (entry: Item): number => writeUnits(itemBytes(entry));
  if (before === undefined || after === undefined)
    return [before, after].reduce((sum, one) => sum + (one === undefined ? 0 : size(one.entry)), 0);
  if (equalItems(before.entry, after.entry)) return 0;
  // A changed key is a removal and an insertion; a changed projected attribute is one write of the larger image.
  return before.pk === after.pk && before.sk === after.sk
    ? Math.max(size(before.entry), size(after.entry))
    : size(before.entry) + size(after.entry);
};

/**
 * What a write costs: the larger of old and new image, twice that in a transaction, and the index entries that it
 * changes (these follow after the commit, once).
 */
export const writeCharges = (
  { name, indexes = [] }: TableDefinition,
  old: Item | undefined,
  next: Item | undefined,
  factor: 1 | 2 = 1,
): readonly Charge[] => [
  {
    table: name,
    read: 0,
    write: factor * writeUnits(Math.max(itemBytes(old ?? {}), itemBytes(next ?? {}))),
  },
  ...indexes
    .map((index) => ({ table: name, index: index.name, read: 0, write: indexCharge(index, old, next) }))
    .filter(({ write }) => write > 0),
];
