/** A weather office, named by the division it serves: `330000` province, `330100` prefecture, `330106` county. */
export type Office = string;

/**
 * The offices of one province as its functions are told of them (`officeTree` of the settings). Groups parted by blanks,
 * the last four digits of each code: `0100:01020105` these report to 0100, `0105-0103` 0105 serves what 0103 served.
 */
export interface OfficesTold {
  readonly province: string;
  readonly officeTree: string;
}

/** Offices that exist, each with the one above it, and those that are gone, each with the one that took over. */
export interface OfficeTree {
  readonly root: Office;
  readonly parents: ReadonlyMap<Office, Office>;
  readonly successors: ReadonlyMap<Office, Office>;
}

const inFours = (digits: string): readonly string[] => digits.match(/\d{4}/g) ?? [];

const read = ({ province, officeTree }: OfficesTold): OfficeTree => {
  const parents = new Map<Office, Office>();
  const successors = new Map<Office, Office>();
  for (const [, upper = '', sign, lower = ''] of officeTree.matchAll(/(\d{4})([:-])((?:\d{4})+)/g))
    for (const code of inFours(lower))
      (sign === ':' ? parents : successors).set(province + code, province + upper);
  return { root: `${province}0000`, parents, successors };
};

const kept = new WeakMap<OfficesTold, OfficeTree>();
/** The tree of a province's settings; read once for each settings object. */
export const officesOf = (told: OfficesTold): OfficeTree => {
  const known = kept.get(told) ?? read(told);
  kept.set(told, known);
  return known;
};

/** True for an office that exists: abolished and unknown ones are none. */
export const isOffice = (tree: OfficeTree, code: Office): boolean =>
  code === tree.root || tree.parents.has(code);

/** The office directly above; undefined for the province's own, for abolished and for unknown ones. */
export const parentOf = (tree: OfficeTree, office: Office): Office | undefined => tree.parents.get(office);

/** Levels of a tree of offices; no chain of parents or successors is longer, whatever the settings say. */
const mostSteps = 10;

/** True when `upper` stands above `lower` in the office tree (an office does not stand above itself). */
export const isAbove = (tree: OfficeTree, upper: Office, lower: Office): boolean => {
  let at = parentOf(tree, lower);
  for (let steps = 0; at !== undefined && steps < mostSteps; steps += 1) {
    if (at === upper) return true;
    at = parentOf(tree, at);
  }
  return false;
};

/**
 * The office that serves a division, or goes on with the work of an office that is gone: itself where it exists, the one
 * that took over, else the next higher one (CMA Order 37 art. 2). Undefined outside the province.
 */
export const servingOffice = (tree: OfficeTree, code: string): Office | undefined => {
  let at = code;
  for (let steps = 0; steps < mostSteps; steps += 1) {
    if (isOffice(tree, at)) return at;
    const next = tree.successors.get(at);
    if (next === undefined) break;
    at = next;
  }
  if (!/^\d{6}$/.test(code) || code.slice(0, 2) !== tree.root.slice(0, 2)) return undefined;
  const prefecture = `${code.slice(0, 4)}00`;
  return isOffice(tree, prefecture) ? prefecture : tree.root;
};
