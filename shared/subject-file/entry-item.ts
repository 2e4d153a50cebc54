import { entryHash, parseEntry, type LedgerEntry } from '../ledger/entry.ts';
import { isId } from '../kernel/ids.ts';
import { textOf, type Item } from './item.ts';

export interface ReadEntry {
  readonly entry: LedgerEntry;
  readonly body: string;
  readonly hash: string;
}

/** Reads an item of the ledger range; its hash is computed, never stored beside what it is to prove. Throws on damage. */
export const readEntry = (item: Item): ReadEntry => {
  const subject = textOf(item, 'pk');
  const body = textOf(item, 'body');
  if (!isId('sub', subject)) throw new TypeError('a ledger entry lies in the file of a subject');
  return { entry: parseEntry(subject, body), body, hash: entryHash(subject, body) };
};
