import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAlarmed, takeMessages, windowSize } from '../../../functions/device-telemetry/window.ts';
import type { DeliveredMessage, DeviceAlarm, DeviceState } from '../../../shared/contracts/device.ts';
import { deviceState } from '../../../shared/contracts/device.ts';
import { bad, good, message, monitor } from './readings.ts';

interface Run {
  readonly state: DeviceState | undefined;
  readonly alarms: readonly DeviceAlarm[];
}
/** Takes batches one after another, as deliveries bring them. */
const run = (...batches: readonly (readonly DeliveredMessage[])[]): Run => {
  let state: DeviceState | undefined;
  const alarms: DeviceAlarm[] = [];
  for (const batch of batches) {
    for (let more = true; more;) {
      const taken = takeMessages(monitor, state, batch);
      ({ more } = taken);
      state = taken.state ?? state;
      if (taken.alarm !== undefined) alarms.push(taken.alarm);
    }
  }
  return { state, alarms };
};
const one = (text: string, boot = 1): readonly (readonly DeliveredMessage[])[] =>
  [...text].map((sign, index) => [message(index + 1, sign === 'x' ? bad : good, boot)]);
const places = ({ alarms }: Run): readonly string[] =>
  alarms.map(({ boot, sequences }) => `${boot}:${sequences.join(',')}`);

