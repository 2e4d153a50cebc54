import type { DeliveredMessage, Device, DeviceAlarm, DeviceState } from '../../shared/contracts/device.ts';
import { fromEpochMs } from '../../shared/kernel/time.ts';
import { alarmsIn } from './alarms.ts';
import { comparePlaces, placeText, readPlace, type Place } from './place.ts';
import { decode, encode, first, isAbove, placed, toRemember, type Remembered } from './remembered.ts';

/** Messages that the state of a device remembers: by so many may one be overtaken and still count. */
export const windowSize = 24;

export interface Taken {
  /** Absent when nothing is to be written: every message was a repetition, and no alarm is owed. */
  readonly state?: DeviceState;
  /** The alarm to write together with the state. */
  readonly alarm?: DeviceAlarm;
  /** True when further alarms are owed: take again, with the state that was written. */
  readonly more: boolean;
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

/** Alarms that may still stand in the way of another: those within the window, or else the newest. */
const keptAlarms = (alarms: readonly Place[], window: readonly Remembered[]): readonly Place[] => {
  const sorted = alarms.toSorted(comparePlaces);
  const [oldest] = window;
  const within = sorted.filter((place) => oldest !== undefined && comparePlaces(place, first(oldest)) >= 0);
  return within.length > 0 ? within : sorted.slice(-1);
};

/**
 * What a batch of messages of one device makes of its state, whatever their order and however often each came (domain
 * 3.10: sampling interval and accuracy are a GAP, so nothing here depends on a clock). At most one alarm at
 * a time, because an alarm and the state that knows it are written in one transaction.
 */
export const takeMessages = (
  device: Device,
  state: DeviceState | undefined,
  messages: readonly DeliveredMessage[],
): Taken => {
  const known = (state?.window ?? []).map(decode);
  const news = newsIn(messages, known, state?.cut ?? false);
  const all = [...known, ...news.map((message) => toRemember(message, device.limitOhm))].toSorted(inOrder);
  const readings = placed(all);
  const goods = readings.flatMap(({ place, reading }) => (reading === 'good' ? [place] : []));
  if (state?.lastGood !== undefined) goods.push(readPlace(state.lastGood));
  const before = (state?.alarms ?? []).map(readPlace);
  const [raised, ...owed] = alarmsIn(device, readings, before, goods);
  const more = owed.length > 0;
  if (news.length === 0 && raised === undefined) return { more: false, fresh: 0 };

  // While alarms are owed nothing is forgotten: their readings are still needed.
  const window = more ? all : all.slice(-windowSize);
  const newest = news.toSorted((a, b) => comparePlaces(first(a), first(b))).at(-1);
  const isNewest =
    newest !== undefined && (state === undefined || comparePlaces(first(newest), first(state.latest)) > 0);
  const latest = isNewest ? latestOf(newest, device) : state?.latest;
  if (latest === undefined) throw new RangeError('a state has a latest reading');
  const lastGood = goods.toSorted(comparePlaces).at(-1);
  return {
    state: {
      device: device.id,
      latest,
      messages: (state?.messages ?? 0) + news.length,
      window: window.map(encode),
      cut: (state?.cut ?? false) || window.length < all.length,
      alarms: keptAlarms([...before, ...(raised === undefined ? [] : [raised.place])], window).map(placeText),
      ...(lastGood === undefined ? {} : { lastGood: placeText(lastGood) }),
    },
    ...(raised === undefined ? {} : { alarm: raised.alarm }),
    more,
    fresh: news.length,
  };
};

/** True while the newest alarm has not been followed by a good reading. */
export const isAlarmed = ({ alarms, lastGood }: Pick<DeviceState, 'alarms' | 'lastGood'>): boolean => {
  const newest = alarms.map(readPlace).toSorted(comparePlaces).at(-1);
  return newest !== undefined && (lastGood === undefined || comparePlaces(readPlace(lastGood), newest) < 0);
};
