import { setTimeout as sleep } from 'node:timers/promises';
import { healthOf, runningEmulator } from './emulator.ts';
import type { Running } from './running.ts';
import { readWorld } from './worlds.ts';

/** Why a world that was held up is not any more: asked here, stopped by another command, or its process is gone. */
export type End = 'asked' | 'stopped' | 'gone';

/** Hears when a person asks to stop. */
export interface Asked {
  /** Aborted when it was asked. */
  readonly signal: AbortSignal;
  readonly promise: Promise<'asked'>;
  /** Leaves the signals to Node again. */
  readonly ignore: () => void;
}

/** Listens for Ctrl-C and for being ended. The first is heard; a second one ends the process at once. */
export const asked = (): Asked => {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const heard = new AbortController();
  const hear = (): void => {
    heard.abort();
  };
  for (const name of names) process.once(name, hear);
  const promise = new Promise<'asked'>((resolve) => {
    heard.signal.addEventListener('abort', () => {
      resolve('asked');
    });
  });
  return {
    signal: heard.signal,
    promise,
    ignore: () => names.forEach((name) => process.removeListener(name, hear)),
  };
};

/** Stays with a world until a person asks to stop, or until its endpoint is gone. */
export const attend = async (running: Running, stop: Promise<'asked'>): Promise<End> => {
  const over = new AbortController();
  const watch = async (): Promise<End> => {
    while (running.engine !== 'ministack' || (await lives(running)))
      await sleep(2_000, undefined, { signal: over.signal });
    return (await readWorld(running.world))?.pid === undefined ? 'stopped' : 'gone';
  };
  try {
    return await Promise.race([stop, watch()]);
  } finally {
    over.abort();
  }
};

/** A busy emulator may answer late: it is only gone when neither its process nor its port is there. */
const lives = async (running: Running): Promise<boolean> =>
  (await runningEmulator(running.world)) !== undefined ||
  (await healthOf(running.endpoint, 5_000)) !== undefined;
