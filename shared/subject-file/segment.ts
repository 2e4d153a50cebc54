import * as z from 'zod';
import { sha256Url } from '../kernel/digest.ts';
import { isId, type EntryId, type SubjectId } from '../kernel/ids.ts';
import type { CalendarDay } from '../kernel/time.ts';
import { recordKinds } from './keys.ts';
import type { StoredRecord } from './record.ts';

/** One entry with its place in the tree, and the versions that it names as they were stored: what was derived stays behind. */
export interface SegmentLine {
  readonly index: number;
  readonly subject: SubjectId;
  /** The entry's exact text. */
  readonly entry: string;
  readonly records: readonly StoredRecord[];
}

const idOf = <T extends string>(kind: 'sub' | 'ent') =>
  z.custom<T>((value) => typeof value === 'string' && isId(kind, value));
const storedVersion = z.strictObject({
  kind: z.enum(recordKinds),
  id: z.string(),
  version: z.int().positive(),
  salt: z.base64(),
  body: z.string(),
  packed: z.base64().optional(),
  entry: idOf<EntryId>('ent'),
  state: z.string().optional(),
});
const segmentLine = z.strictObject({
  index: z.int().nonnegative(),
  subject: idOf<SubjectId>('sub'),
  entry: z.string(),
  records: z.array(storedVersion),
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const written = ({ kind, id, version, salt, body, packed, entry, state }: StoredRecord) => ({
  ...{ kind, id, version, salt: base64(salt), body },
  ...(packed === undefined ? {} : { packed: base64(packed) }),
  entry,
  ...(state === undefined ? {} : { state }),
});

/** A segment of the ledger as it lies in the archive: one line of JSON per entry, in the order of the tree. */
export const segmentText = (lines: readonly SegmentLine[]): string =>
  lines
    .map(({ index, subject, entry, records }) =>
      JSON.stringify({ index, subject, entry, records: records.map(written) }),
    )
    .map((line) => `${line}\n`)
    .join('');

/** Reads a segment. Throws on a line that no writer of ours made. */
export const readSegment = (text: string): readonly SegmentLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => segmentLine.parse(JSON.parse(line)))
    .map(({ index, subject, entry, records }) => ({
      index,
      subject,
      entry,
      records: records.map(({ salt, packed, state, ...record }) => ({
        ...record,
        subject,
        salt: Buffer.from(salt, 'base64'),
        ...(packed === undefined ? {} : { packed: Buffer.from(packed, 'base64') }),
        ...(state === undefined ? {} : { state }),
        derived: {},
      })),
    }));

/** Name of a segment below `ledger/segments/`: day (UTC+08:00) on which it was written, index of its first entry, digest of its text. */
export const segmentName = (day: CalendarDay, first: number, text: string): string =>
  `${day.replaceAll('-', '/')}/${String(first).padStart(12, '0')}-${sha256Url(text)}.jsonl`;
