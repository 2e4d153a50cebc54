import { numberOf } from '../subject-file/item.ts';
import { keys } from '../subject-file/keys.ts';
import type { Table } from '../subject-file/table.ts';
import { addMs, systemClock, type Clock } from '../kernel/time.ts';
import { hasVirtualTime } from './env.ts';

/** What the chain around a function needs of the function's dependencies: the clock may have to be read. */
export interface HasTable {
  readonly table: Table;
}

/**
 * The clock of one invocation. Where the settings allow virtual time, one stored offset (seconds, forwards only) is
 * read once per invocation, by writers and sweep alike; elsewhere no call is made.
 */
export const clockFor = async (table: Table | undefined): Promise<Clock> => {
  if (table === undefined || !hasVirtualTime()) return systemClock;
  const item = await table.get(keys.clock());
  if (item === undefined) return systemClock;
  const ahead = numberOf(item, 'seconds') * 1000;
  return () => addMs(systemClock(), ahead);
};
