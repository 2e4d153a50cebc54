import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { examples } from '../functions/anomaly-detection/rules/examples.ts';
import { disagreements } from '../functions/anomaly-detection/rules/hold.ts';
import { rules } from '../functions/anomaly-detection/rules/index.ts';
import type { ReportRule } from '../functions/anomaly-detection/rules/rule.ts';
import { readSources } from './layers/source.ts';
import { equivalents, type Equivalent } from './mutate-rules/equivalent.ts';
import { makeLoader, type Importers } from './mutate-rules/load.ts';
import { mutantsOf, type Mutant } from './mutate-rules/mutants.ts';

const folder = 'functions/anomaly-detection/rules';
const moduleOf = (id: string): string => `${folder}/${id.toLowerCase()}.ts`;
/** Files with conditions: each rule, and what only rules are made of. */
const files = [
  ...rules.map(({ id }) => moduleOf(id)),
  `${folder}/intervals.ts`,
  `${folder}/standing.ts`,
  `${folder}/rule.ts`,
  'shared/rules/cycles.ts',
  'shared/rules/validity.ts',
  'shared/rules/verdict.ts',
];

const isRule = (value: unknown): value is ReportRule =>
  typeof value === 'object' && value !== null && 'judge' in value && 'logic' in value;

/** Who imports whom, types aside: they are gone when the program runs. */
const importersIn = async (root: string): Promise<Importers> => {
  const found = new Map<string, Set<string>>();
  for (const { path, imports } of await readSources(root))
    for (const { file, typeOnly } of imports) {
      if (file === undefined || typeOnly) continue;
      found.set(file, (found.get(file) ?? new Set()).add(path));
    }
  return found;
};

/** Whether the changed rule still does what all its examples want. One that throws does not. */
const survives = (rule: ReportRule): boolean => {
  try {
    return (examples[rule.id] ?? []).every((example) => disagreements(rule, example).length === 0);
  } catch {
    return false;
  }
};

const survivesAll = async (mutant: Mutant, loader: ReturnType<typeof makeLoader>): Promise<boolean> => {
  for (const { id } of rules) {
    const entry = moduleOf(id);
    if (!loader.touches(mutant, entry)) continue;
    const loaded = await loader.load(mutant, entry).catch(() => undefined);
    const changed =
      typeof loaded === 'object' && loaded !== null ? Object.values(loaded).find(isRule) : undefined;
    if (changed === undefined || !survives(changed)) return false;
  }
  return true;
};

const same = (mutant: Mutant, known: Equivalent): boolean =>
  mutant.path === known.path && mutant.was === known.was && mutant.is === known.is;
const told = ({ path, line, was, is }: Mutant): string => `  ${path}:${line}  ${was}  →  ${is}`;

const main = async (root: string): Promise<number> => {
  for (const rule of rules) if (!survives(rule)) throw new Error(`${rule.id} fails its examples as it is`);
  const loader = makeLoader(root, await importersIn(root));
  const survivors: Mutant[] = [];
  let all = 0;
  for (const path of files) {
    const mutants = mutantsOf(path, await readFile(join(root, path), 'utf8'));
    const left: Mutant[] = [];
    for (const mutant of mutants) if (await survivesAll(mutant, loader)) left.push(mutant);
    console.log(`${path.padEnd(45)} ${String(mutants.length - left.length).padStart(3)}/${mutants.length}`);
    all += mutants.length;
    survivors.push(...left);
  }
  const unexplained = survivors.filter((mutant) => !equivalents.some((known) => same(mutant, known)));
  const stale = equivalents.filter((known) => !survivors.some((mutant) => same(mutant, known)));
  console.log(
    `${all - survivors.length} of ${all} changes turn an example red; ${survivors.length - unexplained.length} make no difference, with a reason; ${unexplained.length} are left`,
  );
  for (const mutant of unexplained) console.log(told(mutant));
  for (const { path, was } of stale) console.log(`  ${path}  no longer without a difference: ${was}`);
  return unexplained.length + stale.length === 0 ? 0 : 1;
};

if (import.meta.main) process.exitCode = await main(join(import.meta.dirname, '..'));
