import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const root = join(import.meta.dirname, '../../..');
const versions = z.record(z.string(), z.string());
const manifest = z
  .object({ dependencies: versions, devDependencies: versions, optionalDependencies: versions })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const [page = ''] = readFileSync(join(root, 'docs/dependencies.md'), 'utf8').split('## Looked at');

describe('docs/dependencies.md', () => {
  it('has one line for each package, and none for others', () => {
    const listed = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    const installed = Object.values(manifest).flatMap((group) => Object.keys(group));
    expect(listed.toSorted()).toEqual(installed.toSorted());
  });

  it('speaks of exact versions', () => {
    for (const version of Object.values(manifest).flatMap((group) => Object.values(group)))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
