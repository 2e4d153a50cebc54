import { AsyncLocalStorage } from 'node:async_hooks';

/** One invocation of a function. Its calls, and those of everything that it awaits, belong to it. */
export interface Process {
  dead: boolean;
  /** By how much its clock is ahead of the others, milliseconds. */
  readonly skewMs: number;
  /** Its calls so far, by name, repetitions of the SDK included. */
  readonly made: string[];
}
/** What came of an invocation: a process that died answers nothing, whatever it had done by then. */
export type Ended<T> =
  { readonly died: true } | { readonly died: false; readonly value: T; readonly made: readonly string[] };

/** Thrown into a process at the call at which it dies, and at every later one. The SDK does not retry it. */
export class ProcessDied extends Error {
  constructor() {
    super('the process died at this call (injected)');
    this.name = 'ProcessDied';
  }
}

const running = new AsyncLocalStorage<Process>();

export const currentProcess = (): Process | undefined => running.getStore();

/**
 * Runs an invocation as a process of its own: a `crash` fault ends that process alone. Throws what the work throws while
 * it lives.
 */
export const invoke = async <T>(work: () => Promise<T>, skewMs = 0): Promise<Ended<T>> => {
  const own: Process = { dead: false, skewMs, made: [] };
  return await running.run(own, async () => {
    try {
      const value = await work();
      return own.dead ? { died: true } : { died: false, value, made: own.made };
    } catch (error) {
      if (own.dead || error instanceof ProcessDied) return { died: true };
      throw error;
    }
  });
};
