import { consumerWith as deviceConsumer } from '../../../functions/device-telemetry/consumer.ts';
import { routes } from '../../../shared/contracts/routes.ts';
import { county, personNumber, province, stationBody, technicianBody, unit } from '../../builders/parties.ts';
import { lambdaContext, queueEvent } from '../../builders/queue-event.ts';
import { persons, typed, type Asker, type Played } from './thread.ts';

const { stranger, strangerNumber } = persons;
/** Requests that are wrong in every way in which a person's data could be in them. */
const wrongBodies = (body: object): readonly unknown[] => [
  { ...body, [stranger]: 1 },
  { ...body, name: { [strangerNumber]: stranger } },
  { ...body, kind: stranger },
  { ...body, uscc: strangerNumber, division: stranger },
  { ...body, safetyManager: stranger },
  { ...body, safetyManager: { name: stranger, phone: strangerNumber, wechat: stranger } },
  {
    ...body,
    personId: `${strangerNumber.slice(0, 17)}${strangerNumber.endsWith('0') ? '1' : '0'}`,
    name: stranger,
  },
  { ...body, responsible: [stranger], measures: { a: strangerNumber } },
  [stranger],
  strangerNumber,
];
export const wrongRequests = async (
  { ask }: Asker,
  { crew, station, hazard, report, body }: Played,
): Promise<void> => {
  const { clerk } = crew;
  const path = { id: station, hazard, command: 'plan', anomaly: 'ano_01KJGH00000000000000000000' };
  for (const wrong of wrongBodies(body)) {
    await ask('registerSubject', county, { body: wrong });
    await ask('registerTechnician', clerk, { path: { id: crew.id }, body: wrong });
    await ask('registerInstrument', clerk, { path: { id: crew.id }, body: wrong });
    await ask('registerDevice', county, { path, body: wrong });
    await ask('commandHazard', unit(station), { path, body: wrong });
    await ask('decideAnomaly', province, { path: { ...path, id: crew.id, command: 'confirm' }, body: wrong });
    for (const route of ['mergeSubjects', 'reAliasSubject', 'erasePersonalData'] as const)
      await ask(route, province, { path, body: wrong });
    await ask('submitReport', clerk, { body: { ...report, reportNumber: 'x', ...Object(wrong) } });
  }
  // The same number again, under another name.
  await ask('registerTechnician', clerk, {
    path: { id: crew.id },
    body: { ...technicianBody(6), name: stranger, personId: persons.technicianNumber },
  });
  // Where data of persons do not belong: paths, queries, keys, headers.
  for (const value of [stranger, strangerNumber]) {
    for (const { id: route, method } of routes)
      await ask(route, province, {
        path: { id: value, report: value, hazard: value, anomaly: value, command: value },
        query: {
          code: value,
          subject: value,
          purpose: value,
          after: value,
          limit: value,
          state: value,
          form: value,
          on: value,
        },
        ...(method === 'POST' ? { body: { name: value } } : {}),
      });
    await ask('readFile', county, { path, query: { purpose: value } });
    const named = { kind: 'KEY_UNIT', name: 'x' };
    for (const header of ['if-match', 'if-none-match', 'content-type', 'idempotency-key'])
      await ask('registerSubject', county, { body: named, headers: { [header]: encodeURIComponent(value) } });
    await ask('readFile', undefined, { path, authorizer: { role: value, principal: value, person: value } });
  }
  await ask('registerInstrument', clerk, {
    path: { id: crew.id },
    body: {
      serialNumber: 'K',
      instrumentKind: 'X',
      model: 'X',
      maker: 'X',
      calibration: { certificateNumber: 'X', body: 'X', calibratedOn: '2026-02-01', validTo: '2027-01-31' },
    },
    key: strangerNumber,
  });
};

/** Every command with a person in it, while one service after another fails in one way after another. */
export const brokenServices = async (
  { stage, ask }: Asker,
  { crew, technician, station, hazard }: Played,
): Promise<void> => {
  const faults = [
    ...(['dynamodb.', 'kms.', 's3.', 'iot.'] as const).map(
      (operation) => ({ fault: 'deny', operation }) as const,
    ),
    { fault: 'lost', operation: 'kms.' },
    { fault: 'timeout', operation: 'dynamodb.TransactWriteItems' },
    { fault: 'conflict', operation: 'dynamodb.TransactWriteItems', rate: 0.8 },
  ] as const;
  let n = 40;
  for (const rule of faults) {
    stage.world.inject(rule);
    n += 1;
    const safetyManager = { name: stranger, phone: strangerNumber };
    await Promise.all([
      ask('registerSubject', county, { body: stationBody(n, { safetyManager }) }),
      ask('registerTechnician', crew.clerk, {
        path: { id: crew.id },
        body: { ...technicianBody(n), name: stranger, personId: personNumber(900 + n) },
      }),
      ask('commandHazard', unit(station), {
        path: { id: station, hazard, command: 'plan' },
        body: { measures: typed.measures, responsible: stranger },
      }),
      ask('readFile', county, { path: { id: station }, query: { purpose: 'CASE' } }),
      ask('readFile', province, { path: { id: technician }, query: { purpose: 'CASE' } }),
      ask('readHazard', county, { path: { id: station, hazard }, query: { purpose: 'CASE' } }),
    ]);
    stage.world.calm();
  }
};
/** Messages of queue, stream and devices that somebody spoiled with the data of a person. */
export const poison = async ({ stage }: Asker, { device }: Played): Promise<void> => {
  const detail: unknown = stage.world.events.list().at(0)?.detail;
  const event = typeof detail === 'object' ? detail : {};
  const spoiled = [
    stranger,
    { detail: { ...event, state: { name: stranger, [strangerNumber]: 1 } } },
    { detail: { ...event, type: stranger } },
    { detail: { ...event, subject: strangerNumber } },
    `{"detail": {"name": "${stranger}`,
  ];
  for (const consumer of Object.values(stage.consumers)) await consumer(queueEvent(spoiled), lambdaContext);
  const readings = deviceConsumer(() => ({ table: stage.table }));
  await readings(
    queueEvent([
      stranger,
      { device: stranger, client: stranger, boot: 1, sequence: 1, readings: [] },
      {
        device,
        client: device,
        boot: 1,
        sequence: 1,
        receivedMs: 1,
        readings: [{ at: stranger, valueOhm: stranger }],
      },
      { device, client: device, [stranger]: strangerNumber },
    ]),
    lambdaContext,
  );
  const last = stage.entries().at(-1);
  for (const handler of [stage.publish, stage.integrate]) {
    stage.world.inject({ fault: 'deny', operation: 'dynamodb.' });
    await handler({ Records: last === undefined ? [] : [last] });
    stage.world.calm();
  }
};
