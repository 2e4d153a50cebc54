import type * as crypto from 'node:crypto';
import { afterAll, expect, it, vi } from 'vitest';
import { makeHouse } from './house.ts';
import { kinds } from './kinds.ts';
import { failures } from './seeds.ts';

vi.mock('node:crypto', async (actual) => ({
  ...(await actual<typeof crypto>()),
  ...(await import('./chance.ts')).cryptoByChance,
}));
vi.mock('node:timers/promises', async () => (await import('./chance.ts')).promisesByChance);

const house = await makeHouse();
afterAll(() => house.close());

it.each(kinds)(
  'a province under %s: what was accepted is there once, every event is heard, the files end as without it',
  async (kind) => {
    expect(await failures(30, 'house.test.ts', async (seed) => await house.run(kind, seed))).toEqual([]);
  },
  600_000,
);

it('a run follows from its seed alone', async () => {
  const traces: string[] = [];
  for (const seed of [11, 11, 12]) {
    await house.run('conflict', seed);
    traces.push(house.trace());
  }
  expect(traces[1]).toBe(traces[0]);
  expect(traces[2]).not.toBe(traces[0]);
});
