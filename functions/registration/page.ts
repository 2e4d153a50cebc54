import type { Caller } from '../../shared/access/caller.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { textOf, type Item } from '../../shared/subject-file/item.ts';
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

const isHidden = (caller: Caller, item: Item): boolean =>
  item['kind'] === 'RULE_RUN'
    ? caller.role !== 'officer'
    : item['kind'] === 'ANOMALY' && !visibleTo(caller, fromItem(item));

/**
 * A page of what is in force: as many items as it may hold, of those that the caller may know of. What he may not know of
 * is passed over without a gap, and the place to go on from is always an item that he was given: neither the size of a
 * page nor where it ends tells that something was left out.
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
    items.push(...page.items.filter((item) => !isHidden(caller, item)));
    next = page.next;
  } while (next !== undefined && items.length < range.limit);
  const given = items.slice(0, range.limit);
  const last = given.at(-1);
  const more = next !== undefined || items.length > given.length;
  return { items: given, ...(more && last !== undefined ? { next: textOf(last, 'sk') } : {}) };
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
