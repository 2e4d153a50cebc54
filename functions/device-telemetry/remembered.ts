import type { DeliveredMessage } from '../../shared/contracts/device.ts';
import { compareDecimals, parseDecimal, type Decimal } from '../../shared/kernel/decimal.ts';
import { fromEpochMs, toEpochMs, type Instant } from '../../shared/kernel/time.ts';
import type { Place } from './place.ts';

export interface BadReading {
  readonly valueOhm: Decimal;
  readonly at: Instant;
}
/** A message as the state of a device remembers it; a good reading needs no content. */
export interface Remembered {
  readonly boot: number;
  readonly sequence: number;
  readonly readings: readonly (BadReading | 'good')[];
}

export const isAbove = (valueOhm: Decimal, limitOhm: Decimal): boolean =>
  compareDecimals(valueOhm, limitOhm) > 0;

export const toRemember = (message: DeliveredMessage, limitOhm: Decimal): Remembered => ({
  boot: message.boot,
  sequence: message.sequence,
  readings: message.readings.map((reading) => (isAbove(reading.valueOhm, limitOhm) ? reading : 'good')),
});

const encodeReadings = (readings: Remembered['readings']): readonly string[] => {
  const texts: string[] = [];
  let goods = 0;
  const endRun = (): void => {
    if (goods > 0) texts.push(`-${goods}`);
    goods = 0;
  };
  for (const reading of readings) {
    if (reading === 'good') {
      goods += 1;
      continue;
    }
    endRun();
    texts.push(`${reading.valueOhm}@${toEpochMs(reading.at).toString(36)}`);
  }
  endRun();
  return texts;
};

/** `boot:sequence:` and the readings: `-n` for n good ones, `value@ms` (base 36) for a bad one. A healthy state stays below 1 KB. */
export const encode = ({ boot, sequence, readings }: Remembered): string =>
  `${boot}:${sequence}:${encodeReadings(readings).join(',')}`;

const decodeReading = (text: string): Remembered['readings'] => {
  if (text.startsWith('-')) return Array.from({ length: Number(text.slice(1)) }, () => 'good' as const);
  const [value = '', ms = ''] = text.split('@');
  const valueOhm = parseDecimal(value);
  if (!valueOhm.ok) throw new TypeError('a remembered reading is damaged');
  return [{ valueOhm: valueOhm.value, at: fromEpochMs(Number.parseInt(ms, 36)) }];
};
export const decode = (text: string): Remembered => {
  const [boot = '', sequence = '', readings = ''] = text.split(':');
  return {
    boot: Number(boot),
    sequence: Number(sequence),
    readings: readings.split(',').flatMap(decodeReading),
  };
};

export const first = ({ boot, sequence }: Pick<Remembered, 'boot' | 'sequence'>): Place => ({
  boot,
  sequence,
  index: 0,
});

/** One remembered reading at its place. `next`: where the reading after it must stand if none is missing. */
export interface Placed {
  readonly place: Place;
  readonly next: Place;
  readonly reading: BadReading | 'good';
}
export const placed = (messages: readonly Remembered[]): readonly Placed[] =>
  messages.flatMap(({ boot, sequence, readings }) =>
    readings.map((reading, index) => ({
      place: { boot, sequence, index },
      next:
        index + 1 < readings.length
          ? { boot, sequence, index: index + 1 }
          : { boot, sequence: sequence + 1, index: 0 },
      reading,
    })),
  );
