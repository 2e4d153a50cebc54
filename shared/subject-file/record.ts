import { canonicalJson, type Json } from '../kernel/canonical.ts';
import { isId, type EntryId, type SubjectId } from '../kernel/ids.ts';
import { bytesOf, numberOf, textOf, type Item, type KeyedItem } from './item.ts';
import { keys, recordKinds, type RecordKind } from './keys.ts';

export { recordDigest } from '../ledger/record-digest.ts';

/** One immutable version of a record, as it lies in the table. `body` is the exact text that the digest covers. */
export interface StoredRecord {
  readonly subject: SubjectId;
  readonly kind: RecordKind;
  readonly id: string;
  readonly version: number;
  readonly salt: Uint8Array;
  readonly body: string;
  /** Bytes that travel beside the body and are covered by the digest too (packed points). */
  readonly packed?: Uint8Array;
  readonly entry: EntryId;
  readonly state?: string;
  /** Derived attributes outside the digest (due slot and the like). */
  readonly derived: Item;
}

/** A record that somebody wants to write: its next body, and the version that was read before, if there was one. */
export interface RecordChange {
  readonly kind: RecordKind;
  readonly id: string;
  readonly body: Json;
  readonly packed?: Uint8Array;
  readonly state?: string;
  readonly previous?: StoredRecord;
  /** States out of which the command may be given: the write itself looks, whatever was read before. */
  readonly from?: { readonly states: readonly string[]; readonly command: string };
  readonly derived?: Item;
}

const reserved = new Set(['pk', 'sk', 'kind', 'id', 'version', 'salt', 'body', 'packed', 'entry', 'state']);

export const toItem = (record: StoredRecord): KeyedItem => ({
  ...record.derived,
  ...keys.current(record.subject, record.kind, record.id),
  kind: record.kind,
  id: record.id,
  version: record.version,
  salt: record.salt,
  body: record.body,
  ...(record.packed === undefined ? {} : { packed: record.packed }),
  entry: record.entry,
  ...(record.state === undefined ? {} : { state: record.state }),
});

/** The same version moved to the history range; what was derived (due slots) stays behind, or it would come due twice. */
export const toHistoryItem = (record: StoredRecord): KeyedItem => ({
  ...toItem({ ...record, derived: {} }),
  ...keys.history(record.subject, record.kind, record.id, record.version),
});

const isKind = (text: string): text is RecordKind => recordKinds.some((kind) => kind === text);

/** Reads an item of the current, packed or history range. Throws TypeError on an item that no writer of ours made. */
export const fromItem = (item: Item): StoredRecord => {
  const subject = textOf(item, 'pk');
  const kind = textOf(item, 'kind');
  const entry = textOf(item, 'entry');
  if (!isId('sub', subject) || !isKind(kind) || !isId('ent', entry))
    throw new TypeError('item is no record of a file');
  return {
    subject,
    kind,
    id: textOf(item, 'id'),
    version: numberOf(item, 'version'),
    salt: bytesOf(item, 'salt'),
    body: textOf(item, 'body'),
    ...(item['packed'] === undefined ? {} : { packed: bytesOf(item, 'packed') }),
    entry,
    ...(item['state'] === undefined ? {} : { state: textOf(item, 'state') }),
    derived: Object.fromEntries(Object.entries(item).filter(([name]) => !reserved.has(name))),
  };
};

/** The version that a change makes of the record it found. */
export const nextVersion = (
  subject: SubjectId,
  change: RecordChange,
  salt: Uint8Array,
  entry: EntryId,
): StoredRecord => ({
  subject,
  kind: change.kind,
  id: change.id,
  version: (change.previous?.version ?? 0) + 1,
  salt,
  body: canonicalJson(change.body),
  ...(change.packed === undefined ? {} : { packed: change.packed }),
  entry,
  ...(change.state === undefined ? {} : { state: change.state }),
  derived: change.derived ?? {},
});
