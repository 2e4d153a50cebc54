import type { Caller } from '../../shared/access/caller.ts';
import { mayReadKind } from '../../shared/access/rights.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import type { Paging } from '../../shared/lambda/cursor.ts';
import type { Item } from '../../shared/subject-file/item.ts';
import { derivedKinds, ranges } from '../../shared/subject-file/keys.ts';
import { visiblePage, type VisiblePage } from '../../shared/subject-file/pages.ts';
import { fromItem } from '../../shared/subject-file/record.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import { visibleTo, wholeFor } from './visible.ts';

export const isDerived = (item: Item): boolean => derivedKinds.some((kind) => kind === item['kind']);

/** Whether the caller may know of an item: by its kind (rule runs are for officers), of leads by whom they concern. */
const isShown = (caller: Caller, item: Item): boolean =>
  isDerived(item) ? mayReadKind(caller, String(item['kind'])) : visibleTo(caller, fromItem(item));
/** Whether he may have it exactly as stored; what is derived can be computed from the rest. */
const isWhole = (caller: Caller, item: Item): boolean => !isDerived(item) && wholeFor(caller, fromItem(item));

type Asked = Pick<Paging, 'limit' | 'after'>;

/** A page of what is in force: of those items that the caller may know of. */
export const currentPage = async (
  table: Table,
  caller: Caller,
  pk: SubjectId,
  { limit, after }: Asked,
): Promise<VisiblePage<Item>> =>
  await visiblePage(
    table,
    { pk, prefixes: [ranges.current], limit, consistent: false, ...(after === undefined ? {} : { after }) },
    (item) => (isShown(caller, item) ? item : undefined),
  );

/** The same for records as stored: packed points follow when everything else has been given. */
export const storedPage = async (
  table: Table,
  caller: Caller,
  pk: SubjectId,
  { limit, after }: Asked,
): Promise<VisiblePage<Item>> =>
  await visiblePage(
    table,
    {
      pk,
      prefixes: [ranges.current, ranges.packed],
      limit,
      consistent: true,
      ...(after === undefined ? {} : { after }),
    },
    (item) => (isWhole(caller, item) ? item : undefined),
  );
