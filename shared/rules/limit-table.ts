import { canonicalJson } from '../kernel/canonical.ts';
import type { Decimal } from '../kernel/decimal.ts';
import { parseDecimal } from '../kernel/decimal.ts';
import { labelledSha256 } from '../kernel/digest.ts';
import type { MeasuredItem } from './data/items.ts';
import type { LimitRow } from './data/limits/row.ts';

/** A row whose limit has been read. */
export type Limit = LimitRow & { readonly limit: Decimal };

/** A set of limit rows under one version: label and content hash. */
export interface LimitTable {
  readonly version: string;
  readonly rows: ReadonlyMap<MeasuredItem, readonly Limit[]>;
}

/** Reads rows into a table. Throws RangeError for a limit that is no decimal or an id used twice: a fault of the data. */
export const limitTable = (label: string, rows: readonly LimitRow[]): LimitTable => {
  const byItem = new Map<MeasuredItem, Limit[]>();
  const ids = new Set<string>();
  for (const row of rows) {
    const limit = parseDecimal(row.limit);
    if (!limit.ok) throw new RangeError(`limit row ${row.id}: "${row.limit}" is no decimal`);
    if (ids.has(row.id)) throw new RangeError(`limit row ${row.id} stands twice`);
    ids.add(row.id);
    byItem.set(row.item, [...(byItem.get(row.item) ?? []), { ...row, limit: limit.value }]);
  }
  const hash = labelledSha256('leian/limit-table', canonicalJson(rows));
  return { version: `${label}+${hash.slice(0, 16)}`, rows: byItem };
};
