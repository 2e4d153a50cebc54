import type { Mark } from '../contracts/settings.ts';
import type { Texts } from '../kernel/problem.ts';
import type { CalendarDay } from '../kernel/time.ts';
import { currentLimits } from './data/limits/index.ts';
import type { MeasuredItem, Method } from './data/items.ts';
import type { ProtectionClass } from './data/limits/row.ts';
import type { Limit, LimitTable } from './limit-table.ts';

/** What a limit is asked for. `day` is the day of the measurement, `standards` those that the report cites. */
export interface LimitQuery {
  readonly item: MeasuredItem;
  readonly protectionClass: ProtectionClass;
  readonly place?: string | undefined;
  readonly method?: Method | undefined;
  readonly day: CalendarDay;
  readonly standards: readonly { readonly code: string; readonly edition: string }[];
}

/** Why no limit is given: the place is not named or not known, no row fits, or rows that disagree fit. */
export type NoLimit = 'UNKNOWN_PLACE' | 'NO_ROW' | 'SEVERAL';
export const noLimitTexts: Readonly<Record<NoLimit, Texts>> = {
  UNKNOWN_PLACE: {
    zh: '检测部位未注明或不在限值表中',
    en: 'the place is not named, or not in the limit table',
  },
  NO_ROW: { zh: '限值表中没有适用的条目', en: 'no row of the limit table fits' },
  SEVERAL: { zh: '限值表中有多个不一致的条目', en: 'several rows of the limit table fit and disagree' },
};
export type LimitAnswer =
  | { readonly found: true; readonly limit: Limit; readonly methodAssumed: boolean }
  | { readonly found: false; readonly why: NoLimit; readonly rows: readonly string[] };

/** `GB/T 21431-2023`, `GB/T21431` and `gb/t 21431` are one standard; its edition is told apart by the day. */
const standardName = (code: string): string =>
  code
    .toUpperCase()
    .replace(/\s/g, '')
    .replace(/-\d{4}$/, '');

const doubt: Readonly<Record<Mark, number>> = { S: 0, L: 1, G: 2 };
const sameLimit = (a: Limit, b: Limit): boolean =>
  a.operator === b.operator && a.limit === b.limit && a.unit === b.unit;

const fits = (row: Limit, query: LimitQuery): boolean =>
  row.classes.includes(query.protectionClass) &&
  (row.method === 'ANY' || query.method === undefined || row.method === query.method) &&
  (row.validFrom === undefined || row.validFrom <= query.day) &&
  (row.validTo === undefined || query.day <= row.validTo);

const names = (row: Limit, place: string | undefined): boolean =>
  row.places !== 'ANY' && row.places.some((known) => known === place);

/** Whether a row only fits because the point does not tell how it was measured. */
const assumes = (row: Limit, query: LimitQuery): boolean =>
  row.method !== 'ANY' && query.method === undefined;
/** First the rows that surely apply, then those that know an exception, then the best founded. */
const rank = (row: Limit, query: LimitQuery): number =>
  (assumes(row, query) ? 100 : 0) + (row.exception === undefined ? 10 : 0) + doubt[row.mark];

/** Rows that agree are one answer. Of rows that disagree, those of standards which the report cites count. */
const choose = (rows: readonly Limit[], query: LimitQuery): LimitAnswer => {
  const [first] = rows.toSorted((a, b) => rank(a, query) - rank(b, query));
  if (first === undefined) return { found: false, why: 'NO_ROW', rows: [] };
  if (rows.every((row) => sameLimit(row, first))) {
    return { found: true, limit: first, methodAssumed: assumes(first, query) };
  }
  const cited = new Set(query.standards.map(({ code }) => standardName(code)));
  const ofCited = rows.filter((row) => cited.has(standardName(row.standard)));
  if (ofCited.length > 0 && ofCited.length < rows.length) return choose(ofCited, query);
  return { found: false, why: 'SEVERAL', rows: rows.map(({ id }) => id) };
};

/**
 * The limit for a measured item at a place of a structure (domain.md section 4), or why there is none. A row that names the place
 * goes before one for any place. Nothing is guessed.
 */
export const limitFor = (query: LimitQuery, table: LimitTable = currentLimits): LimitAnswer => {
  const ofItem = table.rows.get(query.item) ?? [];
  const fitting = ofItem.filter((row) => fits(row, query));
  const named = fitting.filter((row) => names(row, query.place));
  const chosen = named.length > 0 ? named : fitting.filter((row) => row.places === 'ANY');
  if (chosen.length > 0) return choose(chosen, query);
  const known = ofItem.some((row) => row.places === 'ANY' || names(row, query.place));
  return { found: false, why: known || ofItem.length === 0 ? 'NO_ROW' : 'UNKNOWN_PLACE', rows: [] };
};
