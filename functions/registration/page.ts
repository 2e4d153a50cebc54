import type { Caller } from '../../shared/access/caller.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { Item } from '../../shared/subject-file/item.ts';
import { fromItem } from '../../shared/subject-file/record.ts';
import type { RangePage, Table } from '../../shared/subject-file/table.ts';
import { visibleTo } from './visible.ts';

/** Where the page before ended (`?after=`), as the range's own pages give it; undefined for the first page. */
export const readAfter = (given: string | undefined, range: string): Result<string | undefined> =>
  given === undefined || given.startsWith(range)
    ? ok(given)
    : refuse(problem('FIELD_INVALID', { reason: `after: ${range}…` }, '/after'));

const hidden = (caller: Caller, item: Item | undefined): boolean =>
  item?.['kind'] === 'ANOMALY' && !visibleTo(caller, fromItem(item));

/**
 * A page of what is in force. It never ends at a record that the caller may not know of: the place to go on from would
 * tell its id.
 */
export const currentPage = async (
  table: Table,
  caller: Caller,
  range: { readonly pk: SubjectId; readonly limit: number; readonly consistent: boolean },
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
