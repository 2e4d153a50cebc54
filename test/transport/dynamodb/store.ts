import type { DynamoDBRecord } from 'aws-lambda';
import type { Charge } from '../counts.ts';
import { makeSorted, type Sorted } from './sorted.ts';
import {
  indexEntry,
  keyItem,
  keyOf,
  type IndexDefinition,
  type Key,
  type TableDefinition,
} from './schema.ts';
import { itemBytes, writeUnits } from './size.ts';
import { compareText, equalItems, type Item } from './value.ts';

type Within = (sk: string) => boolean;
/**
 * Items of a partition that nobody stored: made when a query asks for them, so that a partition may hold more than memory
 * does. Gives all items whose sort key is within, in the order of these keys.
 */
export type Imagined = (pk: string, within: Within) => readonly Item[];

export interface Store {
  readonly definition: TableDefinition;
  get(key: Key): Item | undefined;
  /** Stores the item under its key, or removes what is there; keeps indexes and stream in step. */
  write(key: Key, next: Item | undefined): void;
  /** From now on queries of the table also find these items. */
  imagine(of: Imagined): void;
  /**
   * Items of one partition in the order of their sort keys, of the table or of an index. `within`: sort keys that matter to
   * the asker; stored items may be more.
   */
  partition(pk: string, index?: IndexDefinition, within?: Within): readonly Item[];
  /** All items, by partition and sort key. */
  all(): readonly Item[];
  /** Changes in their order, as Lambda receives them from a stream of new images. */
  readonly stream: readonly DynamoDBRecord[];
  /** Keeps all items and the length of the stream; the function it gives brings them back. */
  save(): () => void;
}

type Partitions = Sorted<Sorted<Item>>;
const copyOf = (map: Partitions): Partitions =>
  makeSorted(map.entries().map(([pk, partition]) => [pk, partition.copy()] as const));

const inOrder = (map: Partitions, pk: string): readonly Item[] =>
  map
    .get(pk)
    ?.entries()
    .map(([, item]) => item) ?? [];
const place = (map: Partitions, pk: string, key: string, item: Item): void => {
  const partition = map.get(pk) ?? makeSorted<Item>();
  partition.set(key, item);
  map.set(pk, partition);
};

/** A long ordered list with the items of a short one at their places. */
const mergedInto = (long: readonly Item[], short: readonly Item[]): readonly Item[] => {
  const merged = [...long];
  for (const item of short) {
    let [low, high] = [0, merged.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareText(keyOf(merged[middle] ?? item).sk, keyOf(item).sk) < 0) low = middle + 1;
      else high = middle;
    }
    merged.splice(low, 0, item);
  }
  return merged;
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
  let main: Partitions = makeSorted();
  const emptyIndex = (index: IndexDefinition): { index: IndexDefinition; entries: Partitions } => ({
    index,
    entries: makeSorted(),
  });
  const indexes = new Map(
    (definition.indexes ?? []).map((index) => [index.name, emptyIndex(index)] as const),
  );
  const stream: DynamoDBRecord[] = [];
  let imagined: Imagined = () => [];
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
    imagine: (of) => {
      imagined = of;
    },
    partition: (pk, index, within = () => true) => {
      const from = index === undefined ? main : indexes.get(index.name)?.entries;
      const stored = from === undefined ? [] : inOrder(from, pk);
      const made = index === undefined ? imagined(pk, within) : [];
      return made.length === 0 ? stored : mergedInto(made, stored);
    },
    all: () => main.entries().flatMap(([, partition]) => partition.entries().map(([, item]) => item)),
    save: () => {
      const kept = copyOf(main);
      const length = stream.length;
      const keptIndexes = [...indexes.values()].map((one) => [one, copyOf(one.entries)] as const);
      return () => {
        main = copyOf(kept);
        for (const [one, entries] of keptIndexes) one.entries = copyOf(entries);
        stream.length = length;
      };
    },
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
