import { leadFor, mayHaveWhole, mayKnowOf } from '../../shared/access/leads.ts';
import type { Caller } from '../../shared/access/caller.ts';
import { anomaly } from '../../shared/contracts/entities.ts';
import { readBody } from '../../shared/subject-file/read.ts';
import type { StoredRecord } from '../../shared/subject-file/record.ts';

/** Whether a reader of the file may know of the record at all. */
export const visibleTo = (caller: Caller, record: StoredRecord): boolean =>
  record.kind !== 'ANOMALY' || mayKnowOf(caller, readBody(anomaly, record));

/** Whether a reader may have the record as stored, byte for byte, and its ledger entry with it. */
export const wholeFor = (caller: Caller, record: StoredRecord): boolean =>
  record.kind !== 'ANOMALY' || mayHaveWhole(caller, readBody(anomaly, record));

/** Of a hazard the file shows what the hazard's own view shows: no marks of persons, no sealed name. */
const personal: ReadonlySet<string> = new Set(['person', 'responsible']);

/** The body as the reader may read it. */
export const bodyFor = (caller: Caller, record: StoredRecord): object => {
  if (record.kind === 'ANOMALY') return leadFor(caller, readBody(anomaly, record));
  const value: unknown = JSON.parse(record.body, (key, member: unknown) =>
    record.kind === 'HAZARD' && personal.has(key) ? undefined : member,
  );
  if (typeof value !== 'object' || value === null) throw new TypeError('a record body is an object');
  return value;
};
