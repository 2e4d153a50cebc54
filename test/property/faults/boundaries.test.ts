import type * as crypto from 'node:crypto';
import { afterAll, expect, it, vi } from 'vitest';
import { makeHouse } from './house.ts';

vi.mock('node:crypto', async (actual) => ({
  ...(await actual<typeof crypto>()),
  ...(await import('./chance.ts')).cryptoByChance,
}));
vi.mock('node:timers/promises', async () => (await import('./chance.ts')).promisesByChance);

const house = await makeHouse();
afterAll(() => house.close());
const { calls } = await house.undisturbed();

it.each(['crash', 'crash-late'] as const)(
  'a process that dies (%s) at any one call of all that follows from six deeds changes nothing in the end',
  async (fault) => {
    const failed: string[] = [];
    for (let skip = 0; skip < calls; skip += 1) {
      const faults = await house.runWith({ fault, skip, times: 1 });
      if (faults.length > 0) failed.push(`call ${skip}: ${faults.join('; ')}`);
    }
    expect(failed).toEqual([]);
    // Every boundary was really met: a report, a decision, a hazard's command, readings and a late hazard are many calls.
    expect(calls).toBeGreaterThan(50);
  },
  180_000,
);
