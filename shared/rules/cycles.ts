import type { RuntimeSettings } from '../contracts/settings.ts';
import { addMonths, type CalendarDay } from '../kernel/time.ts';
import { cycles } from './data/cycles.ts';
import type { Days } from './validity.ts';

/** What a key unit was listed as, and where (six digits). */
export interface Listing {
  readonly kind: string;
  readonly division: string;
}
export type CycleExceptions = RuntimeSettings['cycleExceptions'];

/** Digits of a division that tell it from others: `210124` itself, `2101` a prefecture, `21` a province; none for everywhere. */
const reach = (division = ''): string => division.replace(/(00)+$/, '');

const kinds: ReadonlyMap<string, { readonly months: number }> = new Map(Object.entries(cycles.kinds));
/** All cycles that the general rule knows. */
const general = [...new Set([...kinds.values()].map(({ months }) => months))];

/**
 * Months between two inspections of a unit: by the text of the narrowest division that has one for its kind (two such texts
 * may disagree), else by the general rule. Empty for a kind that no rule names.
 */
export const cyclesOf = ({ kind, division }: Listing, exceptions: CycleExceptions): readonly number[] => {
  const local = exceptions.filter(
    (one) => one.kinds.includes(kind) && division.startsWith(reach(one.division)),
  );
  const narrowest = Math.max(...local.map((one) => reach(one.division).length));
  const own = local.filter((one) => reach(one.division).length === narrowest);
  if (own.length > 0) return [...new Set(own.map((one) => one.months))];
  const known = kinds.get(kind);
  return known === undefined ? [] : [known.months];
};

/** Where a next date lies beside that which inspection day and cycle give. Work of several days may count from any of them. */
export type NextDate = 'FITS' | 'LATER' | 'EARLIER';

const fits = (next: CalendarDay, worked: Days, months: number): boolean =>
  addMonths(worked.from, months) <= next && next <= addMonths(worked.to, months);

/**
 * Holds a next date against cycles (domain 4.9: calendar months, clipped to the month's end). One that is earlier because it
 * follows a shorter general cycle fits: a place with danger of explosion may lie within a unit of another kind.
 */
export const compareNextDate = (next: CalendarDay, worked: Days, months: readonly number[]): NextDate => {
  const longest = Math.max(...months);
  const allowed = [...months, ...general].filter((count) => count <= longest);
  if (allowed.some((count) => fits(next, worked, count))) return 'FITS';
  return next > addMonths(worked.to, longest) ? 'LATER' : 'EARLIER';
};
