import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { whyNoEndpoint } from './toolchain/endpoint.ts';
import { programOf, runNode } from './toolchain/program.ts';
import { addTallies, closingLine, holds, reckon, type Tally } from './toolchain/tally.ts';

const root = join(import.meta.dirname, '..');
/** test/README.md says what each proves. */
const inProcess = ['unit', 'property', 'contract', 'infra', 'workflow'];
const deployed = 'integration';
const worlds = [...inProcess, deployed];

const inCi = ['true', '1'].includes(process.env['CI'] ?? '');
const projects = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => ['--project', name]);

/** Runs these worlds in one vitest and counts. */
const runWorlds = async (names: readonly string[]): Promise<Tally> => {
  const report = join(root, 'reports', `tests-${names.join('-')}.json`);
  await mkdir(join(root, 'reports'), { recursive: true });
  // A report that an earlier run left must not be counted for this one.
  await rm(report, { force: true });
  const { code } = await runNode(
    await programOf(root, 'vitest'),
    [
      'run',
      ...projects(names),
      '--silent=passed-only',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, output: 'show' },
  );
  const { troubles, ...tally } = reckon(await readFile(report, 'utf8').catch(() => undefined), code, names);
  for (const trouble of troubles) console.error(`\n✗ ${trouble}`);
  return tally;
};

/** Number of tests of a world, without running one. */
const listTests = async (name: string): Promise<number> => {
  const { output, code } = await runNode(
    await programOf(root, 'vitest'),
    ['list', '--project', name, '--json'],
    { cwd: root, output: 'keep', limitSeconds: 120 },
  );
  const list = /^\[$[\s\S]*?^\]$/m.exec(output)?.[0];
  if (code !== 0 || list === undefined)
    throw new Error(`the tests of ${name} could not be listed:\n${output}`);
  return z.array(z.unknown()).parse(JSON.parse(list)).length;
};

const banner = (text: string): void => {
  const line = '!'.repeat(80);
  console.error(`\n${line}\n${text}\n${line}`);
};

const runDeployed = async (): Promise<Tally> => {
  const why = await whyNoEndpoint();
  if (why === undefined) return await runWorlds([deployed]);
  const skipped = await listTests(deployed);
  banner(
    [
      `LEFT OUT: ${skipped} tests of the deployed system, because no endpoint can be had on this machine.`,
      `未运行：${skipped} 个部署测试，因为本机无法启动本地端点。`,
      why,
      ...(inCi ? ['CI is set: what is left out counts as failed.'] : []),
    ].join('\n'),
  );
  return { passed: 0, failed: inCi ? Math.max(skipped, 1) : 0, skipped: inCi ? 0 : skipped };
};

const main = async (asked: readonly string[]): Promise<number> => {
  const unknown = asked.filter((name) => !worlds.includes(name));
  if (unknown.length > 0) {
    console.error(`no such tests: ${unknown.join(', ')}. There are: ${worlds.join(', ')}`);
    console.error('one file: npx vitest run <path>');
    return 2;
  }
  const chosen = worlds.filter((name) => asked.length === 0 || asked.includes(name));
  let total: Tally = { passed: 0, failed: 0, skipped: 0 };
  const here = chosen.filter((name) => name !== deployed);
  if (here.length > 0) total = addTallies(total, await runWorlds(here));
  if (chosen.includes(deployed)) {
    try {
      total = addTallies(total, await runDeployed());
    } catch (error) {
      console.error(error);
      total = addTallies(total, { passed: 0, failed: 1, skipped: 0 });
    }
  }
  console.log(`\n${closingLine(total)}`);
  return holds(total) ? 0 : 1;
};

process.exitCode = await main(process.argv.slice(2));
