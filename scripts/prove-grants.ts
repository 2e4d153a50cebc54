import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { stacksOf } from '../localstack/assembly.ts';
import { asked } from '../localstack/attend.ts';
import { build } from '../localstack/build.ts';
import { walk } from '../localstack/demo/walk.ts';
import { worldKeys } from '../localstack/issuer.ts';
import { consoleProgress } from '../localstack/progress.ts';
import { Refusal, explain } from '../localstack/refusal.ts';
import { up } from '../localstack/up.ts';
import { repository } from '../localstack/versions.ts';
import { grantsOf, nameOf, type Grant } from './prove-grants/grants.ts';
import { readOptions, usage, type Options } from './prove-grants/options.ts';
import { pageOf } from './prove-grants/page.ts';
import { probes, unprobed } from './prove-grants/probes.ts';
import { openScene, type Scene } from './prove-grants/scene.ts';
import { openTrials } from './prove-grants/trial.ts';
import { judge, troublesIn, type Trial } from './prove-grants/verdict.ts';

const world = 'grants';
const page = join(repository, 'docs', 'grants.md');
const say = console.log;

/** The grants of the local stage, out of the templates that are deployed. */
const grantsOfStage = async (): Promise<readonly Grant[]> => {
  await worldKeys(world);
  const { assembly } = await build(world, () => undefined);
  return grantsOf(await stacksOf(assembly));
};

const described = (trial: Trial): string => {
  const verdict = judge(trial);
  const { failed } = trial;
  if (verdict.kind === 'proven')
    return `fails: ${failed?.step ?? ''}: ${failed?.instead ?? ''}, ${verdict.code}`;
  return verdict.kind === 'unseen' ? 'not visible on the emulator' : `UNEXPLAINED: ${verdict.trouble}`;
};

/** Tries all grants of one holder, then has it do its work with all of them. Gives what was found. */
const tryHolder = async (
  scene: Scene,
  grants: readonly Grant[],
  stop: AbortSignal,
  tell: (grant: Grant, text: string, ms: number) => void,
): Promise<{ readonly trials: readonly Trial[]; readonly troubles: readonly string[] }> => {
  const [first] = grants;
  if (first === undefined) return { trials: [], troubles: [] };
  const holder = await openTrials(scene, first);
  const trials: Trial[] = [];
  try {
    const before = await holder.whole();
    if (before !== undefined)
      return {
        trials,
        troubles: [`${first.holder} fails with all grants: ${before.step}: ${before.instead}`],
      };
    for (const grant of grants) {
      if (stop.aborted) break;
      const started = Date.now();
      const trial = await holder.try(grant);
      trials.push(trial);
      tell(grant, described(trial), Date.now() - started);
    }
    const after = await holder.whole();
    return after === undefined
      ? { trials, troubles: [] }
      : { trials, troubles: [`${first.holder} fails afterwards: ${after.step}: ${after.instead}`] };
  } finally {
    await holder.end();
  }
};

const prove = async (options: Options, grants: readonly Grant[]): Promise<number> => {
  const started = Date.now();
  const ending = asked();
  const progress = consoleProgress();
  const running = await up({
    world,
    fresh: true,
    anyPort: true,
    disposable: true,
    signal: ending.signal,
    progress,
  });
  try {
    if (
      options.only === undefined &&
      !(await progress.step('the walk of the demo', () => walk(running, () => undefined)))
    ) {
      say('the walk does not hold with all grants: see npm run demo');
      return 1;
    }
    const scene = await progress.step('parties of its own', () => openScene(running));
    const trials: Trial[] = [];
    const troubles: string[] = [];
    for (const [, those] of Map.groupBy(grants, ({ holder }) => holder)) {
      const found = await tryHolder(scene, those, ending.signal, (grant, text, ms) => {
        const place = `${String(trials.length + those.indexOf(grant) + 1).padStart(3)}/${grants.length}`;
        say(`[${place}] ${nameOf(grant)}  →  ${text}  ${(ms / 1000).toFixed(1)} s`);
      });
      trials.push(...found.trials);
      troubles.push(...found.troubles);
    }
    if (ending.signal.aborted) return 130;
    troubles.push(...troublesIn(trials, options.only === undefined));
    const minutes = Math.ceil((Date.now() - started) / 60_000);
    if (options.only === undefined && troubles.length === 0) {
      const style = await resolveConfig(page);
      await writeFile(page, await format(pageOf(trials, minutes), { ...style, parser: 'markdown' }));
    }
    const proven = trials.filter((trial) => judge(trial).kind === 'proven').length;
    say(`\n${trials.length} grants, ${proven} proven, ${troubles.length} troubles, ${minutes} min`);
    for (const trouble of troubles) say(`  ✗ ${trouble}`);
    return troubles.length === 0 ? 0 : 1;
  } finally {
    await running.down();
  }
};

const main = async (argv: readonly string[]): Promise<number> => {
  const options = readOptions(argv);
  if (options === undefined) {
    console.error(usage);
    return 2;
  }
  const all = await grantsOfStage();
  if (options.list) {
    for (const grant of all) say(nameOf(grant));
    return 0;
  }
  const holders = [...new Set(all.map(({ holder }) => holder))];
  const mistakes = unprobed(holders);
  if (mistakes.length > 0)
    throw new Error(`scripts/prove-grants/probes.ts does not fit: ${mistakes.join(', ')}`);
  const grants = Object.keys(probes)
    .filter((holder) => options.only === undefined || holder === options.only)
    .flatMap((holder) => all.filter((grant) => grant.holder === holder));
  if (grants.length === 0) {
    console.error(`${options.only ?? ''} holds no grants. There are: ${holders.join(', ')}`);
    return 2;
  }
  return await prove(options, grants);
};

try {
  const code = await main(process.argv.slice(2));
  // Connections that are kept open must not keep the process.
  process.stdout.write('', () => process.exit(code));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(explain(error.problems));
  process.exitCode = error.exitCode;
}
