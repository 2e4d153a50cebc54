import type { DeliveredMessage, Device, DeviceAlarm, DeviceState } from '../../shared/contracts/device.ts';
import { compareDecimals, parseDecimal, type Decimal } from '../../shared/kernel/decimal.ts';
import { deriveId } from '../../shared/kernel/ids.ts';
import { fromEpochMs, toEpochMs, type Instant } from '../../shared/kernel/time.ts';
import { comparePlaces, follows, placeText, readPlace, type Place } from './place.ts';

/** Messages that a device's state remembers: so far may one come late and still count. */
export const windowSize = 24;

interface BadReading {
  readonly valueOhm: Decimal;
  readonly at: Instant;
}
/** A message as remembered; a good reading is undefined. */
interface Remembered {
  readonly boot: number;
  readonly sequence: number;
  readonly readings: readonly (BadReading | undefined)[];
}

const encode = ({ boot, sequence, readings }: Remembered): string =>
  `${boot}:${sequence}:${readings.map((bad) => (bad === undefined ? '-' : `${bad.valueOhm}@${toEpochMs(bad.at).toString(36)}`)).join(',')}`;

const decodeReading = (text: string): BadReading | undefined => {
  if (text === '-') return undefined;
  const [value = '', ms = ''] = text.split('@');
  const valueOhm = parseDecimal(value);
  if (!valueOhm.ok) throw new TypeError('a remembered reading is damaged');
  return { valueOhm: valueOhm.value, at: fromEpochMs(Number.parseInt(ms, 36)) };
};
const decode = (text: string): Remembered => {
  const [boot = '', sequence = '', readings = ''] = text.split(':');
  return { boot: Number(boot), sequence: Number(sequence), readings: readings.split(',').map(decodeReading) };
};

const isBad = (valueOhm: Decimal, device: Device): boolean => compareDecimals(valueOhm, device.limitOhm) > 0;

const remembered = (message: DeliveredMessage, device: Device): Remembered => ({
  boot: message.boot,
  sequence: message.sequence,
  readings: message.readings.map((reading) => (isBad(reading.valueOhm, device) ? reading : undefined)),
});

const startOf = (message: { readonly boot: number; readonly sequence: number }): Place => ({ ...message, index: 0 });
const keyOf = (message: { readonly boot: number; readonly sequence: number }): string => `${message.boot}:${message.sequence}`;
const byPlace = (a: Remembered, b: Remembered): number => comparePlaces(startOf(a), startOf(b));

interface Placed {
  readonly place: Place;
  readonly last: boolean;
  readonly bad: BadReading | undefined;
}
const placed = (messages: readonly Remembered[]): readonly Placed[] =>
  messages.flatMap(({ boot, sequence, readings }) =>
    readings.map((bad, index) => ({ place: { boot, sequence, index }, last: index === readings.length - 1, bad })),
  );

const between = (place: Place, a: Place, b: Place): boolean =>
  (comparePlaces(a, place) < 0 && comparePlaces(place, b) < 0) || (comparePlaces(b, place) < 0 && comparePlaces(place, a) < 0);

type Triple = readonly [Required<Placed>, Required<Placed>, Required<Placed>];

const alarmOf = (device: Device, triple: readonly { readonly place: Place; readonly bad: BadReading }[]): DeviceAlarm | undefined => {
  const third = triple[2];
  if (third === undefined) return undefined;
  const { boot, sequence, index } = third.place;
  return {
    id: deriveId('alm', third.bad.at, device.id, placeText({ boot, sequence, index })),
    device: device.id,
    keyUnit: device.keyUnit,
    item: 'EARTH_RESISTANCE',
    value: third.bad.valueOhm,
    unit: 'ohm',
    limit: device.limitOhm,
    boot,
    sequences: triple.map(({ place }) => place.sequence),
    values: triple.map(({ bad }) => bad.valueOhm),
    at: third.bad.at,
  };
};
