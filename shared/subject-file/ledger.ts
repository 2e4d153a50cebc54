import * as z from 'zod';
import { canonicalJson } from '../kernel/canonical.ts';
import { labelledSha256 } from '../kernel/digest.ts';
import { isId, type EntryId, type SubjectId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import { parseInstant } from '../kernel/time.ts';

/** Previous hash of a file's first entry. */
export const genesis = '0'.repeat(64);

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const entryId = z.custom<EntryId>((value) => typeof value === 'string' && isId('ent', value));
const subjectId = z.custom<SubjectId>((value) => typeof value === 'string' && isId('sub', value));
const instant = z.custom<Instant>((value) => typeof value === 'string' && parseInstant(value) === value);

/** What happened to one record: digests of the version before and the version after. No plaintext. */
export const ledgerChange = z.strictObject({
  kind: z.string(),
  id: z.string(),
  version: z.int().positive(),
  before: hex.optional(),
  after: hex,
});

/**
 * One entry of a file's ledger: who did what to which records, when, through which channel, and the hash of the entry
 * before. `actor` is a digest of issuer and subject of the token, or the name of a function.
 */
export const ledgerEntry = z.strictObject({
  id: entryId,
  subject: subjectId,
  sequence: z.int().positive(),
  type: z.string(),
  time: instant,
  actor: z.string(),
  role: z.string(),
  source: z.strictObject({ channel: z.enum(['api', 'device', 'system']), document: hex.optional() }),
  causation: z.string().optional(),
  correlation: z.string(),
  changes: z.array(ledgerChange).min(1).max(40),
  previous: hex,
});
export type LedgerEntry = z.output<typeof ledgerEntry>;

/** Hash of an entry: SHA-256 over a label and the canonical JSON of all its members, its own hash not among them. */
export const entryHash = (body: string): string => labelledSha256('leian.ledger.entry.1', body);
export const entryBody = (entry: LedgerEntry): string => canonicalJson(entry);

/** An entry as a reader gets it: whole, or opaque (its content is not for this reader, its place in the chain is). */
export type ShownEntry =
  | { readonly opaque: false; readonly body: string; readonly hash: string }
  | { readonly opaque: true; readonly sequence: number; readonly previous: string; readonly hash: string };

export interface ChainFault {
  readonly sequence: number;
  readonly reason: 'hash' | 'previous' | 'sequence' | 'subject' | 'malformed' | 'digest' | 'missing record';
  readonly expected: string;
  readonly found: string;
}
export interface ChainReport {
  readonly entries: number;
  readonly opaque: number;
  readonly head: string;
  /** Digest of the last version of each record that the chain names, by `KIND#id`. */
  readonly digests: ReadonlyMap<string, string>;
  readonly fault?: ChainFault;
}

const parseBody = (body: string): LedgerEntry | undefined => {
  try {
    return ledgerEntry.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
};

/**
 * Recomputes a file's chain from the entries alone: order, links, hashes, and before-digests against the versions
 * before. Pure: it needs no table. Stops at the first fault and says what was expected.
 */
export const verifyChain = (subject: string, entries: readonly ShownEntry[]): ChainReport => {
  const digests = new Map<string, string>();
  let head = genesis;
  let opaque = 0;
  const report = (fault?: ChainFault): ChainReport => ({
    entries: entries.length,
    opaque,
    head,
    digests,
    ...(fault === undefined ? {} : { fault }),
  });
  for (const [index, shown] of entries.entries()) {
    const sequence = index + 1;
    const fault = (reason: ChainFault['reason'], expected: string, found: string): ChainReport =>
      report({ sequence, reason, expected, found });
    if (shown.opaque) {
      if (shown.sequence !== sequence) return fault('sequence', String(sequence), String(shown.sequence));
      if (shown.previous !== head) return fault('previous', head, shown.previous);
      opaque += 1;
      head = shown.hash;
      continue;
    }
    const hash = entryHash(shown.body);
    if (hash !== shown.hash) return fault('hash', hash, shown.hash);
    const entry = parseBody(shown.body);
    if (entry === undefined) return fault('malformed', 'a ledger entry', shown.body.slice(0, 80));
    if (entry.subject !== subject) return fault('subject', subject, entry.subject);
    if (entry.sequence !== sequence) return fault('sequence', String(sequence), String(entry.sequence));
    if (entry.previous !== head) return fault('previous', head, entry.previous);
    for (const change of entry.changes) {
      const before = digests.get(`${change.kind}#${change.id}`);
      // With opaque entries before it, a version may have come from one of them; only a known digest can disagree.
      if (before !== undefined && opaque === 0 && change.before !== before)
        return fault('digest', before, change.before ?? 'none');
      digests.set(`${change.kind}#${change.id}`, change.after);
    }
    head = hash;
  }
  return report();
};
