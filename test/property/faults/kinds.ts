import type { FaultRule } from '../../transport/faults.ts';
import type { Transport } from '../../transport/transport.ts';
import { between, chance, moveClock } from './chance.ts';

/** What may go wrong, one kind at a time. */
export const kinds = [
  'throttling',
  'time-out after success',
  'duplicate',
  'reorder',
  'partial batch',
  'conflict',
  'crash',
  'clock step',
] as const;
export type Kind = (typeof kinds)[number];

const share = (low: number, high: number): number => low + chance() * (high - low);

/** Up to three processes die, each at a call of its own choice, before or after the service has done what was asked. */
const crashes = (calls: number): readonly FaultRule[] =>
  Array.from({ length: between(1, 3) }, () => ({
    fault: chance() < 0.5 ? 'crash' : 'crash-late',
    skip: between(0, calls - 1),
    times: 1,
  }));

/** Now and then a call, or an outage: so many calls in a row that the SDK gives up and the function fails. */
const failing = (fault: 'throttle' | 'timeout', calls: number): readonly FaultRule[] =>
  chance() < 0.5
    ? [{ fault, rate: share(0.05, 0.25) }]
    : Array.from({ length: between(1, 2) }, () => ({
        fault,
        skip: between(0, calls - 1),
        times: between(4, 16),
      }));

const rules: Readonly<Record<Kind, (calls: number) => readonly FaultRule[]>> = {
  throttling: (calls) => failing('throttle', calls),
  'time-out after success': (calls) => failing('timeout', calls),
  duplicate: () => [{ fault: 'duplicate', rate: share(0.2, 0.8) }],
  reorder: () => [{ fault: 'shuffle' }],
  'partial batch': () => [{ fault: 'partial', rate: share(0.1, 0.4) }],
  conflict: () => [{ fault: 'conflict', rate: share(0.1, 0.4) }, { fault: 'shuffle' }],
  crash: crashes,
  'clock step': () => [],
};

/** Arms a kind of fault, as strong as the seed will have it. `calls`: about how many calls the undisturbed run makes. */
export const arm = (world: Transport, kind: Kind, calls: number): void => {
  for (const rule of rules[kind](calls)) world.inject(rule);
};

const together: readonly (Kind | undefined)[] = ['duplicate', 'reorder', 'conflict'];
/** Processes that work at the same time. */
export const sideBySide = (kind: Kind | undefined): number => (together.includes(kind) ? between(2, 4) : 1);

const minute = 60_000;
/** Clocks of processes may differ by so much: the grace that the sweep gives is twice as long. */
const mostSkewMs = 5 * minute;

/** Before each invocation: the clock goes forwards, stands, or is set back; the process has a clock of its own. */
export const stepClock = (kind: Kind | undefined): number => {
  if (kind !== 'clock step') return 0;
  const draw = chance();
  if (draw < 0.4) moveClock(between(-10, 20) * minute);
  else if (draw < 0.5) moveClock(between(-120, 120) * minute);
  return between(-mostSkewMs, mostSkewMs);
};
