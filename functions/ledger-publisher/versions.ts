import type { LedgerEntry } from '../../shared/ledger/entry.ts';
import { keys, recordKinds, type RecordKind } from '../../shared/subject-file/keys.ts';
import { fromItem, recordDigest, type StoredRecord } from '../../shared/subject-file/record.ts';
import { keyText, type Table } from '../../shared/subject-file/table.ts';

const kindOf = (text: string): RecordKind => {
  const kind = recordKinds.find((known) => known === text);
  if (kind === undefined) throw new Error(`entry names a record of unknown kind ${text}`);
  return kind;
};

/**
 * Reads exactly the versions that an entry names: from the current range, or from history where they have been
 * superseded since. Each is held against its digest: an event is never made of something the ledger does not know.
 */
export const versionsOf = async (table: Table, entry: LedgerEntry): Promise<readonly StoredRecord[]> => {
  const named = entry.changes.filter((change) => change.kind !== 'POINTS');
  const wanted = named.flatMap((change) => [
    keys.current(entry.subject, kindOf(change.kind), change.id),
    keys.history(entry.subject, kindOf(change.kind), change.id, change.version),
  ]);
  const found = await table.getAll(wanted);
  return named.map((change) => {
    const record = [
      keys.current(entry.subject, kindOf(change.kind), change.id),
      keys.history(entry.subject, kindOf(change.kind), change.id, change.version),
    ]
      .map((key) => found.get(keyText(key)))
      .filter((item) => item !== undefined)
      .map(fromItem)
      .find((candidate) => candidate.version === change.version && candidate.kind === change.kind);
    if (record === undefined)
      throw new Error(`version ${change.version} of ${change.id} is not in the table`);
    if (recordDigest(record) !== change.after)
      throw new Error(`version ${change.version} of ${change.id} differs from its digest`);
    return record;
  });
};
