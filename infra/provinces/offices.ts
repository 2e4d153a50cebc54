import type { OfficeOverride } from '../../shared/contracts/settings.ts';
import { divisionsIn } from '../../shared/kernel/division.ts';

/** What is wrong with one override: its place in the settings, and why in both languages. */
export interface OfficeFault {
  readonly index: number;
  readonly en: string;
  readonly zh: string;
}
interface Offices {
  readonly parents: ReadonlyMap<string, string>;
  readonly successors: ReadonlyMap<string, string>;
}

/** One office for each division that has a government; those of pseudo-rows are served by the next higher one. */
const byDivisions = (province: string): Map<string, string> =>
  new Map(
    divisionsIn(province).flatMap(({ code, parent, pseudo }): [string, string][] =>
      pseudo || parent === undefined ? [] : [[code, parent]],
    ),
  );

const upperDivision = (code: string, root: string, known: ReadonlyMap<string, string>): string => {
  const prefecture = `${code.slice(0, 4)}00`;
  return prefecture !== code && known.has(prefecture) ? prefecture : root;
};

/** The offices of a province: its divisions, and where its settings say otherwise. */
const officesOf = (province: string, overrides: readonly OfficeOverride[]): Offices => {
  const root = `${province}0000`;
  const parents = byDivisions(province);
  const successors = new Map<string, string>();
  for (const { code, parent, abolished } of overrides) {
    const upper = parent ?? parents.get(code) ?? upperDivision(code, root, parents);
    if (abolished === true) {
      parents.delete(code);
      successors.set(code, upper);
    } else if (parent !== undefined) parents.set(code, parent);
  }
  // Whoever reported to an office that is gone reports to the one that took over.
  for (const [code, parent] of parents) {
    const seen = new Set<string>();
    let upper = parent;
    for (
      let next = successors.get(upper);
      next !== undefined && !seen.has(upper);
      next = successors.get(upper)
    ) {
      seen.add(upper);
      upper = next;
    }
    parents.set(code, upper);
  }
  return { parents, successors };
};

const goesInCircles = (from: string, { parents, successors }: Offices): boolean => {
  const seen = new Set<string>();
  for (let at: string | undefined = from; at !== undefined; at = parents.get(at) ?? successors.get(at)) {
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return false;
};

/** Everything that makes these overrides no tree: the rest of a province's settings is judged by schema.ts. */
export const officeFaults = (
  province: string,
  overrides: readonly OfficeOverride[],
): readonly OfficeFault[] => {
  const root = `${province}0000`;
  const divisions = byDivisions(province);
  const offices = officesOf(province, overrides);
  const isKnown = (code: string): boolean =>
    code === root || offices.parents.has(code) || offices.successors.has(code);
  const faultsOf = ({ code, parent, abolished }: OfficeOverride, index: number): OfficeFault[] => {
    const fault = (en: string, zh: string): OfficeFault => ({ index, en, zh });
    if (!code.startsWith(province))
      return [fault('the office lies in another province', '该机构属于其他省份')];
    if (code === root)
      return parent === undefined && abolished === undefined
        ? []
        : [fault('nothing stands above the province’s own office', '省级机构之上没有本省机构')];
    const twice = overrides.findIndex((other) => other.code === code) < index;
    const nowhere = parent === undefined && abolished === undefined && !divisions.has(code);
    return [
      ...(twice ? [fault('this office stands in the list twice', '该机构重复出现')] : []),
      ...(nowhere
        ? [
            fault(
              'no division of the province has this code: name a parent',
              '该代码不是本省区划，须指明上级机构',
            ),
          ]
        : []),
      ...(parent !== undefined && !isKnown(parent)
        ? [fault('the parent is no office of the province', '上级机构不是本省机构')]
        : []),
      ...(goesInCircles(code, offices) ? [fault('the offices stand in a circle', '机构层级出现循环')] : []),
    ];
  };
  return overrides.flatMap(faultsOf);
};

const grouped = (upper: ReadonlyMap<string, string>, sign: string): readonly string[] =>
  [...Map.groupBy(upper.keys(), (code) => upper.get(code) ?? '')].map(
    ([parent, codes]) => `${parent.slice(2)}${sign}${codes.map((code) => code.slice(2)).join('')}`,
  );

/** The offices as functions are told of them: the format is that of `shared/access/offices.ts`. */
export const officeTree = (province: string, overrides: readonly OfficeOverride[]): string => {
  const { parents, successors } = officesOf(province, overrides);
  return [...grouped(parents, ':'), ...grouped(successors, '-')].join(' ');
};
