import { cry } from '../../shared/lambda/log.ts';
import { speakable } from '../../shared/lambda/speakable.ts';
import type { LedgerEntry } from '../../shared/ledger/entry.ts';
import { readNamed, type EntryName } from '../../shared/subject-file/named-entries.ts';
import type { Table } from '../../shared/subject-file/table.ts';

/** What came of an order, entry by entry; an entry that was named twice is told once. */
export interface Republished {
  readonly published: readonly (EntryName & { readonly event: string })[];
  readonly notPublished: readonly (EntryName & { readonly reason: string })[];
}

/**
 * Tells entries once more, in the order given, as the stream would have: the same events under the same ids, so that
 * nobody does anything twice. Each succeeds or fails alone.
 */
export const republish = async (
  names: readonly EntryName[],
  table: Table,
  publish: (entry: LedgerEntry) => Promise<void>,
): Promise<Republished> => {
  const published: Republished['published'][number][] = [];
  const notPublished: Republished['notPublished'][number][] = [];
  for (const one of await readNamed(table, names)) {
    if (one.found === undefined) {
      notPublished.push({ ...one.name, reason: one.reason });
      continue;
    }
    const { entry } = one.found;
    try {
      await publish(entry);
      published.push({ ...one.name, event: entry.id });
    } catch (error) {
      cry('PUBLISH_FAILED', error, { event: entry.id });
      notPublished.push({ ...one.name, reason: speakable(error).message });
    }
  }
  return { published, notPublished };
};
