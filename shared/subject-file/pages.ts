import { textOf, type Item } from './item.ts';
import type { Table } from './table.ts';

export interface VisibleRange {
  readonly pk: string;
  /** Beginnings of the sort keys, in the order in which they are gone through. */
  readonly prefixes: readonly string[];
  /** Most entries of the page. */
  readonly limit: number;
  readonly consistent: boolean;
  /** Sort key of the last item that the page before gave. */
  readonly after?: string;
}
export interface VisiblePage<T> {
  readonly entries: readonly T[];
  /** Sort key of the last entry, when another one follows. */
  readonly next?: string;
}
interface Found<T> {
  readonly sk: string;
  readonly entry: T;
}

/** Goes through one range until `enough` entries are found, or nothing is left. */
const search = async <T>(
  table: Table,
  { pk, consistent }: VisibleRange,
  prefix: string,
  from: string | undefined,
  enough: number,
  show: (item: Item) => T | undefined,
): Promise<readonly Found<T>[]> => {
  const found: Found<T>[] = [];
  let after = from;
  do {
    const start = after === undefined ? {} : { after };
    const page = await table.query({ pk, keys: { prefix }, limit: enough, consistent, ...start });
    for (const item of page.items) {
      const entry = show(item);
      if (entry !== undefined) found.push({ sk: textOf(item, 'sk'), entry });
    }
    after = page.next;
  } while (after !== undefined && found.length < enough);
  return found;
};

/**
 * A page of a range: as many entries as it may hold, of those items of which `show` makes one. Others are passed over
 * without a gap. `next` is always an item that was given, and stands there only when another one that is shown follows:
 * neither the size of a page nor where it ends tells that something was left out. What is written between two pages
 * causes no gap and no double.
 */
export const visiblePage = async <T>(
  table: Table,
  range: VisibleRange,
  show: (item: Item) => T | undefined,
): Promise<VisiblePage<T>> => {
  const { prefixes, limit, after } = range;
  const first = prefixes.findIndex((prefix) => after?.startsWith(prefix) === true);
  const found: Found<T>[] = [];
  for (const [index, prefix] of prefixes.entries()) {
    if (index < first || found.length > limit) continue;
    // One more than asked for: only so is it known whether another page follows.
    const enough = limit + 1 - found.length;
    found.push(...(await search(table, range, prefix, index === first ? after : undefined, enough, show)));
  }
  const given = found.slice(0, limit);
  const last = found.length > given.length ? given.at(-1) : undefined;
  return { entries: given.map(({ entry }) => entry), ...(last === undefined ? {} : { next: last.sk }) };
};
