import type { Device, DeviceAlarm } from '../../shared/contracts/device.ts';
import { deriveId } from '../../shared/kernel/ids.ts';
import { comparePlaces, isBetween, placeText, type Place } from './place.ts';
import type { BadReading, Placed } from './remembered.ts';

interface Bad {
  readonly place: Place;
  readonly reading: BadReading;
}

const alarmOf = (device: Device, triple: readonly Bad[], third: Bad): DeviceAlarm => ({
  // The same third reading always gives the same id: a repetition finds the alarm instead of raising it again.
  id: deriveId('alm', third.reading.at, device.id, placeText(third.place)),
  device: device.id,
  keyUnit: device.keyUnit,
  item: 'EARTH_RESISTANCE',
  value: third.reading.valueOhm,
  unit: 'ohm',
  limit: device.limitOhm,
  boot: third.place.boot,
  sequences: triple.map(({ place }) => place.sequence),
  values: triple.map(({ reading }) => reading.valueOhm),
  at: third.reading.at,
});

export interface Raised {
  readonly place: Place;
  readonly alarm: DeviceAlarm;
}

/**
 * New alarms among readings in order: three bad ones without a gap, and between an alarm and the next one at least one
 * good reading. A good reading that comes late can part two alarms that looked like one.
 */
export const alarmsIn = (
  device: Device,
  readings: readonly Placed[],
  known: readonly Place[],
  goods: readonly Place[],
): readonly Raised[] => {
  const raised: Raised[] = [];
  let run: readonly Bad[] = [];
  let expected: Place | undefined;
  for (const { place, next, reading } of readings) {
    const goesOn = expected !== undefined && comparePlaces(expected, place) === 0;
    expected = next;
    if (reading === 'good') {
      run = [];
      continue;
    }
    const third = { place, reading };
    run = [...(goesOn ? run.slice(-2) : []), third];
    if (run.length < 3) continue;
    const others = [...known, ...raised.map((one) => one.place)];
    const parted = others.every(
      (other) => comparePlaces(other, place) !== 0 && goods.some((good) => isBetween(good, other, place)),
    );
    if (parted) raised.push({ place, alarm: alarmOf(device, run, third) });
  }
  return raised;
};
