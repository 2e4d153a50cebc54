import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { consumerWith as deviceConsumer } from '../../../functions/device-telemetry/consumer.ts';
import { makeDeviceKeys } from '../../../localstack/demo/certificate-request.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import { hazard as hazardSchema } from '../../../shared/contracts/hazard.ts';
import { routes, type RouteId } from '../../../shared/contracts/routes.ts';
import { listRecords } from '../../../shared/subject-file/read.ts';
import {
  county,
  idOf,
  officer,
  personNumber,
  province,
  registerOrganisation,
  reportBy,
  stationBody,
  technicianBody,
  unit,
} from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { lambdaContext, queueEvent } from '../../builders/queue-event.ts';
import { withFailures } from '../../builders/report.ts';
import { archiveName, makeStage, tableName, type Ask, type Stage } from '../../builders/stage.ts';

/** Persons: their names and numbers may stand nowhere in the clear. */
const persons = {
  manager: '钱塘守',
  managerPhone: '+86 571 6666 7777',
  technician: '孟河检',
  technicianNumber: personNumber(777),
  responsible: '虞山责',
  /** Only ever sent in requests that are wrong or disturbed. */
  stranger: '甬江误',
  strangerNumber: personNumber(778),
} as const;
/** What people type in free text, each with a name in it: it stays in the file and goes nowhere else. */
const typed = {
  advice: '请重做接地，联系人西溪荐',
  confirm: '现场所见属实，西溪确',
  measures: '更换引下线，西溪措',
  statement: '已完成整改，西溪述',
  first: '复查合格，西溪甲',
  second: '复查合格，西溪乙',
  close: '结案，西溪结',
  extend: '延期理由，西溪延',
  reject: '不属实，西溪驳',
  lead: '线索核实，西溪索',
  mounted: '罐区西溪装',
} as const;

const lines: string[] = [];
/** Refusals, each with what the caller may meet again in it: his own path, query, headers, and fields about no person. */
const failures: { readonly text: string; readonly named: string }[] = [];
let stage: Stage;
let sent = 0;
/** Fields in which a person's data belong: their values come back in no refusal. */
const personal = /^(name|phone|personId|safetyManager|responsible|measures)$/;
/** What a refusal may repeat of a body: names of fields, and values of those that are about no person. */
const repeatable = (value: unknown): readonly unknown[] =>
  typeof value !== 'object' || value === null
    ? [value]
    : Object.entries(value).flatMap(([name, inner]: [string, unknown]) => [
        name,
        ...(personal.test(name) ? [] : repeatable(inner)),
      ]);
const ask = async (route: RouteId, caller: Caller | undefined, given: Ask = {}) => {
  const answer = await stage.ask(route, caller, { key: `personal-${(sent += 1)}`, ...given });
  if (answer.status >= 400) {
    const { path, query, headers, body } = given;
    failures.push({ text: answer.text, named: JSON.stringify([path, query, headers, repeatable(body)]) });
  }
  return answer;
};
const done = async (...[route, caller, given]: Parameters<typeof ask>) => {
  const answer = await ask(route, caller, given);
  if (answer.status >= 400) throw new Error(`${route}: ${answer.text}`);
  return answer;
};

