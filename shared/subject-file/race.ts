import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits a random time that grows with the number of tries (at most 400 ms), so that writers who met once do not meet again. */
export const pause = async (tries: number): Promise<void> => {
  await sleep(randomInt(1, Math.min(400, 8 * 2 ** Math.min(tries, 6))));
};
