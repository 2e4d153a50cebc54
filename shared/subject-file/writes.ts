import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { EntryId, SubjectId } from '../kernel/ids.ts';
import type { Refusal } from '../kernel/problem.ts';
import { toEpochMs, type Instant } from '../kernel/time.ts';
import { numberOf, textOf, toWire, type Item, type KeyedItem } from './item.ts';
import { keys } from './keys.ts';
import { genesis, type LedgerEntry } from '../ledger/entry.ts';
import type { RecordChange, StoredRecord } from './record.ts';
import type { Table } from './table.ts';

export interface Actor {
  /** Digest of issuer and subject of the token, or `function:<name>`. */
  readonly ref: string;
  readonly role: string;
}
export interface Tail {
  readonly sequence: number;
  readonly hash: string;
}
/** Proof of one append: where in which file the entry stands and what its hash is. */
export interface Receipt {
  readonly entry: EntryId;
  readonly subject: SubjectId;
  readonly sequence: number;
  readonly entryHash: string;
  readonly time: Instant;
}
/** An item that goes along in the same transaction and is no record: an alias, an index entry, the idempotency item. */
export interface Companion {
  readonly item: KeyedItem;
  /** `new`: must not exist; `live`: may replace one whose `ttl` has passed; `free`: written in any case; `replaces`: version must match. */
  readonly unless: 'new' | 'live' | 'free' | { readonly version: number };
  /** What a refusal of this item means; it sees the item that stood in the way. */
  readonly refusal?: (old: Item | undefined) => Refusal;
}
export interface AppendInput {
  readonly subject: SubjectId;
  readonly type: string;
  /** What caused it: with the type and time it fixes the entry's id, so a repetition is recognised. */
  readonly cause: string;
  readonly time: Instant;
  readonly actor: Actor;
  readonly source: Pick<LedgerEntry, 'channel' | 'document'>;
  readonly causation?: string;
  readonly correlation: string;
  readonly changes: readonly RecordChange[];
  readonly companions?: (receipt: Receipt) => readonly Companion[];
  /** Tail as a first read found it; saves a call. */
  readonly tail?: Tail;
}
/** `repeated`: the same cause had been written before; nothing was changed now. */
export type Appended =
  | { readonly repeated: false; readonly receipt: Receipt; readonly records: readonly StoredRecord[] }
  | { readonly repeated: true };

export const tailOf = (item: Item | undefined): Tail =>
  item === undefined
    ? { sequence: 0, hash: genesis }
    : { sequence: numberOf(item, 'sequence'), hash: textOf(item, 'hash') };

export const tailWrite = (table: Table, subject: SubjectId, from: Tail, to: Tail): TransactWriteItem => ({
  Put: {
    TableName: table.name,
    Item: toWire({ ...keys.tail(subject), sequence: to.sequence, hash: to.hash }),
    ...(from.sequence === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#s = :s',
          ExpressionAttributeNames: { '#s': 'sequence' },
          ExpressionAttributeValues: { ':s': { N: String(from.sequence) } },
        }),
  },
});

export const guardedPut = (
  table: Table,
  item: KeyedItem,
  unless: Companion['unless'],
  time: Instant,
): TransactWriteItem => {
  const put = {
    TableName: table.name,
    Item: toWire(item),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  if (unless === 'free') return { Put: put };
  if (unless === 'new') return { Put: { ...put, ConditionExpression: 'attribute_not_exists(pk)' } };
  if (unless === 'live') {
    return {
      Put: {
        ...put,
        ConditionExpression: 'attribute_not_exists(pk) OR #ttl < :now',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(toEpochMs(time) / 1000)) } },
      },
    };
  }
  return {
    Put: {
      ...put,
      ConditionExpression: 'version = :v',
      ExpressionAttributeValues: { ':v': { N: String(unless.version) } },
    },
  };
};
