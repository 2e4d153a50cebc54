import { deriveId, newId, type SubjectId } from '../../shared/kernel/ids.ts';
import { fromEpochMs, type Instant } from '../../shared/kernel/time.ts';
import type { ShownEntry } from '../../shared/ledger/chain.ts';
import { entryBody, entryHash, genesis, type LedgerEntry } from '../../shared/ledger/entry.ts';
import { nextVersion, recordDigest, type StoredRecord } from '../../shared/subject-file/record.ts';

/** 2026-03-02 09:00 in Hangzhou. */
export const someTime: Instant = fromEpochMs(Date.UTC(2026, 2, 2, 1));
export const aSubject: SubjectId = newId('sub', someTime, (length) => Buffer.alloc(length, 7));

export interface BuiltFile {
  readonly subject: SubjectId;
  readonly entries: readonly Extract<ShownEntry, { opaque: false }>[];
  /** Last version of each record. */
  readonly records: readonly StoredRecord[];
  /** The versions before. */
  readonly superseded: readonly StoredRecord[];
}

/** A file of `entries` entries over `records` records, each written several times, with a right chain. */
export const buildFile = (entries: number, records: number, subject: SubjectId = aSubject): BuiltFile => {
  const current = new Map<string, StoredRecord>();
  const superseded: StoredRecord[] = [];
  const shown: Extract<ShownEntry, { opaque: false }>[] = [];
  let previous = genesis;
  for (let sequence = 1; sequence <= entries; sequence += 1) {
    const id = `rec-${sequence % records}`;
    const before = current.get(id);
    if (before !== undefined) superseded.push(before);
    const entryId = deriveId('ent', someTime, subject, String(sequence));
    const change = {
      kind: 'HAZARD' as const,
      id,
      body: { step: sequence },
      ...(before === undefined ? {} : { previous: before }),
    };
    const record = nextVersion(subject, change, Buffer.alloc(16, sequence), entryId);
    current.set(id, record);
    const entry: LedgerEntry = {
      id: entryId,
      subject,
      sequence,
      type: 'HazardMoved',
      time: someTime,
      actor: 'function:test',
      role: 'system',
      channel: 'system',
      correlation: `c-${sequence}`,
      changes: [
        {
          kind: 'HAZARD',
          id,
          version: record.version,
          ...(before === undefined ? {} : { before: recordDigest(before) }),
          after: recordDigest(record),
        },
      ],
      previous,
    };
    const body = entryBody(entry);
    previous = entryHash(subject, body);
    shown.push({ opaque: false, body, hash: previous });
  }
  return { subject, entries: shown, records: [...current.values()], superseded };
};
