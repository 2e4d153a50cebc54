import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { EntryId, SubjectId } from '../kernel/ids.ts';
import type { Refusal } from '../kernel/problem.ts';
import { toEpochMs, type Instant } from '../kernel/time.ts';
import { keyToWire, numberOf, textOf, toWire, type Item, type KeyedItem } from './item.ts';
import { keys, type Key } from './keys.ts';
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
  /**
   * `new`: must not exist; `live`: may replace one whose `ttl` has passed; `unexpired`: one must be there whose `ttl` has
   * not passed; `free`: written in any case; `version`: that version must be there (in one of `states`); `holds`: one with these attributes;
   * `absentOr`: none, or one with these.
   */
  readonly unless:
    | 'new'
    | 'live'
    | 'unexpired'
    | 'free'
    | { readonly version: number; readonly states?: readonly string[] }
    | { readonly holds: Readonly<Record<string, string>> }
    | { readonly absentOr: Readonly<Record<string, string>> };
  /** What a refusal of this item means; it sees the item that stood in the way. */
  readonly refusal?: (old: Item | undefined) => Refusal;
}
/**
 * An item that goes in the same transaction: a data key that is destroyed, the alias of a person who is erased. Records,
 * their history and the ledger are never removed.
 */
export interface Removal {
  readonly remove: Key;
  /** Attributes with which it must still be there; none: it must be there. */
  readonly holds: Readonly<Record<string, string>>;
  /** What it means when it is not. */
  readonly refusal: (old: Item | undefined) => Refusal;
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
  readonly companions?: (receipt: Receipt) => readonly (Companion | Removal)[];
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

/** Condition that an item has these attributes; `or`: that there is none passes, too. */
const holding = (attributes: Readonly<Record<string, string>>, or?: 'absent') => {
  const all = Object.entries(attributes);
  const held = all.map((_, at) => `#h${at} = :h${at}`);
  return {
    ConditionExpression:
      or === 'absent'
        ? `attribute_not_exists(pk) OR (${held.join(' AND ')})`
        : ['attribute_exists(pk)', ...held].join(' AND '),
    ...(all.length === 0
      ? {}
      : {
          ExpressionAttributeNames: Object.fromEntries(all.map(([name], at) => [`#h${at}`, name])),
          ExpressionAttributeValues: Object.fromEntries(
            all.map(([, value], at) => [`:h${at}`, { S: value }]),
          ),
        }),
  };
};

export const guardedRemoval = (table: Table, { remove, holds }: Removal): TransactWriteItem => ({
  Delete: {
    TableName: table.name,
    Key: keyToWire(remove),
    ...holding(holds),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
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
  if (unless === 'live' || unless === 'unexpired') {
    return {
      Put: {
        ...put,
        ConditionExpression: unless === 'live' ? 'attribute_not_exists(pk) OR #ttl < :now' : '#ttl >= :now',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(toEpochMs(time) / 1000)) } },
      },
    };
  }
  if ('holds' in unless) return { Put: { ...put, ...holding(unless.holds) } };
  if ('absentOr' in unless) return { Put: { ...put, ...holding(unless.absentOr, 'absent') } };
  const { version, states = [] } = unless;
  const named = states.map((state, at) => [`:s${at}`, { S: state }] as const);
  const isIn = named.length === 0 ? '' : ` AND #state IN (${named.map(([name]) => name).join(', ')})`;
  return {
    Put: {
      ...put,
      ConditionExpression: `version = :v${isIn}`,
      ...(named.length === 0 ? {} : { ExpressionAttributeNames: { '#state': 'state' } }),
      ExpressionAttributeValues: { ':v': { N: String(version) }, ...Object.fromEntries(named) },
    },
  };
};
