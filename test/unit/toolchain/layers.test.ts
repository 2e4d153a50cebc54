import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../../scripts/layers.ts';
import { readSource } from '../../../scripts/layers/source.ts';

const runtime = new Set(['zod', '@aws-sdk/client-dynamodb']);
const rulesOf = (...files: readonly (readonly [path: string, text: string])[]): readonly string[] =>
  findingsOf(
    files.map(([path, text]) => readSource(path, text)),
    runtime,
  ).map(({ rule }) => rule);
const importing = (path: string, target: string): readonly string[] =>
  rulesOf([path, `import { x } from '${target}';\nexport const y = x;\n`]);

describe('the layer rules', () => {
  it.each([
    ['functions/registration/http.ts', '../report-intake/parties.ts', ['capability']],
    ['functions/registration/http.ts', './aliases.ts', []],
    ['functions/registration/http.ts', '../../shared/lambda/http.ts', []],
    ['functions/registration/http.ts', '../../infra/functions.ts', ['layer']],
    ['shared/kernel/ids.ts', './time.ts', []],
    ['shared/kernel/ids.ts', '../contracts/report.ts', ['layer']],
    ['shared/contracts/report.ts', '../kernel/ids.ts', []],
    ['shared/contracts/report.ts', '../subject-file/keys.ts', ['layer']],
    ['shared/rules/engine.ts', '../access/rights.ts', ['layer']],
    ['shared/subject-file/read.ts', '../lambda/env.ts', ['layer']],
    ['shared/lambda/http.ts', '../subject-file/read.ts', []],
    ['shared/lambda/http.ts', '../../functions/registration/health.ts', ['layer']],
    ['shared/access/rights.ts', '../../test/builders/report.ts', ['layer']],
    ['infra/app.ts', '../shared/contracts/settings.ts', []],
    ['infra/app.ts', '../functions/registration/http.ts', ['layer']],
    ['infra/stacks/environment.ts', '../../shared/lambda/env.ts', []],
    ['infra/stacks/environment.ts', '../../shared/lambda/http.ts', ['layer']],
    ['localstack/cli.ts', '../functions/registration/http.ts', ['layer']],
    ['scripts/generate.ts', '../test/builders/report.ts', ['layer']],
    ['test/unit/x.test.ts', '../../functions/registration/http.ts', []],
  ])('%s importing %s: %o', (path, target, expected) => {
    expect(importing(path, target)).toEqual(expected);
  });

  it('see imports of types, exports from elsewhere and dynamic imports', () => {
    const target = '../report-intake/parties.ts';
    for (const text of [
      `import type { X } from '${target}';`,
      `export * from '${target}';`,
      `export { x } from '${target}';`,
      `export const load = async () => await import('${target}');`,
    ])
      expect(rulesOf(['functions/registration/http.ts', text]), text).toEqual(['capability']);
  });

  it.each([
    ['shared/kernel/ids.ts', '@aws-sdk/client-dynamodb', ['pure']],
    ['shared/contracts/report.ts', 'aws-lambda', ['pure']],
    ['shared/kernel/ids.ts', 'node:crypto', []],
    ['shared/lambda/dynamodb.ts', '@aws-sdk/client-dynamodb', []],
    ['shared/lambda/dynamodb.ts', '@aws-sdk/client-sts', ['runtime']],
    ['functions/registration/http.ts', 'vitest', ['runtime']],
    ['test/unit/x.test.ts', 'vitest', []],
  ])('%s importing the package %s: %o', (path, specifier, expected) => {
    expect(importing(path, specifier)).toEqual(expected);
  });
});

describe('the cycle rule', () => {
  const ring = (keyword: string) =>
    rulesOf(
      ['shared/kernel/a.ts', `import { b } from './b.ts';\nexport const a = b;\n`],
      ['shared/kernel/b.ts', `import { c } from './c.ts';\nexport const b = c;\n`],
      ['shared/kernel/c.ts', `${keyword} { a } from './a.ts';\nexport const c = 1;\n`],
    );

  it('finds a ring over several files', () => {
    expect(ring('import')).toEqual(['cycle']);
  });

  it('lets a type close a ring', () => {
    expect(ring('import type')).toEqual([]);
  });
});

describe('the ambient rule', () => {
  const inFile = (path: string, expression: string) => rulesOf([path, `export const x = ${expression};\n`]);

  it.each([
    'new Date()',
    'Date()',
    'Date.now()',
    "Date['now']()",
    'Math.random()',
    "process.env['A']",
    'process.env.A',
  ])('refuses %s in functions and shared, and lets the sources be', (expression) => {
    expect(inFile('functions/registration/http.ts', expression)).toEqual(['ambient']);
    expect(inFile('shared/rules/engine.ts', expression)).toEqual(['ambient']);
    expect(inFile('shared/kernel/time.ts', expression)).toEqual([]);
    expect(inFile('shared/lambda/env.ts', expression)).toEqual([]);
    expect(inFile('localstack/cli.ts', expression)).toEqual([]);
  });

  it('lets a date be made of a value', () => {
    expect(inFile('functions/registration/http.ts', 'new Date(0)')).toEqual([]);
  });
});
