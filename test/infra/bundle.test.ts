import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../../infra/bundle.ts';
import { deployed, deployedFunctions, entryOf, functionId } from '../../infra/functions.ts';
import { routes } from '../../shared/contracts/routes.ts';

const project = (left: readonly string[] = []): string => {
  const folder = mkdtempSync(join(tmpdir(), 'leian-project-'));
  for (const entry of deployedFunctions.map(entryOf).filter((one) => !left.includes(one))) {
    mkdirSync(dirname(join(folder, entry)), { recursive: true });
    writeFileSync(
      join(folder, entry),
      `const name: string = '${entry}';\nexport const handler = async () => name;\n`,
    );
  }
  return folder;
};

test('one pass makes a folder for each function, with a handler that runs', async () => {
  const folder = project();
  const result = await bundle(folder);
  expect(result.functions).toBe(deployedFunctions.length);
  expect(readdirSync(join(folder, 'dist')).sort()).toEqual(
    [...deployedFunctions.map(functionId), 'meta.json'].sort(),
  );
  const made: unknown = await import(join(folder, 'dist/report-intake-http/index.mjs'));
  expect(made).toHaveProperty('handler');
});

test('the same sources give the same bytes', async () => {
  const folder = project();
  const read = () =>
    deployedFunctions.map((one) => readFileSync(join(folder, 'dist', functionId(one), 'index.mjs'), 'utf8'));
  await bundle(folder);
  const first = read();
  await bundle(folder);
  expect(read()).toEqual(first);
});

test('every missing entry is named', async () => {
  const left = ['functions/registration/http.ts', 'functions/hazard-tracking/sweep.ts'];
  await expect(bundle(project(left))).rejects.toThrow(
    /registration\/http\.ts[\s\S]*hazard-tracking\/sweep\.ts/,
  );
});

test('the list has a function behind every route, and times out before the gateway does', () => {
  for (const { capability } of routes)
    expect(
      deployedFunctions.some((one) => one.capability === capability && one.part === 'http'),
      capability,
    ).toBe(true);
  for (const one of deployedFunctions.filter(({ part }) => part === 'http'))
    expect(one.timeoutSeconds).toBeLessThan(29);
  expect(deployed('report-intake-http').memoryMb).toBeGreaterThan(0);
});
