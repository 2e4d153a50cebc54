import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutantsOf } from '../../../scripts/mutate-rules/mutants.ts';

const root = join(import.meta.dirname, '../../..');

describe('every condition of every rule', () => {
  it('is needed: taken out or moved by a step, it turns an example red', { timeout: 180_000 }, async () => {
    const stdout = await new Promise<string>((resolve) => {
      // What it says counts, not how it ends: a change that no example notices is told by name.
      execFile(process.execPath, ['scripts/mutate-rules.ts'], { cwd: root }, (_, out, err) =>
        resolve(out + err),
      );
    });
    console.log(stdout);
    const [, red = '0', all = '0', equal = '0', left = ''] =
      /(\d+) of (\d+) changes turn an example red; (\d+) make no difference, with a reason; (\d+) are left/.exec(
        stdout,
      ) ?? [];
    expect(left, stdout).toBe('0');
    expect(Number(red) + Number(equal)).toBe(Number(all));
    expect(Number(all)).toBeGreaterThan(500);
  });
});

describe('the changes of a source', () => {
  const changes = (source: string) => mutantsOf('x.ts', source).map(({ was, is }) => `${was} → ${is}`);

  it.each([
    ['if (a) b();', ['a → true', 'a → false']],
    ['const x = a ? b : c;', ['a → true', 'a → false']],
    ['const x = a && b;', ['a && b → (a)', 'a && b → (b)']],
    ['const x = a ?? b;', ['a ?? b → (a)', 'a ?? b → (b)']],
    ['const x = a < b;', ['a < b → (a <= b)']],
    ['const x = a >= b;', ['a >= b → (a > b)']],
    ['const x = a !== b;', ['a !== b → (a === b)']],
    ['const x = list.filter(good);', ['good → () => true']],
    ['const x = list.some(good);', ['good → () => true', 'good → () => false']],
    ['const x = Math.max(a, b);', ['Math.max(a, b) → (a)', 'Math.max(a, b) → (b)']],
    ['const x = Math.max(...list);', []],
    ['type X = A extends B ? 1 : 2;', []],
    ['const x = a + b;', []],
  ])('%s', (source, expected) => {
    expect(changes(source)).toEqual(expected);
  });

  it('keep the rest of the file', () => {
    const [, second] = mutantsOf('x.ts', 'const x = 1;\nif (x\n  > 2) y();\n');
    expect(second).toMatchObject({ line: 2, was: 'x > 2', is: 'false' });
    expect(second?.text).toBe('const x = 1;\nif (false) y();\n');
  });

  it('cannot be made of what does not parse', () => {
    expect(() => mutantsOf('x.ts', 'const = ;')).toThrow(SyntaxError);
  });
});
