import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits a random time that grows with the number of tries (at most 400 ms), so that writers who met once do not meet again. */
export const pause = async (tries: number): Promise<void> => {
  await sleep(randomInt(1, Math.min(400, 8 * 2 ** Math.min(tries, 6))));
};

const passing: readonly unknown[] = [
  'None',
  undefined,
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
];
/**
 * Whether a transaction was cancelled because somebody else was faster, or is at it right now: worth another try on what
 * stands there then. For writers whose every condition says nothing else.
 */
export const isLostRace = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === 'TransactionCanceledException' &&
  'CancellationReasons' in error &&
  Array.isArray(error.CancellationReasons) &&
  error.CancellationReasons.every((reason: { readonly Code?: string }) => passing.includes(reason.Code));
