import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle, bundleEntries } from '../../infra/bundle.ts';
import { bundlesIn, type Bundle } from '../builders/bundles.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Most that a handler may cost to load, as a multiple of a bare one with the same clients. */
export const loadBudget = 1.25;

/** Without a compiler, helpers and chance: the same load costs the same instructions, within a thousandth. */
const steady = ['--jitless', '--single-threaded', '--hash-seed=1', '--random-seed=1'];

/** Instructions that a process needs to load a module and end. */
const instructionsOf = async (module: string): Promise<number> => {
  const { stderr } = await run(
    'valgrind',
    [
      '--tool=cachegrind',
      '--cache-sim=no',
      '--cachegrind-out-file=/dev/null',
      process.execPath,
      ...steady,
      module,
    ],
    { maxBuffer: 10_000_000 },
  );
  const count = /I\s+refs:\s+([\d,]+)/.exec(stderr)?.[1];
  if (count === undefined) throw new Error(`valgrind counted nothing:\n${stderr}`);
  return Number(count.replaceAll(',', ''));
};

const hasValgrind = async (): Promise<boolean> => {
  try {
    await run('valgrind', ['--version']);
    return true;
  } catch {
    return false;
  }
};

/** What a function imports of the SDK: its own bare handler imports just that and does nothing. */
const bareSource = ({ sources }: Bundle): string => {
  const imports = new Map<string, Set<string>>();
  for (const source of sources) {
    const text = readFileSync(join(root, source), 'utf8');
    for (const [, names = '', client = ''] of text.matchAll(
      /^import \{([^}]*)\} from '(@aws-sdk\/client-[\w-]+)'/gm,
    )) {
      const known = imports.get(client) ?? new Set();
      for (const name of names.split(',').map((one) => one.trim()))
        if (name !== '' && !name.startsWith('type ')) known.add(name);
      imports.set(client, known);
    }
  }
  const lines = [...imports]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([client, names]) => [client, [...names].toSorted().join(', ')] as const);
  return [
    ...lines.map(([client, names]) => `import { ${names} } from '${client}';`),
    `export const handler = async () => [${lines.map(([, names]) => names).join(', ')}].length;`,
    '',
  ].join('\n');
};

export interface Load {
  readonly name: string;
  readonly instructions: number;
  readonly bare: number;
  readonly ratio: number;
}

/**
 * Cost of loading each function's bundle, in instructions under valgrind, beside a bare handler that carries the same
 * clients and nothing else. What an empty Node costs is taken off both, or it would hide half of the difference. Says
 * undefined where there is no valgrind. `only`: functions whose name fits it (a regular expression).
 */
export const measureLoad = async (only = ''): Promise<readonly Load[] | undefined> => {
  if (!(await hasValgrind())) return undefined;
  const out = mkdtempSync(join(tmpdir(), 'leian-load-'));
  // Below the root, so that the bare handlers find the same packages.
  const bareFolder = join(root, 'node_modules/.cache/bare-handlers');
  try {
    mkdirSync(bareFolder, { recursive: true });
    await bundle(root, join(out, 'functions'));
    const functions = bundlesIn(join(out, 'functions')).filter(({ name }) => new RegExp(only).test(name));
    const names = new Map<string, string>();
    for (const one of functions) {
      const source = bareSource(one);
      if (!names.has(source)) {
        names.set(source, `bare-${names.size}`);
        writeFileSync(join(bareFolder, `bare-${names.size - 1}.ts`), source);
      }
    }
    const entries = [...names.values()].map(
      (name) => [`${name}/index`, `node_modules/.cache/bare-handlers/${name}.ts`] as const,
    );
    mkdirSync(join(out, 'bare'));
    await bundleEntries(root, join(out, 'bare'), Object.fromEntries(entries));
    writeFileSync(join(out, 'empty.mjs'), '');
    const empty = await instructionsOf(join(out, 'empty.mjs'));
    const bare = new Map<string, number>();
    for (const name of names.values())
      bare.set(name, (await instructionsOf(join(out, 'bare', name, 'index.mjs'))) - empty);
    const loads: Load[] = [];
    for (const one of functions) {
      const instructions = (await instructionsOf(join(out, 'functions', one.name, 'index.mjs'))) - empty;
      const least = bare.get(names.get(bareSource(one)) ?? '') ?? 0;
      loads.push({ name: one.name, instructions, bare: least, ratio: instructions / least });
    }
    return loads;
  } finally {
    rmSync(out, { recursive: true, force: true });
    rmSync(bareFolder, { recursive: true, force: true });
  }
};

/** A function without a client has nothing to be held against: its instructions are shown, and nothing is said of them. */
const isJudged = ({ bare }: Load): boolean => bare > 50_000_000;
export const isOver = (load: Load): boolean => isJudged(load) && load.ratio > loadBudget;

const millions = (count: number): string => (count / 1e6).toFixed(1).padStart(8);
/** The table as text, the dearest first; what is over the budget is marked. */
export const loadTable = (loads: readonly Load[]): string =>
  loads
    .toSorted((a, b) => b.ratio - a.ratio)
    .map((load) => {
      const verdict = isJudged(load)
        ? `÷ ${millions(load.bare)} M = ${load.ratio.toFixed(3)}${isOver(load) ? '   OVER' : ''}`
        : '  (carries no client)';
      return `  ${load.name.padEnd(30)} ${millions(load.instructions)} M ${verdict}`;
    })
    .join('\n');
