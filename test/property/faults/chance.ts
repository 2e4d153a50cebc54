import { currentProcess } from '../../transport/process.ts';
import { makeRandom } from '../../transport/random.ts';
import type { Transport } from '../../transport/transport.ts';
import { makeWaits, type Waits } from '../../transport/waits.ts';

// A run must follow from its seed alone, so that a seed that failed fails again: chance, time and waiting are held here.
// Test files hand `cryptoByChance` and `promisesByChance` to vi.mock of node:crypto and node:timers/promises.
let random = makeRandom(1);
let waits: Waits | undefined;
let now = Date.parse('2026-03-09T02:00:00.000Z');

export const chance = (): number => random();
export const between = (low: number, high: number): number => low + Math.floor(chance() * (high - low + 1));
export const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)];
/** Some of a list, in an order of their own. */
export const some = <T>(list: readonly T[], count: number): readonly T[] =>
  list
    .map((one) => [chance(), one] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one)
    .slice(0, count);

/** Waits in the time of the waits, which passes by itself. */
export const wait = async (ms: number): Promise<void> => {
  if (waits === undefined) throw new Error('no world was given to hold time: see holdTime');
  await waits.wait(ms);
};

export const cryptoByChance = {
  randomInt: (low: number, high: number): number => between(low, high - 1),
  randomBytes: (length: number): Buffer => Buffer.from(Array.from({ length }, () => between(0, 255))),
};
export const promisesByChance = { setTimeout: wait };

/** From now on everything that looks like chance follows from this number, in our code, the SDK and the services. */
export const reseed = (world: Transport, seed: number): void => {
  random = makeRandom(seed);
  world.reseed(seed + 1);
};

/** Clock of all processes: stands still until somebody moves it; each process may be ahead of it or behind. */
export const setClock = (text: string): void => {
  now = Date.parse(text);
};
export const moveClock = (ms: number): void => {
  now += ms;
};
export const clock = (): number => now;

/** Takes the clock, the timers and the dice of this process; gives them back by what it returns. */
export const holdTime = (world: Transport): (() => void) => {
  waits = makeWaits(world);
  const [clockBefore, diceBefore] = [Date.now, Math.random];
  Date.now = () => now + (currentProcess()?.skewMs ?? 0);
  Math.random = chance;
  const timerBefore = globalThis.setTimeout;
  const timer = (go: () => void, ms = 0): number => {
    void wait(ms).then(go);
    return 0;
  };
  Object.defineProperty(globalThis, 'setTimeout', { value: timer, configurable: true, writable: true });
  return () => {
    Date.now = clockBefore;
    Math.random = diceBefore;
    globalThis.setTimeout = timerBefore;
  };
};
