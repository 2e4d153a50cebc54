import { describe, expect, it } from 'vitest';
import { makeDeviceKeys } from '../../../localstack/demo/certificate-request.ts';
import { deviceAlarm, maxMessageBytes } from '../../../shared/contracts/device.ts';
import { isId } from '../../../shared/kernel/ids.ts';
import { listRecords } from '../../../shared/subject-file/read.ts';
import { bad, good, messageBody } from './readings.ts';
import { countyOffice, makeStage, officer, organisationId, tableName, unit, unitId } from './stage.ts';

const keys = makeDeviceKeys('EM-0001');
const request = (more: object = {}) => ({
  deviceKind: 'EARTH_RESISTANCE_MONITOR',
  serialNumber: 'EM-0001',
  csr: keys.csrPem,
  mountedAt: '罐区接地端 3',
  limitOhm: '10',
  ...more,
});

const registered = async () => {
  const stage = await makeStage();
  const { status, body } = await stage.ask('POST', unit, unitId, request());
  expect(status).toBe(201);
  const device = String(body.id);
  const send = (sequence: number, ...values: readonly string[]) => ({
    ...messageBody(sequence, values),
    device,
    client: device,
  });
  const alarms = async () =>
    (await listRecords(stage.table, deviceAlarm, unitId, 'DEVICE_ALARM')).map(({ body: alarm }) => alarm);
  const state = async () => (await stage.ask('GET', unit, unitId)).body.devices[0].state;
  return { ...stage, device, send, alarms, state };
};

