import type { SubjectId } from '../../shared/kernel/ids.ts';
import { fromWire as toItem, type Item } from '../../shared/subject-file/item.ts';
import { verifyChain } from '../../shared/ledger/chain.ts';
import type { LedgerEntry } from '../../shared/ledger/entry.ts';
import { readEntry } from '../../shared/subject-file/entry-item.ts';
import { fromItem, recordDigest } from '../../shared/subject-file/record.ts';
import type { Transport } from '../transport/transport.ts';
import { fromWire } from '../transport/wire.ts';

export interface Audit {
  readonly entries: readonly LedgerEntry[];
  /** Number of versions of records, current and superseded. */
  readonly versions: number;
  /** What is wrong with the file; empty when nothing is. */
  readonly faults: readonly string[];
}

/**
 * Holds a whole file, as it lies in the table, against its ledger: the chain, the tail, every version of every record,
 * no entry twice, nothing that the ledger does not know.
 */
export const audit = (world: Transport, table: string, subject: SubjectId): Audit => {
  const items = world
    .items(table)
    .filter(({ pk }) => pk !== undefined && 'S' in pk && pk.S === subject)
    .map((item): Item => toItem(fromWire(item)));
  const range = (prefix: string): readonly Item[] => items.filter(({ sk }) => String(sk).startsWith(prefix));
  const read = range('L#').map(readEntry);
  const entries = read.map(({ entry }) => entry);
  const shown = read.map(({ body, hash }) => ({ opaque: false as const, body, hash }));
  const faults: string[] = [];
  const chain = verifyChain(subject, shown);
  if (chain.fault !== undefined) faults.push(`chain: ${JSON.stringify(chain.fault)}`);

  const [tail] = range('T#');
  if (entries.length > 0 && (tail?.['hash'] !== chain.head || tail['sequence'] !== entries.length))
    faults.push(`the tail says ${String(tail?.['sequence'])}, the chain ends at ${entries.length}`);
  const ids = entries.map(({ id }) => id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at)))
    faults.push(`entry ${id} twice`);

  const digests = new Map<string, string>();
  for (const { changes } of entries)
    for (const { kind, id, version, after } of changes) {
      if (digests.has(`${kind} ${id} ${version}`)) faults.push(`${kind} ${id} ${version} written twice`);
      digests.set(`${kind} ${id} ${version}`, after);
    }
  const derived = (item: Item): boolean => item['entry'] === undefined;
  const stored = ['C#', 'H#', 'P#'].flatMap((prefix) => range(prefix)).filter((item) => !derived(item));
  for (const record of stored.map(fromItem)) {
    const name = `${record.kind} ${record.id} ${record.version}`;
    if (digests.get(name) !== recordDigest(record)) faults.push(`${name} differs from the ledger`);
    digests.delete(name);
  }
  for (const name of digests.keys()) faults.push(`${name} is in the ledger only`);
  return { entries, versions: stored.length, faults };
};
