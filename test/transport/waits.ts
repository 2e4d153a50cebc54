import type { Transport } from './transport.ts';

/** Stands in for timers: what waits goes on in the order of its due times, as soon as nothing else goes on. */
export interface Waits {
  wait(ms: number): Promise<void>;
  /** Milliseconds that all waiting took together, in the time of the waits. */
  passed(): number;
}

interface Waiting {
  readonly at: number;
  readonly number: number;
  readonly go: () => void;
}

/** Rounds of the event loop without an open call after which everybody who can go on has gone on. */
const quietRounds = 4;

/**
 * Waits without waiting: retries of the SDK and pauses of our own take no time, and the order in which they end follows
 * from their lengths alone.
 */
export const makeWaits = (world: Pick<Transport, 'open'>): Waits => {
  let [now, number] = [0, 0];
  let waiting: readonly Waiting[] = [];
  let pumping = false;
  const first = (): Waiting | undefined =>
    waiting.toSorted((a, b) => a.at - b.at || a.number - b.number).at(0);
  const pump = (quiet: number): void => {
    if (world.open() > 0) return void setImmediate(pump, 0);
    if (quiet < quietRounds) return void setImmediate(pump, quiet + 1);
    const next = first();
    waiting = waiting.filter((one) => one !== next);
    pumping = waiting.length > 0;
    if (pumping) setImmediate(pump, 0);
    if (next === undefined) return;
    now = Math.max(now, next.at);
    next.go();
  };
  return {
    wait: async (ms) => {
      await new Promise<void>((resolve) => {
        number += 1;
        waiting = [...waiting, { at: now + ms, number, go: resolve }];
        if (pumping) return;
        pumping = true;
        setImmediate(pump, 0);
      });
    },
    passed: () => now,
  };
};
