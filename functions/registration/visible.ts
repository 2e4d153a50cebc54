import { leadFor, mayHaveWhole, mayKnowOf } from '../../shared/access/leads.ts';
import type { Caller } from '../../shared/access/caller.ts';
import { mayReadKind } from '../../shared/access/rights.ts';
import { anomaly } from '../../shared/contracts/entities.ts';
import type { Revealer } from '../../shared/lambda/reveal.ts';
import { readBody } from '../../shared/subject-file/read.ts';
import type { StoredRecord } from '../../shared/subject-file/record.ts';

/** Whether a reader of the file may know of the record at all: by its kind, and of leads by what officers decided. */
export const visibleTo = (caller: Caller, record: StoredRecord): boolean =>
  mayReadKind(caller, record.kind) &&
  (record.kind !== 'ANOMALY' || mayKnowOf(caller, readBody(anomaly, record)));

/** Whether a reader may have the record as stored, byte for byte, and its ledger entry with it. */
export const wholeFor = (caller: Caller, record: StoredRecord): boolean =>
  mayReadKind(caller, record.kind) &&
  (record.kind !== 'ANOMALY' || mayHaveWhole(caller, readBody(anomaly, record)));

/** The body as the reader may read it; sealed members stay sealed, marks of persons in a hazard go unless he may see them. */
export const bodyFor = (caller: Caller, record: StoredRecord, revealer: Revealer): object => {
  if (record.kind === 'ANOMALY') return leadFor(caller, readBody(anomaly, record));
  const marked = record.kind === 'HAZARD';
  const drops = marked && !revealer.showsMarks('HAZARD', record.body.includes('"person":'));
  const value: unknown = JSON.parse(record.body, (key, member: unknown) =>
    drops && key === 'person' ? undefined : member,
  );
  if (typeof value !== 'object' || value === null) throw new TypeError('a record body is an object');
  return value;
};
