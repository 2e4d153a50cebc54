import * as z from 'zod';
import { canonicalJson } from '../kernel/canonical.ts';
import { labelledSha256Url } from '../kernel/digest.ts';
import { isId, type EntryId, type SubjectId } from '../kernel/ids.ts';
import { isInstantText, type Instant } from '../kernel/time.ts';

/** A SHA-256 in the ledger's form: 43 characters of base64url. */
export const ledgerDigest = z.string().regex(/^[\w-]{43}$/);
/** Previous hash of a file's first entry: 32 zero bytes. */
export const genesis = 'A'.repeat(43);

const entryId = z.custom<EntryId>((value) => typeof value === 'string' && isId('ent', value));
const instant = z.custom<Instant>((value) => typeof value === 'string' && isInstantText(value));

/** `[kind, id, version, digest after, digest before]`; the last is left out where there was no version before. */
const writtenChange = z.lazy(() =>
  z.tuple([z.string(), z.string(), z.int().positive(), ledgerDigest, ledgerDigest.optional()]),
);

/**
 * The body of an entry, format 1, as canonical JSON (RFC 8785): who did what to which records, when, through which
 * channel, and the hash of the entry before. No plaintext of a record. `actor` is a digest of issuer and subject of the
 * token, or the name of a function. The subject stands in the hash, not in the body.
 */
const writtenEntry = z.lazy(() =>
  z.strictObject({
    id: entryId,
    sequence: z.int().positive(),
    type: z.string(),
    time: instant,
    actor: z.string(),
    role: z.string(),
    channel: z.enum(['api', 'device', 'system']),
    /** SHA-256 (hex) of the document that caused it; the archive keeps it under this name. */
    document: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    causation: z.string().optional(),
    correlation: z.string(),
    changes: z.array(writtenChange).min(1).max(40),
    previous: ledgerDigest,
  }),
);

/** What happened to one record: digests of the version before and the version after. */
export interface LedgerChange {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly before?: string;
  readonly after: string;
}
export interface LedgerEntry extends Readonly<Omit<z.output<typeof writtenEntry>, 'changes'>> {
  readonly subject: SubjectId;
  readonly changes: readonly LedgerChange[];
}

/** The entry's canonical text: what is stored and what is hashed. */
export const entryBody = ({ subject: _, changes, ...entry }: LedgerEntry): string =>
  canonicalJson({
    ...entry,
    changes: changes.map(({ kind, id, version, before, after }) => [
      ...[kind, id, version, after],
      ...(before === undefined ? [] : [before]),
    ]),
  });

/** Hash of an entry: labelled SHA-256 over the subject and the entry's text. */
export const entryHash = (subject: string, body: string): string =>
  labelledSha256Url('leian.ledger.entry.1', subject, body);

/** Reads an entry's text. Throws when it is none: an entry that no writer of ours made. */
export const parseEntry = (subject: SubjectId, body: string): LedgerEntry => {
  const { changes, ...entry } = writtenEntry.parse(JSON.parse(body));
  return {
    ...entry,
    subject,
    changes: changes.map(([kind, id, version, after, before]) => ({
      kind,
      id,
      version,
      after,
      ...(before === undefined ? {} : { before }),
    })),
  };
};
