import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { addMs, type Instant } from '../../shared/kernel/time.ts';
import { parseEntry, type LedgerEntry } from '../../shared/ledger/entry.ts';
import { readSegment } from '../../shared/subject-file/segment.ts';

/** An entry as the archive keeps it: with its index in the province's tree. */
export interface ArchivedEntry {
  readonly index: number;
  readonly entry: LedgerEntry;
}
/** What is read of the archive. */
export interface Archive {
  /** Keys below a prefix that sort after a text, in order. */
  keys(prefix: string, after: string): AsyncIterable<string>;
  read(key: string): Promise<string>;
}

export const openArchive = (s3: S3Client, Bucket: string): Archive => ({
  keys: async function* (Prefix, StartAfter) {
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix, StartAfter }))
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
  },
  read: async (Key) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    if (Body === undefined) throw new Error(`${Key} is empty`);
    return await Body.transformToString();
  },
});

const prefix = 'ledger/segments/';
/** Days by which a segment's folder may lie before an entry's own day: clocks differ, and days begin at different hours. */
const marginMs = 2 * 86_400_000;

/**
 * The entries of the archive that may be as young as `from`, each once. A segment lies below the day on which it was written, which
 * is never before its entries: so none is missed, and older ones may come along. Of two integrators that raced, the loser's segment
 * lies there too; its entries are as true, and come once.
 */
export async function* archivedSince(archive: Archive, from: Instant): AsyncGenerator<ArchivedEntry> {
  const after = `${prefix}${addMs(from, -marginMs).slice(0, 10).replaceAll('-', '/')}`;
  const seen = new Set<string>();
  for await (const key of archive.keys(prefix, after)) {
    for (const { index, subject, entry: text } of readSegment(await archive.read(key))) {
      const entry = parseEntry(subject, text);
      if (seen.has(entry.id)) continue;
      seen.add(entry.id);
      yield { index, entry };
    }
  }
}
