import { toEpochMs } from '../kernel/time.ts';
import type { Head } from './checkpoint.ts';
import { parseEntry } from './entry.ts';
import type { LedgerExport } from './export.ts';
import { inclusionIn } from './inclusion.ts';
import { leafHash } from './merkle.ts';
import { bad } from './trust.ts';
import type { VerifyFault } from './verdict.ts';

/** An entry this much older than the head must be in its tree: the integrator takes seconds. */
const sealingMs = 3_600_000;

/** The first entry that is not where the head's tree has it. */
export const sealFault = (
  given: LedgerExport,
  hashes: readonly string[],
  head: Head | undefined,
): VerifyFault | undefined => {
  const proofs = given.proofs.entries;
  if (head === undefined) return undefined;
  const isIncluded = inclusionIn(head.size, head.root);
  for (const [at, { sequence, index, path }] of proofs.entries()) {
    const hash = hashes[at];
    if (sequence !== at + 1) return bad('proofs.json', 'proof missing', at + 1, sequence, at + 1);
    if (hash === undefined) return undefined;
    if (!isIncluded(leafHash(given.manifest.subject, sequence, hash), index, path))
      return bad('ledger.json', 'not in the tree', `leaf ${index} of ${head.size}`, hash, sequence);
  }
  return undefined;
};

/** A proof for no entry, or none for an entry that is long since in the tree, as its time tells. */
export const unsealedFault = (given: LedgerExport, head: Head | undefined): VerifyFault | undefined => {
  const { entries } = given.ledger;
  const sealed = given.proofs.entries.length;
  if (sealed > entries.length)
    return bad('ledger.json', 'proof missing', `${sealed} entries`, entries.length, entries.length + 1);
  const at = sealed + 1;
  const next = entries[sealed];
  if (head === undefined || next === undefined || next.opaque) return undefined;
  const { time } = parseEntry(given.manifest.subject, next.body);
  return toEpochMs(time) + sealingMs < toEpochMs(head.time)
    ? bad('proofs.json', 'proof missing', `in the tree of ${head.time}`, `written ${time}`, at)
    : undefined;
};
