import type { Instant } from '../../../shared/kernel/time.ts';
import { toEpochMs } from '../../../shared/kernel/time.ts';

export interface Interval {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
}

export const startMs = ({ startedAt }: Interval): number => toEpochMs(startedAt);
/** Work that ends as it begins still lasts a millisecond. */
export const endMs = ({ startedAt, endedAt }: Interval): number =>
  Math.max(toEpochMs(endedAt), toEpochMs(startedAt) + 1);
