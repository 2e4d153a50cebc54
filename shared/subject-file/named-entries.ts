import * as z from 'zod';
import { isId, type SubjectId } from '../kernel/ids.ts';
import { readEntry, type ReadEntry } from './entry-item.ts';
import { keys } from './keys.ts';
import { keyText, type Table } from './table.ts';

/** Names of entries, as an operator gives them to a function that reads the stream. */
export const entryName = z.strictObject({
  subject: z.custom<SubjectId>((value) => typeof value === 'string' && isId('sub', value)),
  sequence: z.int().positive(),
});
export type EntryName = z.output<typeof entryName>;
/** As many as one BatchGetItem reads. */
export const entryNames = z.array(entryName).min(1).max(100);

export type NamedEntry =
  | { readonly name: EntryName; readonly found: ReadEntry }
  | { readonly name: EntryName; readonly found?: undefined; readonly reason: string };

/** Reads named entries out of their files, in the order of the names, each once; with the reason where one cannot be had. */
export const readNamed = async (
  table: Table,
  names: readonly EntryName[],
): Promise<readonly NamedEntry[]> => {
  const keyOf = ({ subject, sequence }: EntryName) => keys.entry(subject, sequence);
  const distinct = [...new Map(names.map((name) => [keyText(keyOf(name)), name])).values()];
  const items = await table.getAll(distinct.map(keyOf));
  return distinct.map((name): NamedEntry => {
    const item = items.get(keyText(keyOf(name)));
    if (item === undefined) return { name, reason: 'no such entry in the table' };
    try {
      return { name, found: readEntry(item) };
    } catch {
      return { name, reason: 'the item is no ledger entry' };
    }
  });
};