/** The whole thread: register, report, leads, hazards to their end, devices, decisions. */
const play = async () => {
  const crew = await registerOrganisation(stage);
  const technician = idOf(
    'sub',
    await done('registerTechnician', crew.clerk, {
      path: { id: crew.id },
      body: { ...technicianBody(5), name: persons.technician, personId: persons.technicianNumber },
    }),
  );
  const safetyManager = { name: persons.manager, phone: persons.managerPhone };
  const body = stationBody(1, { safetyManager });
  const station = idOf('sub', await done('registerSubject', county, { body }));
  const manager = unit(station);
  const keys = makeDeviceKeys('EM-0001');
  const device = await done('registerDevice', manager, {
    path: { id: station },
    body: {
      ...{ deviceKind: 'EARTH_RESISTANCE_MONITOR', serialNumber: 'EM-1', csr: keys.csrPem },
      ...{ mountedAt: typed.mounted, limitOhm: '10' },
    },
  });
  const report = plantVerdictConflict(
    withFailures(reportBy({ ...crew, technicians: [technician, crew.technicians[1]] }, station), [
      '2-01',
      '2-02',
    ]),
    '1-03',
    'BAD_VALUE_PASSES',
  );
  await stage.settle();
  const received = await done('submitReport', crew.clerk, {
    body: { ...report, rectificationAdvice: typed.advice },
  });
  const reportId = idOf('rep', received);
  await stage.settle();

  const [first, second] = (await listRecords(stage.table, hazardSchema, station, 'HAZARD')).map(
    ({ body: { id } }) => id,
  );
  const move = (hazard: string | undefined, command: string, by: Caller, said: object) =>
    done('commandHazard', by, { path: { id: station, hazard: hazard ?? '', command }, body: said });
  await move(first, 'confirm', county, { level: 'GENERAL', note: typed.confirm });
  await move(first, 'notify', county, { orderNumber: 'O-1', dueOn: '2027-01-01' });
  await move(first, 'extend', county, { reason: typed.extend, dueOn: '2027-02-01' });
  await move(first, 'plan', manager, { measures: typed.measures, responsible: persons.responsible });
  await move(first, 'submit', manager, { statement: typed.statement });
  await move(first, 'recheck', county, { passed: true, record: typed.first });
  await move(first, 'recheck', officer('330106', 'second officer'), { passed: true, record: typed.second });
  await move(first, 'close', county, { note: typed.close });
  await move(second, 'reject', county, { reason: typed.reject });
  const leads = await done('listAnomalies', province, { path: { id: crew.id } });
  await done('decideAnomaly', province, {
    path: {
      id: crew.id,
      anomaly: idOf('ano', { text: JSON.stringify(leads.body.anomalies[0]) }),
      command: 'release',
    },
    body: { reason: typed.lead },
  });
  await stage.settle();
  for (const purpose of ['SUPERVISION', 'CASE'])
    for (const caller of [county, province, manager])
      await done('readFile', caller, { path: { id: station }, query: { purpose } });
  await done('readFile', province, { path: { id: technician }, query: { purpose: 'CORRECTION' } });
  return {
    crew,
    technician,
    station,
    manager,
    report,
    reportId,
    device: idOf('dev', device),
    hazard: first ?? '',
    body,
  };
};
type Played = Awaited<ReturnType<typeof play>>;

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
const wrongRequests = async ({ crew, station, hazard, report, body }: Played): Promise<void> => {
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
const brokenServices = async ({ crew, technician, station, hazard }: Played): Promise<void> => {
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
const poison = async ({ device }: Played): Promise<void> => {
  const [event] = stage.world.events.list().map(({ detail }) => Object(detail));
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

const text = (value: unknown): string => JSON.stringify(value) ?? '';
/** Everything that is stored or was handed over, by where it lies; bytes as text. */
const places = () => {
  const { world } = stage;
  const items = world.items(tableName);
  const binary = items.flatMap((item) =>
    Object.values(item).flatMap((value) =>
      'B' in value ? [Buffer.from(value.B, 'base64').toString('utf8')] : [],
    ),
  );
  const objects = world.s3.list(archiveName);
  return {
    keys: text(items.map(({ pk, sk, dueSlot, dueAt }) => [pk, sk, dueSlot, dueAt])),
    'object names': text(objects.map(({ key }) => key)),
    events: text(world.events.list()),
    'executions and queues': text([world.sfn.executions(), world.sqs.messages('due')]),
    'registry of things': text(world.iot.calls()),
    log: lines.join('\n'),
    // Attributes beside the body of a record: nothing typed belongs there either.
    attributes: text(items.map(({ body: _, ...others }) => others)),
    table: `${text(items)} ${binary.join(' ')}`,
    stream: text(world.stream(tableName)),
    archive: objects.map(({ bytes }) => Buffer.from(bytes).toString('utf8')).join(' '),
  };
};

/** What those may read who may read the files: everything that was typed is there. */
const read = async ({ station, crew, reportId }: Played): Promise<string> => {
  const answers = [
    await done('readFile', county, { path: { id: station } }),
    await done('readReport', county, { path: { report: reportId }, query: { subject: station } }),
    await done('listAnomalies', province, { path: { id: crew.id } }),
  ];
  return answers.map((one) => one.text).join();
};

let readable: string;
let where: ReturnType<typeof places>;
let played: Played;
beforeAll(async () => {
  for (const method of ['debug', 'info', 'warn', 'error', 'log'] as const)
    vi.spyOn(console, method).mockImplementation((...given: unknown[]) => {
      lines.push(given.map(String).join(' '));
    });
  stage = makeStage({ logs: true });
  played = await play();
  await wrongRequests(played);
  await brokenServices(played);
  await poison(played);
  where = places();
  readable = await read(played);
}, 60_000);
afterAll(() => {
  vi.restoreAllMocks();
});

describe('names and numbers of persons', () => {
  it.each(Object.entries(persons))('%s stands nowhere in the clear', (_, value) => {
    for (const [place, content] of Object.entries(where)) {
      const at = content.indexOf(value);
      expect(at, `${place}: …${content.slice(Math.max(0, at - 80), at + 40)}`).toBe(-1);
    }
  });

  it('come back in no refusal, but for what a caller himself put where no person belongs', () => {
    const repeated = failures.filter(({ text: answer, named }) =>
      Object.values(persons).some((value) => answer.includes(value) && !named.includes(value)),
    );
    expect(repeated).toEqual([]);
  });
});

describe('what people typed', () => {
  const outside = [
    'keys',
    'object names',
    'events',
    'executions and queues',
    'registry of things',
    'log',
    'attributes',
  ] as const;
  it.each(Object.entries(typed))('%s stays in the file', (_, value) => {
    expect(readable).toContain(value);
    for (const place of outside) expect(where[place].includes(value), place).toBe(false);
    for (const { text: answer } of failures) expect(answer).not.toContain(value);
  });
});

describe('the search', () => {
  it('looked at everything: it finds what is no secret', () => {
    expect(where.table).toContain('演示第1加油站');
    expect(where.keys).toContain(played.station);
    expect(where.events).toContain(played.station);
    expect(where['executions and queues']).toContain(played.hazard);
    expect(where['registry of things']).toContain(played.device);
    expect(where['object names']).toContain('reports');
    expect(where.archive.length).toBeGreaterThan(1_000);
    expect(failures.length).toBeGreaterThan(150);
  });

  it('went through failures of every kind', () => {
    const codes = new Set(lines.map((line): unknown => JSON.parse(line).message));
    for (const code of [
      ...['HTTP_ANSWERED', 'HTTP_FAILED', 'EVENT_HANDLED', 'EVENT_FAILED', 'EVENT_PUBLISHED'],
      ...['PUBLISH_FAILED', 'SENSITIVE_READ', 'TELEMETRY_REFUSED'],
    ])
      expect(codes, code).toContain(code);
  });

  it('the log of a sensitive read says who, which office, for what and which fields, once for each request', () => {
    const reads = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === 'SENSITIVE_READ');
    const [first] = reads;
    expect(first).toMatchObject({
      principal: county.principal,
      role: 'officer',
      office: '330106',
      subject: played.station,
      purpose: 'SUPERVISION',
      fields: 'HAZARD.person,HAZARD.responsible,HEAD.safetyManager',
    });
    const requests = reads.map(({ requestId }) => String(requestId));
    expect(new Set(requests).size).toBe(requests.length);
    expect(reads.slice(0, 7).map(({ purpose }) => String(purpose))).toEqual([
      ...['SUPERVISION', 'SUPERVISION', 'OWN', 'CASE', 'CASE', 'OWN', 'CORRECTION'],
    ]);
  });
});
