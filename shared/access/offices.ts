/** A weather office, named by the division it serves: `330000` province, `330100` prefecture, `330106` county. */
export type Office = string;

/** Where the tree of offices differs from the tree of divisions: this division is served by that office. */
export interface OfficeOverride {
  readonly code: string;
  readonly parent?: Office | undefined;
}

const stem = (office: Office): string => {
  if (office.endsWith('0000')) return office.slice(0, 2);
  return office.endsWith('00') ? office.slice(0, 4) : office;
};

/** True when `upper` stands above `lower` in the office tree (an office does not stand above itself). */
export const isAbove = (upper: Office, lower: Office): boolean =>
  upper !== lower && lower.startsWith(stem(upper));

/**
 * Office that supervises a division: its own, or the one that the province's settings name. A county without an office
 * is served by the next higher one (CMA Order 37 art. 2).
 */
export const officeOf = (division: string, overrides: readonly OfficeOverride[]): Office =>
  overrides.find((override) => override.code === division)?.parent ?? division;
