import type { StoredRecord } from '../../shared/subject-file/record.ts';

/** A record exactly as stored, so that a stranger can compute its digest: SHA-256 of salt, body, NUL, packed. */
export const asStored = (record: StoredRecord) => ({
  kind: record.kind,
  id: record.id,
  version: record.version,
  salt: Buffer.from(record.salt).toString('base64'),
  body: record.body,
  ...(record.packed === undefined ? {} : { packed: Buffer.from(record.packed).toString('base64') }),
});