describe('three bad readings in a row', () => {
  it.each([
    ['xx', []],
    ['xxx', ['1:1,2,3']],
    ['xx-x', []],
    ['--xxx', ['1:3,4,5']],
    ['xxxxxxxx', ['1:1,2,3']],
    ['xxx-xx', ['1:1,2,3']],
    ['xxx-xxx', ['1:1,2,3', '1:5,6,7']],
    ['xxx-xxx--xxxx', ['1:1,2,3', '1:5,6,7', '1:10,11,12']],
  ])('%s raises %j', (text, expected) => {
    expect(places(run(...one(text)))).toEqual(expected);
    expect(places(run(one(text).flat()))).toEqual(expected);
  });

  it('a value at the limit is good, the smallest step above is bad, whatever decimals are shown', () => {
    const values = (value: string) => run([message(1, value)], [message(2, value)], [message(3, value)]);
    expect(values('10.00').alarms).toHaveLength(0);
    expect(values('10.000000000000001').alarms).toHaveLength(1);
  });

  it('a gap is no row: the missing one may have been good', () => {
    const gap = [[message(1, bad)], [message(2, bad)], [message(4, bad)]] as const;
    expect(run(...gap).alarms).toHaveLength(0);
    expect(places(run(...gap, [message(3, bad)]))).toEqual(['1:1,2,3']);
    expect(places(run(...gap, [message(3, good)]))).toEqual([]);
  });

  it('counts within and across messages of several readings', () => {
    expect(places(run([message(1, [good, bad])], [message(2, [bad, bad, good])]))).toEqual(['1:1,2,2']);
    expect(places(run([message(1, [bad, bad, bad, good, bad, bad, bad])]))).toEqual(['1:1,1,1', '1:1,1,1']);
  });

  it('a start of the device begins a new row, and brings no new alarm while the old one stands', () => {
    expect(run(...one('xx'), ...one('x', 2)).alarms).toHaveLength(0);
    expect(places(run(...one('xxx'), ...one('xxxx', 2)))).toEqual(['1:1,2,3']);
    expect(places(run(...one('xxx'), ...one('-xxx', 2)))).toEqual(['1:1,2,3', '2:2,3,4']);
  });

  it('says what was measured, against which limit', () => {
    const { alarms, state } = run(...one('--xxx'));
    expect(alarms[0]).toMatchObject({
      device: monitor.id,
      keyUnit: monitor.keyUnit,
      item: 'EARTH_RESISTANCE',
      value: bad,
      unit: 'ohm',
      limit: '10',
      boot: 1,
      sequences: [3, 4, 5],
      values: [bad, bad, bad],
    });
    expect(state).toMatchObject({ latest: { sequence: 5, valueOhm: bad, bad: true }, messages: 5 });
  });

  it('the alarm stands until a good reading comes', () => {
    const stands = (text: string): boolean => {
      const { state } = run(...one(text));
      return state !== undefined && isAlarmed(state);
    };
    expect(['-', 'xx', 'xxx', 'xxxx', 'xxx-', 'xxx-xx', 'xxx-xxx'].map(stands)).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('repetitions and disorder', () => {
  const signs = fc.array(fc.boolean(), { minLength: 1, maxLength: windowSize });
  const delivered = signs.chain((bads) => {
    const messages = bads.map((isBad, index) => message(index + 1, isBad ? bad : good));
    const copies = fc.array(fc.integer({ min: 1, max: 5 }), {
      minLength: bads.length,
      maxLength: bads.length,
    });
    return copies.chain((counts) => {
      const all = messages.flatMap((each, index) => Array.from({ length: counts[index] ?? 1 }, () => each));
      return fc
        .shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
        .map((shuffled) => ({ bads, messages, shuffled }));
    });
  });
  const runsOf = (bads: readonly boolean[]): readonly string[] =>
    [
      ...bads
        .map((isBad) => (isBad ? 'x' : '-'))
        .join('')
        .matchAll(/x{3,}/g),
    ].map(({ index, 0: text }) => `${index + 1}-${index + text.length}`);

  it('each message 1-5 times in any order: the same state, and exactly one alarm in each bad run', () => {
    fc.assert(
      fc.property(delivered, fc.integer({ min: 1, max: 7 }), ({ bads, messages, shuffled }, size) => {
        const batches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
          shuffled.slice(index * size, index * size + size),
        );
        const expected = run(...messages.map((each) => [each]));
        const found = run(...batches);
        const { alarms: _known, ...stateFound } = found.state ?? {};
        const { alarms: _other, ...stateExpected } = expected.state ?? {};
        expect(stateFound).toEqual(stateExpected);
        const within = (alarm: DeviceAlarm): string | undefined =>
          runsOf(bads).find((text) => {
            const [from = 0, to = 0] = text.split('-').map(Number);
            return alarm.sequences.every((sequence) => from <= sequence && sequence <= to);
          });
        expect(found.alarms.map(within).toSorted()).toEqual([...runsOf(bads)].toSorted());
        expect(expected.alarms.map(within)).toEqual(runsOf(bads));
      }),
      { numRuns: 300 },
    );
  });

  it('a repetition writes nothing, not even after the message was forgotten', () => {
    const long = one('xxx-xxx'.padEnd(windowSize + 10, '-'));
    const { state } = run(...long);
    expect(state?.window).toHaveLength(windowSize);
    for (const batch of long) expect(takeMessages(monitor, state, batch)).toEqual({ more: false, fresh: 0 });
  });

  it('a batch longer than the window loses no alarm', () => {
    expect(run(one('xxx'.padEnd(100, '-')).flat()).alarms).toHaveLength(1);
    expect(run(one('xxx'.padEnd(100, '-')).flat()).state).toMatchObject({ messages: 100, cut: true });
  });

  it('a long bad run is one alarm however long it lasts', () => {
    expect(run(...one('-'.padEnd(200, 'x'))).alarms).toHaveLength(1);
    expect(
      run(...one('x'.repeat(200)), [message(201, good)], ...[202, 203, 204].map((n) => [message(n, bad)]))
        .alarms,
    ).toHaveLength(2);
  });

  it('a message that comes late does not become the latest', () => {
    const { state } = run([message(3, good)], [message(1, bad)]);
    expect(state).toMatchObject({ latest: { sequence: 3, valueOhm: good }, messages: 2 });
  });

  it('owes no alarm after a crash between two: the next try finds the rest', () => {
    const batch = [...one('xxx-xxx-xxx'.padEnd(60, '-'))].flat();
    const first = takeMessages(monitor, undefined, batch);
    expect(first).toMatchObject({ more: true, alarm: { sequences: [1, 2, 3] } });
    const second = takeMessages(monitor, first.state, batch.slice(0, 2));
    expect(second).toMatchObject({ more: true, fresh: 0, alarm: { sequences: [5, 6, 7] } });
    const third = takeMessages(monitor, second.state, []);
    expect(third).toMatchObject({ more: false, alarm: { sequences: [9, 10, 11] } });
    expect(third.state?.window).toHaveLength(windowSize);
  });

  it('the state fits its contract and stays small: 1 KB while healthy', () => {
    const healthy = run(...one('-'.repeat(200))).state;
    expect(deviceState.parse(JSON.parse(JSON.stringify(healthy)))).toEqual(healthy);
    expect(JSON.stringify(healthy).length).toBeLessThan(800);
    expect(JSON.stringify(run(...one('x'.repeat(200))).state).length).toBeLessThan(1500);
  });
});
