import {
  deliveredMessage,
  device,
  type DeliveredMessage,
  type Device,
} from '../../../shared/contracts/device.ts';

export const deviceId = 'dev_01KJDEV0000000000000000000';
const unitId = 'sub_01KJKEY0000000000000000000';

/** A monitor with a limit of 10 ohm. */
export const monitor: Device = device.parse({
  id: deviceId,
  keyUnit: unitId,
  deviceKind: 'EARTH_RESISTANCE_MONITOR',
  serialNumber: 'EM-0001',
  mountedAt: '罐区接地端 3',
  limitOhm: '10',
  limitBasis: { by: 'STATED' },
  certificate: 'c'.repeat(64),
  registeredAt: '2026-03-01T00:00:00.000Z',
});

const minute = 60_000;
const start = Date.parse('2026-03-02T00:00:00.000Z');

/** A message as the topic rule hands it over: its values, one minute after another. */
export const messageBody = (sequence: number, values: readonly string[], boot = 1): object => ({
  boot,
  sequence,
  readings: values.map((valueOhm, index) => ({
    at: new Date(start + boot * 600 * minute + sequence * minute + index * 1000).toISOString(),
    valueOhm,
  })),
  device: deviceId,
  client: deviceId,
  receivedMs: start + boot * 600 * minute + sequence * minute + 500,
});
export const message = (sequence: number, values: readonly string[] | string, boot = 1): DeliveredMessage =>
  deliveredMessage.parse(messageBody(sequence, typeof values === 'string' ? [values] : values, boot));

export const good = '9.80';
export const bad = '10.01';
