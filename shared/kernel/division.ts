import table from './divisions.json' with { type: 'json' };
import { later } from './later.ts';
import type { Result } from './problem.ts';
import { ok, problem, refuse } from './problem.ts';

/**
 * Edition of the table: division codes as of 2023-06-30, statistics edition, with the GB/T 2260 rows 71, 81 and
 * 82.
 */
export const divisionEdition: string = table.edition;

export interface Division {
  /** Six digits: PP0000 a province, PPCC00 a prefecture, else a county. */
  readonly code: string;
  readonly name: string;
  readonly level: 'province' | 'prefecture' | 'county';
  /** Nearest division above that really exists; a province has none. */
  readonly parent?: string;
  /**
   * A row of the statistics only, with no government behind it: the 市辖区 and 县 of a municipality, the group of
   * counties directly under a province (4190, 4290, 4690, 6590), the single county row of 嘉峪关 (620201).
   */
  readonly pseudo: boolean;
  /**
   * A prefecture without counties whose county row is its own code (东莞 441900, 中山 442000, 儋州 460400) or a
   * pseudo-county.
   */
  readonly countyless: boolean;
}

const municipalities = new Set(['11', '12', '31', '50']);
const provinces = new Map<string, string>(Object.entries(table.provinces));

const isPseudoPrefecture = (code: string): boolean =>
  municipalities.has(code.slice(0, 2)) || code.slice(2) === '90';

const unpacked = (): ReadonlyMap<string, Division> => {
  const rows = new Map<string, Division>();
  for (const [province, name] of provinces) {
    rows.set(`${province}0000`, {
      code: `${province}0000`,
      name,
      level: 'province',
      pseudo: false,
      countyless: false,
    });
  }
  for (const [prefecture, packed] of Object.entries(table.prefectures)) {
    const [name = '', ...counties] = packed.split(';');
    const code = `${prefecture}00`;
    const province = `${prefecture.slice(0, 2)}0000`;
    const pseudo = isPseudoPrefecture(prefecture);
    // The only county row of a countyless prefecture bears the prefecture's own name.
    const countyless = counties.length === 1 && counties[0]?.slice(2) === name;
    rows.set(code, { code, name, level: 'prefecture', parent: province, pseudo, countyless });
    for (const county of counties) {
      const countyCode = prefecture + county.slice(0, 2);
      if (countyCode === code) continue;
      rows.set(countyCode, {
        code: countyCode,
        name: county.slice(2),
        level: 'county',
        parent: pseudo ? province : code,
        pseudo: countyless,
        countyless: false,
      });
    }
  }
  return rows;
};
/** The table by code, unpacked at first use: most requests look up no division. */
const divisions = later(unpacked);

/** Name of a province by its first two digits; undefined when there is none. */
export const provinceName = (digits: string): string | undefined => provinces.get(digits);

/**
 * The division with that code of six digits (GB/T 2260), or the refusal DIVISION_UNKNOWN, which names the
 * edition.
 */
export const findDivision = (code: string): Result<Division> => {
  const found = divisions().get(code);
  return found === undefined
    ? refuse(problem('DIVISION_UNKNOWN', { code: code.slice(0, 20), edition: divisionEdition }))
    : ok(found);
};

/** All divisions of a province (two digits), the province first, pseudo-rows among them. */
export const divisionsIn = (province: string): readonly Division[] =>
  [...divisions().values()].filter(({ code }) => code.startsWith(province));

/**
 * The divisions above a code, nearest first, without the pseudo-rows: 330106 → 330100, 330000. Empty when
 * unknown.
 */
export const divisionsAbove = (code: string): readonly string[] => {
  const parent = divisions().get(code)?.parent;
  return parent === undefined ? [] : [parent, ...divisionsAbove(parent)];
};

/**
 * True when the division lies in the ancestor, or is it. A pseudo-prefecture contains its counties too (110101
 * lies in 110100 and in 110000). Unknown codes lie nowhere and contain nothing.
 */
export const isWithin = (code: string, ancestor: string): boolean => {
  const upper = divisions().get(ancestor);
  if (upper === undefined || !divisions().has(code)) return false;
  if (upper.level === 'province') return code.startsWith(ancestor.slice(0, 2));
  return upper.level === 'prefecture' ? code.startsWith(ancestor.slice(0, 4)) : code === ancestor;
};
