import type * as crypto from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { holdTime } from './chance.ts';
import { hearAtOnce } from './listeners.ts';
import { percentile, writeAtOnce } from './writers.ts';

vi.mock('node:crypto', async (actual) => ({
  ...(await actual<typeof crypto>()),
  ...(await import('./chance.ts')).cryptoByChance,
}));
vi.mock('node:timers/promises', async () => (await import('./chance.ts')).promisesByChance);

it.each([
  ['one file', false],
  ['two files, half of them in the other order', true],
] as const)(
  '50 writers on %s at once: all get in, each once, within their own process',
  async (where, crossing) => {
    const seeds = Array.from({ length: 5 }, (_, at) => at + 1);
    const { tries, failed, faults } = await writeAtOnce(50, crossing, seeds, holdTime);
    expect(failed).toEqual([]);
    expect(faults).toEqual([]);
    expect(tries).toHaveLength(seeds.length * 50 * (crossing ? 2 : 1));
    const [p50, p99, most] = [percentile(tries, 0.5), percentile(tries, 0.99), tries.at(-1) ?? 0];
    console.log(`50 writers on ${where}: tries p50 ${p50}, p99 ${p99}, most ${most}`);
    // They really met each other.
    expect(p50).toBeGreaterThan(1);
  },
);

it('50 events about one organisation at once: no message comes back, each is counted once', async () => {
  const { returned, left, faults, entries, writes } = await hearAtOnce(50, 1);
  console.log(`50 events about one organisation: ${(writes / 50).toFixed(1)} writes each`);
  expect({ returned, left, faults, entries }).toEqual({ returned: [], left: 0, faults: [], entries: 50 });
});
