import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
let folder = '';

/** Text by path, and the rule that must fire there; none for what must pass. */
const fixtures = [
  ['shared/a-any.ts', 'export const x: any = 1;', 'no-explicit-any'],
  ['shared/a-assertion.ts', 'export const x = JSON.stringify(1) as unknown;', 'consistent-type-assertions'],
  ['shared/a-non-null.ts', 'export const x = (a: string | null) => a!.length;', 'no-non-null-assertion'],
  ['shared/a-unsafe.ts', "export const x: string = JSON.parse('1');", 'no-unsafe-assignment'],
  ['shared/a-floating.ts', 'const f = async () => await Promise.resolve(1);\nf();', 'no-floating-promises'],
  [
    'shared/a-return.ts',
    'export const x = async (p: Promise<number>) => {\n  try {\n    return p;\n  } catch {\n    return 0;\n  }\n};',
    'return-await',
  ],
  ['shared/a-console.ts', "console.log('x');", 'no-console'],
  ['functions/b/a-console.ts', "console.log('x');", 'no-console'],
  [
    'shared/a-type-import.ts',
    "import { Buffer } from 'node:buffer';\nexport type X = Buffer;",
    'consistent-type-imports',
  ],
  ['shared/a-throw.ts', "export const x = () => {\n  throw 'text';\n};", 'only-throw-error'],
  [
    'shared/a-switch.ts',
    "export const x = (a: 'p' | 'q') => {\n  switch (a) {\n    case 'p':\n      return 1;\n  }\n  return 0;\n};",
    'switch-exhaustiveness-check',
  ],
  ['localstack/a-console.ts', "console.log('x');", undefined],
  ['shared/a-const.ts', "export const x = ['a'] as const;", undefined],
] as const;

const diagnostics = z.object({
  diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })),
});
let found: z.infer<typeof diagnostics>['diagnostics'] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-'));
  await copyFile(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  const compilerOptions = {
    strict: true,
    target: 'ES2024',
    module: 'NodeNext',
    noEmit: true,
    types: ['node'],
  };
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { ...compilerOptions, typeRoots: [join(root, 'node_modules/@types')] },
      include: ['**/*.ts'],
    }),
  );
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [path, text] of fixtures) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${text}\n`);
  }
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = await run(process.execPath, [oxlint, '--format', 'json'], { cwd: folder }).catch(
    (error: unknown) => z.object({ stdout: z.string() }).parse(error),
  );
  found = diagnostics.parse(JSON.parse(stdout)).diagnostics;
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the lint rules', () => {
  it.each(fixtures)('%s', (path, _text, rule) => {
    const codes = found
      .filter(({ filename }) => filename === path)
      .map(({ code }) => /\((.+)\)/.exec(code)?.[1]);
    if (rule === undefined) expect(codes).toEqual([]);
    else expect(codes).toContain(rule);
  });
});
