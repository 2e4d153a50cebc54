import type * as crypto from 'node:crypto';
import { afterAll, expect, it, vi } from 'vitest';
import { makeFiles } from './files.ts';
import { kinds } from './kinds.ts';
import { failures } from './seeds.ts';

vi.mock('node:crypto', async (actual) => ({
  ...(await actual<typeof crypto>()),
  ...(await import('./chance.ts')).cryptoByChance,
}));
vi.mock('node:timers/promises', async () => (await import('./chance.ts')).promisesByChance);

const files = makeFiles();
afterAll(() => files.close());

it.each(kinds)(
  'two files under %s, 1,000 seeds: nothing is lost, nothing has its effect twice, both chains hold',
  async (kind) => {
    expect(await failures(1_000, 'files.test.ts', async (seed) => await files.run(kind, seed))).toEqual([]);
  },
  180_000,
);

it('a run follows from its seed alone', async () => {
  const traces: string[] = [];
  for (const seed of [11, 11, 12]) {
    await files.run('conflict', seed);
    traces.push(files.trace());
  }
  expect(traces[1]).toBe(traces[0]);
  expect(traces[2]).not.toBe(traces[0]);
});
