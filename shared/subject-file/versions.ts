import type { LedgerChange, LedgerEntry } from '../ledger/entry.ts';
import type { Item } from './item.ts';
import { keys, recordKinds, type Key } from './keys.ts';
import { fromItem, recordDigest, type StoredRecord } from './record.ts';
import { keyText, type Table } from './table.ts';

/** What an entry names, as stored; or why it cannot be had. */
export type Versions =
  | { readonly ok: true; readonly records: readonly StoredRecord[] }
  | { readonly ok: false; readonly error: Error };

/** One version that an entry names, and where it lies: in the current range, or in history once it was superseded. */
interface Place {
  readonly change: LedgerChange;
  readonly current: Key;
  readonly history: Key;
}
const placeOf = ({ subject }: LedgerEntry, change: LedgerChange): Place => {
  const kind = recordKinds.find((known) => known === change.kind);
  if (kind === undefined) throw new Error(`entry names a record of unknown kind ${change.kind}`);
  return {
    change,
    current: keys.current(subject, kind, change.id),
    history: keys.history(subject, kind, change.id, change.version),
  };
};
/** Work on one entry, whose damage is told with it and hinders no other. */
const attempt = <T>(work: () => T): { readonly value: T } | { readonly error: Error } => {
  try {
    return { value: work() };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error('no error was thrown', { cause: error }) };
  }
};

/**
 * Reads exactly the versions that entries name: from the current range, and those superseded since from history. In this
 * order: a version that is not current any more has been in history since the same transaction. Each is held against its
 * digest. `isWanted`: changes whose versions are read, all without it. Answers in the order of the entries.
 */
export const versionsOfAll = async (
  table: Table,
  entries: readonly LedgerEntry[],
  isWanted: (change: LedgerChange) => boolean = () => true,
): Promise<readonly Versions[]> => {
  const named = entries.map((entry) =>
    attempt(() => entry.changes.filter(isWanted).map((change) => placeOf(entry, change))),
  );
  const found = new Map<string, Item>();
  const read = async (wanted: readonly Key[]): Promise<void> => {
    for (const [place, item] of await table.getAll(wanted)) found.set(place, item);
  };
  const pick = ({ change, current, history }: Place): Item | undefined =>
    [found.get(keyText(current)), found.get(keyText(history))].find(
      (item) => item?.['version'] === change.version && item['kind'] === change.kind,
    );
  const places = named.flatMap((one) => ('value' in one ? one.value : []));
  await read(places.map(({ current }) => current));
  await read(places.filter((place) => pick(place) === undefined).map(({ history }) => history));

  const versionAt = (place: Place): StoredRecord => {
    const { version, id, after } = place.change;
    const item = pick(place);
    if (item === undefined) throw new Error(`version ${version} of ${id} is not in the table`);
    const record = fromItem(item);
    if (recordDigest(record) !== after)
      throw new Error(`version ${version} of ${id} differs from its digest`);
    return record;
  };
  return named.map((one): Versions => {
    const versions = 'value' in one ? attempt(() => one.value.map(versionAt)) : one;
    return 'value' in versions ? { ok: true, records: versions.value } : { ok: false, ...versions };
  });
};

/** The same for one entry. Throws what is wrong with it. */
export const versionsOf = async (
  table: Table,
  entry: LedgerEntry,
  isWanted?: (change: LedgerChange) => boolean,
): Promise<readonly StoredRecord[]> => {
  const [versions] = await versionsOfAll(table, [entry], isWanted);
  if (versions?.ok === true) return versions.records;
  throw versions?.error ?? new Error('no answer for an entry');
};
