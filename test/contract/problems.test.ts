import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../shared/kernel/problem-catalogue.ts';

const root = join(import.meta.dirname, '../..');
const sources = ['functions', 'shared', 'infra'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/problem-(catalogue|values)\.ts$/.test(path))
    .map((path) => readFileSync(join(root, folder, path), 'utf8')),
);
const used = new Set(
  sources.flatMap((text) => [...text.matchAll(/\bproblem\(\s*'([A-Z_0-9]+)'/g)].map(([, code = '']) => code)),
);
const entries = Object.entries(catalogue);
const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted();

describe('the catalogue of problems', () => {
  it('knows every code that the code uses', () => {
    expect(used.size).toBeGreaterThan(20);
    expect([...used].filter((code) => !(code in catalogue))).toEqual([]);
  });

  it('has no code that nobody uses', () => {
    const mentioned = sources.join('\n');
    expect(entries.map(([code]) => code).filter((code) => !mentioned.includes(`'${code}'`))).toEqual([]);
  });

  it.each(entries)('%s: both languages, the same parameters, a fitting status', (code, entry) => {
    expect(entry.zh).toMatch(/[一-鿿]/);
    expect(entry.en).toMatch(/[a-z]/);
    expect(placeholders(entry.en)).toEqual(placeholders(entry.zh));
    expect(entry.status).toBeGreaterThanOrEqual(400);
    expect(entry.status).toBeLessThan(600);
    expect(code).toMatch(/^[A-Z][A-Z_0-9]+$/);
    // The same request can only succeed later when it was not at fault itself.
    if (entry.retryable) expect([401, 409, 429, 500, 503]).toContain(entry.status);
  });
});
