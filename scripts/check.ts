import { join } from 'node:path';
import { programOf, runNode, type Ended } from './toolchain/program.ts';

const root = join(import.meta.dirname, '..');
const cache = 'node_modules/.cache';

interface Step {
  readonly name: string;
  readonly says: string;
  readonly script: () => Promise<string>;
  readonly args: readonly string[];
}
const ours = (name: string) => async (): Promise<string> => join(root, 'scripts', name);

/** The longest first: two run side by side. */
const steps: readonly Step[] = [
  {
    name: 'format',
    says: 'npx prettier --write .',
    script: async () => await programOf(root, 'prettier'),
    args: ['--check', '.', '--log-level', 'warn', '--cache', '--cache-location', `${cache}/format.json`],
  },
  {
    name: 'types',
    says: 'npx tsc --noEmit',
    script: async () => await programOf(root, 'typescript', 'tsc'),
    args: ['--noEmit'],
  },
  {
    name: 'lint',
    says: 'npx oxlint',
    script: async () => await programOf(root, 'oxlint'),
    args: [],
  },
  {
    name: 'dead code',
    says: 'npx knip',
    script: async () => await programOf(root, 'knip'),
    args: ['--no-progress', '--treat-config-hints-as-errors'],
  },
  { name: 'layers', says: 'node scripts/layers.ts', script: ours('layers.ts'), args: [] },
  { name: 'generated', says: 'npm run generate', script: ours('generate.ts'), args: ['--check'] },
];
const sideBySide = 2;
const limitSeconds = 120;

interface Failure {
  readonly step: Step;
  readonly ended: Ended;
}

const runStep = async (step: Step): Promise<Failure | undefined> => {
  const ended = await runNode(await step.script(), step.args, { cwd: root, output: 'keep', limitSeconds });
  const verdict = ended.code === 0 ? 'ok' : ended.code === undefined ? 'did not end' : 'FAILED';
  console.log(`${step.name.padEnd(12)} ${ended.seconds.toFixed(1).padStart(5)} s  ${verdict}`);
  return ended.code === 0 ? undefined : { step, ended };
};

const main = async (): Promise<number> => {
  const waiting = [...steps];
  const failures: Failure[] = [];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const failure = await runStep(step);
      if (failure !== undefined) failures.push(failure);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  for (const { step, ended } of failures)
    console.log(`\n── ${step.name} (alone: ${step.says}) ──\n${ended.output.trim()}`);
  console.log(
    failures.length === 0 ? '\nall checks hold' : `\n${failures.length} of ${steps.length} checks failed`,
  );
  return failures.length === 0 ? 0 : 1;
};

process.exitCode = await main();