describe('POST /v1/subjects/{id}/devices', () => {
  it('has the request signed, binds certificate, policy and thing, and writes one entry', async () => {
    const { ask, transport } = await makeStage();
    const { status, body } = await ask('POST', unit, unitId, request());
    expect(status).toBe(201);
    expect(isId('dev', body.id)).toBe(true);
    expect(body).toMatchObject({
      thing: body.id,
      clientId: body.id,
      topic: `$aws/rules/leian_33_readings/devices/${body.id}/readings`,
      endpoint: 'devices.iot.test',
      certificatePem: expect.stringContaining('BEGIN CERTIFICATE'),
      limitOhm: '10',
      limitBasis: { by: 'STATED' },
      receipt: { subject: unitId, sequence: 2 },
    });
    const made = transport.iot.calls();
    expect(made.map(({ operation }) => operation)).toEqual([
      'CreateCertificateFromCsr',
      'CreateThing',
      'AttachPolicy',
      'AttachThingPrincipal',
      'DescribeEndpoint',
    ]);
    expect(made[0]?.query).toMatchObject({ setAsActive: 'true' });
    expect(made[1]?.name).toBe(body.id);
    expect(made[2]?.name).toBe('leian-33-device');
    expect(made[3]).toMatchObject({ name: body.id, principal: expect.stringContaining(':cert/') });
  });

  it('never makes, takes, stores or gives a private key', async () => {
    const { ask, transport } = await makeStage();
    const leaked = await ask('POST', unit, unitId, request({ csr: `${keys.csrPem}${keys.privateKeyPem}` }));
    expect(leaked).toMatchObject({ status: 422, body: { code: 'CSR_INVALID' } });
    expect(leaked.body.detail.zh).toContain('私钥');
    const extra = await ask('POST', unit, unitId, request({ privateKey: keys.privateKeyPem }));
    expect(extra).toMatchObject({ status: 422, body: { code: 'FIELD_UNKNOWN' } });
    const taken = await ask('POST', unit, unitId, request());
    expect(transport.iot.calls('CreateKeysAndCertificate')).toHaveLength(0);
    expect(
      `${taken.text}${leaked.text}${extra.text}${JSON.stringify(transport.items(tableName))}`,
    ).not.toContain('PRIVATE KEY');
  });

  it('repeats itself: the same command gives the same answer and makes nothing new', async () => {
    const { ask, transport } = await makeStage();
    const first = await ask('POST', unit, unitId, request());
    const calls = transport.iot.calls().length;
    const again = await ask('POST', unit, unitId, request());
    expect(again).toEqual(first);
    expect(transport.iot.calls()).toHaveLength(calls);
    expect((await ask('POST', unit, unitId, request({ serialNumber: 'EM-0002' }))).body.code).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it.each([
    'iot.AttachPolicy',
    'iot.AttachThingPrincipal',
    'iot.DescribeEndpoint',
    'dynamodb.TransactWriteItems',
  ])('goes on after a crash at %s: same device, one record', async (operation) => {
    const { ask, transport } = await makeStage();
    transport.inject({ fault: 'deny', operation, times: 1 });
    expect((await ask('POST', unit, unitId, request())).status).toBe(500);
    const { status, body } = await ask('POST', unit, unitId, request());
    expect(status).toBe(201);
    expect(new Set(transport.iot.calls('CreateThing').map(({ name }) => name))).toEqual(new Set([body.id]));
    expect((await ask('GET', unit, unitId)).body.devices).toHaveLength(1);
  });

  it('takes the limit from the tables for class and place, and says with which mark', async () => {
    const { ask } = await makeStage();
    const { limitOhm: _, ...bare } = request();
    const told = { ...bare, protectionClass: 2, place: 'BUILDING' };
    const { body } = await ask('POST', unit, unitId, told);
    expect(body).toMatchObject({ limitOhm: '10', limitBasis: { by: 'TABLE', mark: 'L' } });
    const none = await ask('POST', unit, unitId, bare, 'command-0002');
    expect(none.body).toMatchObject({ code: 'FIELD_MISSING', problems: [{ pointer: '/limitOhm' }] });
    const astray = await ask('POST', unit, unitId, { ...told, place: 'MOON' }, 'command-0003');
    expect(astray.body).toMatchObject({ code: 'FIELD_INVALID', problems: [{ pointer: '/limitOhm' }] });
  });

  it('names every fault at once', async () => {
    const { ask, transport } = await makeStage();
    const { limitOhm: _, ...bare } = request({ csr: 'hello' });
    const { body } = await ask('POST', unit, unitId, bare);
    expect(body.problems.map(({ code }: { code: string }) => code)).toEqual(['CSR_INVALID', 'FIELD_MISSING']);
    expect(transport.iot.calls()).toHaveLength(0);
  });

  it.each(['-1', 'NaN', '1e400', '', 10])('refuses the limit %j', async (limitOhm) => {
    const { ask } = await makeStage();
    expect((await ask('POST', unit, unitId, request({ limitOhm }))).status).toBe(422);
  });

  it('is for the unit itself and its officers, and for key units only', async () => {
    const { ask, transport } = await makeStage();
    const stranger = { role: 'unit', subject: 'sub_01KJKEY0000000000000000001' };
    const organisation = { role: 'organisation', subject: organisationId };
    for (const caller of [
      stranger,
      organisation,
      { role: 'officer', office: '330108' },
      { role: 'public' },
    ]) {
      expect((await ask('POST', caller, unitId, request())).status).toBe(403);
    }
    expect(transport.iot.calls()).toHaveLength(0);
    expect((await ask('POST', officer, unitId, request())).status).toBe(201);
    const province = { role: 'officer', office: '330000' };
    expect((await ask('POST', province, organisationId, request(), 'command-0002')).body.code).toBe(
      'SUBJECT_WRONG_KIND',
    );
    expect((await ask('POST', officer, 'sub_01KJKEY0000000000000000009', request())).body.code).toBe(
      'SUBJECT_UNKNOWN',
    );
  });
});

describe('GET /v1/subjects/{id}/devices', () => {
  it('shows each device with its newest reading and whether an alarm stands', async () => {
    const { ask, deliver, send, device } = await registered();
    expect((await ask('GET', officer, unitId)).body.devices[0]).not.toHaveProperty('state');
    await deliver(send(1, good), send(2, bad, bad), send(3, bad));
    expect((await ask('GET', officer, unitId)).body).toMatchObject({
      subject: unitId,
      devices: [
        {
          id: device,
          state: { latest: { sequence: 3, valueOhm: bad, bad: true }, messages: 3, alarm: true },
        },
      ],
    });
    expect((await ask('GET', { role: 'organisation', subject: organisationId }, unitId)).status).toBe(403);
    expect((await ask('GET', { role: 'officer', office: countyOffice }, unitId)).status).toBe(200);
  });
});

describe('the queue of readings', () => {
  it('stores the newest reading and raises one alarm for three bad ones in a row', async () => {
    const { deliver, send, alarms, state, device } = await registered();
    expect(await deliver(send(1, good))).toEqual([]);
    expect(await deliver(send(2, bad), send(3, bad))).toEqual([]);
    expect(await alarms()).toEqual([]);
    expect(await deliver(send(4, bad), send(5, bad))).toEqual([]);
    expect(await alarms()).toMatchObject([
      { device, keyUnit: unitId, sequences: [2, 3, 4], value: bad, limit: '10' },
    ]);
    expect(await state()).toMatchObject({ latest: { sequence: 5 }, messages: 5, alarm: true });
    await deliver(send(6, good), send(7, bad), send(8, bad), send(9, bad));
    expect(await alarms()).toHaveLength(2);
  });

  it('every message one to five times, in any order: the same end', async () => {
    const { deliver, send, alarms, state, transport } = await registered();
    const all = [good, bad, bad, bad, good, bad, bad, good].map((value, index) => send(index + 1, value));
    transport.inject({ fault: 'duplicate' });
    const deliveries = transport.deliver(transport.deliver(all));
    expect(deliveries.length).toBe(32);
    for (let from = 0; from < deliveries.length; from += 5) {
      expect(await deliver(...deliveries.slice(from, from + 5).toReversed())).toEqual([]);
    }
    expect(await alarms()).toHaveLength(1);
    expect(await state()).toMatchObject({
      latest: { sequence: 8, valueOhm: good },
      messages: 8,
      alarm: false,
    });
    const before = JSON.stringify(transport.items(tableName));
    await deliver(...all);
    expect(JSON.stringify(transport.items(tableName))).toBe(before);
  });

  it.each(['deny', 'lost', 'timeout', 'throttle'] as const)(
    'writes alarm and state together or not at all: %s',
    async (fault) => {
      const { deliver, send, alarms, state, transport } = await registered();
      const three = [send(1, bad), send(2, bad), send(3, bad)];
      transport.inject({ fault, operation: 'dynamodb.TransactWriteItems', times: 2 });
      const failed = await deliver(...three);
      expect([await alarms(), await state()]).toEqual(
        failed.length > 0 ? [[], undefined] : [[expect.anything()], expect.objectContaining({ messages: 3 })],
      );
      transport.calm();
      expect(await deliver(...three)).toEqual([]);
      expect(await alarms()).toHaveLength(1);
      expect(await state()).toMatchObject({ messages: 3, alarm: true });
    },
  );

  it('two batches of one device at the same moment: neither is lost', async () => {
    const { deliver, send, alarms, state, transport } = await registered();
    transport.inject({ fault: 'shuffle' });
    const batches = Array.from({ length: 8 }, (_, index) => deliver(send(index + 1, bad)));
    expect((await Promise.all(batches)).flat()).toEqual([]);
    transport.calm();
    expect(await state()).toMatchObject({ latest: { sequence: 8 }, messages: 8 });
    expect(await alarms()).toHaveLength(1);
  });

  it('gives back what it refuses, and takes the rest of the batch', async () => {
    const { deliver, send, state } = await registered();
    const other = 'dev_01KJDEV0000000000000000009';
    const refused: readonly (object | string)[] = [
      'no json',
      '{}',
      { ...send(2, good), extra: 1 },
      { ...send(2, good), client: other },
      { ...send(2, good), client: 'n/a' },
      { ...send(2, good), device: other, client: other },
      { ...send(2, good), sequence: 0 },
      { ...send(2, good), sequence: 1.5 },
      { ...send(2, 'NaN') },
      { ...send(2, '1e3') },
      { ...send(2, '-1') },
      { ...send(2), readings: [] },
      { ...send(2), readings: [{ at: '2026-03-02T00:00:00Z', valueOhm: 9.8 }] },
      { ...send(2), readings: [{ at: '2026-03-02T00:00:00', valueOhm: '9.8' }] },
      { ...send(2), readings: [{ at: '1970-01-01T00:00:00Z', valueOhm: '9.8' }] },
      send(2, ...Array.from({ length: 11 }, () => good)),
      JSON.stringify(send(2, good)).padEnd(maxMessageBytes + 1, ' '),
    ];
    const failed = await deliver(
      send(1, good),
      ...refused,
      send(3, ...Array.from({ length: 10 }, () => good)),
    );
    expect(failed).toEqual(refused.map((_, index) => index + 1));
    expect(await state()).toMatchObject({ latest: { sequence: 3 }, messages: 2 });
  });

  it('costs one state write per device and batch, however many readings', async () => {
    const { deliver, send, transport } = await registered();
    await deliver(send(1, good));
    transport.reset();
    await deliver(
      ...Array.from({ length: 100 }, (_, index) =>
        send(index + 2, ...Array.from({ length: 10 }, () => good)),
      ),
    );
    const counts = transport.counts();
    expect(counts.operations['dynamodb.PutItem']).toMatchObject({ calls: 1, writeUnits: 1 });
    expect(counts.calls).toBe(3);
  });
});
