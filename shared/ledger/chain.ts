import { isId } from '../kernel/ids.ts';
import { entryHash, genesis, parseEntry, type LedgerEntry } from './entry.ts';

/** An entry as a reader gets it: whole, or opaque (its content is not for this reader, its place in the chain is). */
export type ShownEntry =
  | { readonly opaque: false; readonly body: string; readonly hash: string }
  | { readonly opaque: true; readonly sequence: number; readonly previous: string; readonly hash: string };

export interface ChainFault {
  readonly sequence: number;
  readonly reason: 'hash' | 'previous' | 'sequence' | 'malformed' | 'digest' | 'version' | 'entry twice';
  readonly expected: string;
  readonly found: string;
}
/** A version of a record that the chain names, and the entry that does. */
export interface KnownVersion {
  readonly version: number;
  readonly digest: string;
  readonly sequence: number;
}
export interface ChainReport {
  readonly entries: number;
  readonly opaque: number;
  /** Hash of the last entry: where the chain ends. */
  readonly head: string;
  /** Hash of every entry, in order; the leaves of the tree are made of them. */
  readonly hashes: readonly string[];
  /**
   * Versions of each record that the chain names, in their order, by `KIND#id`. A version that an opaque entry wrote is
   * known by the entry after it, which names it as the version before.
   */
  readonly versions: ReadonlyMap<string, readonly KnownVersion[]>;
  readonly fault?: ChainFault;
}

const read = (subject: string, body: string): LedgerEntry | undefined => {
  try {
    return isId('sub', subject) ? parseEntry(subject, body) : undefined;
  } catch {
    return undefined;
  }
};

/** What is wrong with a version that an entry names, given the last one known. Opaque entries before it may have made one in between. */
const versionFault = (
  name: string,
  change: LedgerEntry['changes'][number],
  known: KnownVersion | undefined,
  opaque: number,
): Omit<ChainFault, 'sequence'> | undefined => {
  const next = (known?.version ?? 0) + 1;
  if (change.version < next || (opaque === 0 && change.version !== next))
    return { reason: 'version', expected: `${name} ${next}`, found: `${name} ${change.version}` };
  if ((change.version === 1) !== (change.before === undefined))
    return { reason: 'digest', expected: `${name} ${change.version}`, found: change.before ?? 'none' };
  if (known !== undefined && change.version === next && change.before !== known.digest)
    return { reason: 'digest', expected: known.digest, found: change.before ?? 'none' };
  return undefined;
};

/**
 * Recomputes a file's chain from the entries alone: order, links, hashes, and each record's versions and digests against
 * those before. Pure: it needs no table. Stops at the first fault and says what was expected.
 */
export const verifyChain = (subject: string, entries: readonly ShownEntry[]): ChainReport => {
  const versions = new Map<string, KnownVersion[]>();
  const ids = new Set<string>();
  const hashes: string[] = [];
  let head = genesis;
  let opaque = 0;
  const report = (fault?: ChainFault): ChainReport => ({
    ...{ entries: entries.length, opaque, head, hashes, versions },
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
      hashes.push(head);
      continue;
    }
    const hash = entryHash(subject, shown.body);
    if (hash !== shown.hash) return fault('hash', hash, shown.hash);
    const entry = read(subject, shown.body);
    if (entry === undefined) return fault('malformed', 'a ledger entry', shown.body.slice(0, 80));
    if (entry.sequence !== sequence) return fault('sequence', String(sequence), String(entry.sequence));
    if (entry.previous !== head) return fault('previous', head, entry.previous);
    if (ids.has(entry.id)) return fault('entry twice', 'an id of its own', entry.id);
    ids.add(entry.id);
    for (const change of entry.changes) {
      const name = `${change.kind}#${change.id}`;
      const all = versions.get(name) ?? [];
      const known = all.at(-1);
      const wrong = versionFault(name, change, known, opaque);
      if (wrong !== undefined) return report({ sequence, ...wrong });
      if (known === undefined) versions.set(name, all);
      if (change.before !== undefined && known?.version !== change.version - 1)
        all.push({ version: change.version - 1, digest: change.before, sequence });
      all.push({ version: change.version, digest: change.after, sequence });
    }
    head = hash;
    hashes.push(head);
  }
  return report();
};
