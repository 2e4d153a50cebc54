import type { DeliveredMessage, Device, DeviceAlarm, DeviceState } from '../../shared/contracts/device.ts';
import { fromEpochMs } from '../../shared/kernel/time.ts';
import { alarmsIn } from './alarms.ts';
import { comparePlaces, placeText, readPlace } from './place.ts';
import { decode, encode, first, isAbove, placed, toRemember, type Remembered } from './remembered.ts';

/** Messages that the state of a device remembers: by so many may one be overtaken and still count. */
export const windowSize = 24;

export interface Taken {
  /** Absent when every message was a repetition: nothing is to be written. */
  readonly state?: DeviceState;
  readonly alarms: readonly DeviceAlarm[];
  readonly fresh: number;
}

const keyOf = ({ boot, sequence }: Pick<Remembered, 'boot' | 'sequence'>): string => `${boot}:${sequence}`;
const inOrder = (a: Remembered, b: Remembered): number => comparePlaces(first(a), first(b));

const latestOf = (message: DeliveredMessage, device: Device): DeviceState['latest'] => {
  const reading = message.readings.at(-1);
  if (reading === undefined) throw new RangeError('a message has at least one reading');
  return {
    boot: message.boot,
    sequence: message.sequence,
    ...reading,
    bad: isAbove(reading.valueOhm, device.limitOhm),
    receivedAt: fromEpochMs(message.receivedMs),
  };
};

/** Messages that are news: none twice, none that is remembered, none older than all that is remembered. */
const newsIn = (
  messages: readonly DeliveredMessage[],
  known: readonly Remembered[],
  cut: boolean,
): readonly DeliveredMessage[] => {
  const seen = new Set(known.map(keyOf));
  const [oldest] = known;
  return messages.filter((message) => {
    if (cut && oldest !== undefined && comparePlaces(first(message), first(oldest)) < 0) return false;
    if (seen.has(keyOf(message))) return false;
    seen.add(keyOf(message));
    return true;
  });
};

/**
 * What a batch of messages of one device makes of its state, whatever their order and however often each came (domain
 * 3.10: sampling interval and accuracy are a GAP, so nothing here depends on a clock).
 */
export const takeMessages = (
  device: Device,
  state: DeviceState | undefined,
  messages: readonly DeliveredMessage[],
): Taken => {
  const known = (state?.window ?? []).map(decode);
  const news = newsIn(messages, known, state?.cut ?? false);
  if (news.length === 0) return { alarms: [], fresh: 0 };
  const all = [...known, ...news.map((message) => toRemember(message, device.limitOhm))].toSorted(inOrder);
  const readings = placed(all);
  const goods = readings.flatMap(({ place, reading }) => (reading === 'good' ? [place] : []));
  if (state?.lastGood !== undefined) goods.push(readPlace(state.lastGood));
  const before = (state?.alarms ?? []).map(readPlace);
  const raised = alarmsIn(device, readings, before, goods);

  const window = all.slice(-windowSize);
  const [oldest] = window;
  const alarms = [...before, ...raised.map(({ place }) => place)].toSorted(comparePlaces);
  const within = alarms.filter((place) => oldest !== undefined && comparePlaces(place, first(oldest)) >= 0);
  const kept = within.length > 0 ? within : alarms.slice(-1);
  const lastGood = goods.toSorted(comparePlaces).at(-1);
  const newest = news.toSorted((a, b) => comparePlaces(first(a), first(b))).at(-1);
  const isNewest =
    newest !== undefined && (state === undefined || comparePlaces(first(newest), first(state.latest)) > 0);
  const latest = isNewest ? latestOf(newest, device) : state?.latest;
  if (latest === undefined) throw new RangeError('a state has a latest reading');
  return {
    state: {
      device: device.id,
      latest,
      messages: (state?.messages ?? 0) + news.length,
      window: window.map(encode),
      cut: (state?.cut ?? false) || all.length > windowSize,
      alarms: kept.map(placeText),
      ...(lastGood === undefined ? {} : { lastGood: placeText(lastGood) }),
    },
    alarms: raised.map(({ alarm }) => alarm),
    fresh: news.length,
  };
};

/** True while the newest alarm has not been followed by a good reading. */
export const isAlarmed = ({ alarms, lastGood }: Pick<DeviceState, 'alarms' | 'lastGood'>): boolean => {
  const newest = alarms.map(readPlace).toSorted(comparePlaces).at(-1);
  return newest !== undefined && (lastGood === undefined || comparePlaces(readPlace(lastGood), newest) < 0);
};
