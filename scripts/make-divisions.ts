import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Makes shared/kernel/divisions.json from three public tables of division codes (provinces: code,name;
 * prefectures: code,name,province; counties: code,name,prefecture,province). Run once per edition; the output
 * is committed.
 */
const usage =
  'node scripts/make-divisions.ts <edition, e.g. 2023-06> <provinces.csv> <cities.csv> <areas.csv> <output.json>';

/** GB/T 2260 rows that the statistics edition of the mainland leaves out. */
const besidesTheEdition: readonly (readonly [string, string])[] = [
  ['71', '台湾省'],
  ['81', '香港特别行政区'],
  ['82', '澳门特别行政区'],
];

/**
 * Rows `digits,"name",...` below one line of headings. Anything else stops the run: a table is read whole or
 * not at all.
 */
const rows = (path: string, digits: number): (readonly [string, string])[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line, index) => {
      const [, code, name] = /^(\d+),"([^",;]+)"(?:,\d+)*$/.exec(line) ?? [];
      if (code === undefined || name === undefined || code.length !== digits) {
        throw new Error(`${path}:${index + 2} is no row of a code of ${digits} digits and a name: ${line}`);
      }
      return [code, name];
    });

const [edition, provincesPath, citiesPath, areasPath, outputPath] = process.argv.slice(2);
if (
  edition === undefined ||
  provincesPath === undefined ||
  citiesPath === undefined ||
  areasPath === undefined ||
  outputPath === undefined
) {
  console.error(`usage: ${usage}`);
  process.exit(2);
}

const provinces = new Map([...rows(provincesPath, 2), ...besidesTheEdition]);
const prefectures = new Map(rows(citiesPath, 4));
const counties = new Map<string, string[]>();
for (const [code, name] of rows(areasPath, 6)) {
  const prefecture = code.slice(0, 4);
  if (!prefectures.has(prefecture)) throw new Error(`county ${code} ${name} has no prefecture row`);
  counties.set(prefecture, [...(counties.get(prefecture) ?? []), code.slice(4) + name]);
}
for (const code of prefectures.keys()) {
  if (!provinces.has(code.slice(0, 2))) throw new Error(`prefecture ${code} has no province row`);
  if (!counties.has(code)) throw new Error(`prefecture ${code} has no county row`);
}

const table = {
  edition,
  provinces: Object.fromEntries(provinces),
  /** "name;<two digits><county>;<two digits><county>..." */
  prefectures: Object.fromEntries(
    [...prefectures].map(([code, name]) => [code, [name, ...(counties.get(code) ?? [])].join(';')]),
  ),
};
writeFileSync(outputPath, `${JSON.stringify(table, null, 2)}\n`);
const total = [...counties.values()].reduce((sum, list) => sum + list.length, 0);
console.log(
  `${outputPath}: ${provinces.size} provinces, ${prefectures.size} prefectures, ${total} counties, edition ${edition}`,
);
