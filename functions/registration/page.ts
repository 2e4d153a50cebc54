import type { Caller } from '../../shared/access/caller.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { Item } from '../../shared/subject-file/item.ts';
import { fromItem } from '../../shared/subject-file/record.ts';
import type { RangePage, Table } from '../../shared/subject-file/table.ts';
import { visibleTo } from './visible.ts';

/** Beginnings of the sort keys through which pages of a file go. */
export const currentRanges = ['C#'] as const;
export const storedRanges = ['C#', 'P#'] as const;

/** Where the page before ended (`?after=`), as a page of one of these ranges gave it; undefined for the first page. */
export const readAfter = (
  given: string | undefined,
  ...ranges: readonly string[]
): Result<string | undefined> =>
  given === undefined || ranges.some((range) => given.startsWith(range))
    ? ok(given)
    : refuse(problem('FIELD_INVALID', { reason: `after: ${ranges.join(', ')}` }, '/after'));

interface PageRange {
  readonly pk: SubjectId;
  readonly limit: number;
  readonly consistent: boolean;
}

const hidden = (caller: Caller, item: Item | undefined): boolean =>
  item?.['kind'] === 'ANOMALY' && !visibleTo(caller, fromItem(item));

/**
 * A page of what is in force. It never ends at a record that the caller may not know of: the place to go on from would
 * tell its id.
 */
export const currentPage = async (
  table: Table,
  caller: Caller,
  range: PageRange,
  after: string | undefined,
): Promise<RangePage> => {
  const items: Item[] = [];
  let next = after;
  do {
    const page = await table.query({
      ...range,
      keys: { prefix: 'C#' },
      ...(next === undefined ? {} : { after: next }),
    });
    items.push(...page.items);
    next = page.next;
  } while (next !== undefined && hidden(caller, items.at(-1)));
  return { items, ...(next === undefined ? {} : { next }) };
};

/** The same for records as stored: packed points follow when everything else has been given. */
export const storedPage = async (
  table: Table,
  caller: Caller,
  range: PageRange,
  after: string | undefined,
): Promise<RangePage> => {
  const inPoints = after?.startsWith('P#') === true;
  const current = inPoints ? { items: [] } : await currentPage(table, caller, range, after);
  if (current.next !== undefined) return current;
  const packed = await table.query({
    ...range,
    keys: { prefix: 'P#' },
    ...(inPoints ? { after } : {}),
  });
  return { ...packed, items: [...current.items, ...packed.items] };
};
