import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { makeArchitecture } from './draw-architecture.ts';
import { drawHazardLoop } from './draw-hazard-loop.ts';
import { makeTablePage } from './draw-table.ts';
import { makeOpenapi } from './make-openapi.ts';

/** Every generated file and what it is made of. `--check` compares instead of writing and fails on drift. */
const generated: Readonly<Record<string, () => Promise<string>>> = {
  'shared/contracts/openapi.json': async () =>
    await format(JSON.stringify(makeOpenapi()), { parser: 'json', printWidth: 110 }),
  'docs/architecture.md': makeArchitecture,
  'docs/table.md': makeTablePage,
  'docs/diagrams/hazard-loop.md': async () => await Promise.resolve(drawHazardLoop()),
};

const check = process.argv.includes('--check');
const drifted: string[] = [];
for (const [path, make] of Object.entries(generated)) {
  const text = await make();
  if (!check) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) drifted.push(path);
}
if (drifted.length > 0) {
  console.error(`generated files differ from their sources (npm run generate):\n  ${drifted.join('\n  ')}`);
  process.exitCode = 1;
}
