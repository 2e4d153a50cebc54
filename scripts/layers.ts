import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ambientFindings } from './layers/ambient.ts';
import { cycleFindings } from './layers/cycles.ts';
import { layerFindings, type Finding } from './layers/rules.ts';
import { readSources, type Source } from './layers/source.ts';

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** Everything in these files that the layers of the house do not allow. */
export const findingsOf = (sources: readonly Source[], runtime: ReadonlySet<string>): readonly Finding[] => [
  ...sources.flatMap((source) => [...layerFindings(source, runtime), ...ambientFindings(source)]),
  ...cycleFindings(sources),
];

const main = async (root: string): Promise<number> => {
  const { dependencies } = manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const sources = await readSources(root);
  if (sources.length === 0) throw new Error('no source files found: nothing was checked');
  const findings = findingsOf(sources, new Set(Object.keys(dependencies)));
  for (const { path, rule, what } of findings) console.log(`${path}: ${what} [${rule}]`);
  console.log(`${findings.length} findings in ${sources.length} files`);
  return findings.length === 0 ? 0 : 1;
};

if (import.meta.main) process.exitCode = await main(join(import.meta.dirname, '..'));
