import type { Instant } from '../../../shared/kernel/time.ts';
import { toEpochMs } from '../../../shared/kernel/time.ts';

export interface Interval {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
}
/** Milliseconds since 1970. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Work that ends as it begins still lasts a millisecond. */
export const spanOf = ({ startedAt, endedAt }: Interval): Span => {
  const start = toEpochMs(startedAt);
  return { start, end: Math.max(toEpochMs(endedAt), start + 1) };
};
