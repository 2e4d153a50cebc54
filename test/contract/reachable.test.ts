import { beforeAll, describe, expect, it } from 'vitest';
import { gatewayAnswers } from '../../infra/stacks/gateway-answers.ts';
import type { Caller } from '../../shared/access/caller.ts';
import type { RouteId } from '../../shared/contracts/routes.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import type { ProblemCode } from '../../shared/kernel/problem.ts';
import { catalogue } from '../../shared/kernel/problem-catalogue.ts';
import { bodyLimit } from '../../shared/lambda/body.ts';
import { append } from '../../shared/subject-file/append.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { aSubject, someTime } from '../builders/files.ts';
import {
  county,
  idOf,
  instrumentBody,
  locationOf,
  officer,
  organisation,
  organisationBody,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  someone,
  stationBody,
  technicianBody,
  unit,
  type Organisation,
} from '../builders/parties.ts';
import { plantVerdictConflict } from '../builders/planted-faults.ts';
import { withFailures, type ReportBody } from '../builders/report.ts';
import { makeStage, type Ask, type Stage } from '../builders/stage.ts';

interface Scene {
  readonly stage: Stage;
  readonly crew: Organisation;
  readonly station: SubjectId;
  readonly hazards: readonly string[];
  readonly lead: string;
}
type Case = (scene: Scene) => Promise<{ readonly status: number; readonly text: string }>;

const nobody = 'sub_01KJGH00000000000000000000';
/** Stations and days near the first ones: stations stand a kilometre apart, reports ten days. */
let fresh = 8;
const next = (): number => (fresh += 1);

const asking =
  (
    route: RouteId,
    caller: Caller | ((scene: Scene) => Caller),
    given: Ask | ((scene: Scene) => Ask) = {},
  ): Case =>
  async (scene) =>
    scene.stage.ask(
      route,
      typeof caller === 'function' ? caller(scene) : caller,
      typeof given === 'function' ? given(scene) : given,
    );
const registering = (change: Readonly<Record<string, unknown>>): Case =>
  asking('registerSubject', county, () => ({ body: stationBody(next(), change) }));
const hiring = (change: Readonly<Record<string, unknown>>): Case =>
  asking(
    'registerTechnician',
    ({ crew }) => crew.clerk,
    ({ crew }) => ({ path: { id: crew.id }, body: { ...technicianBody(next()), ...change } }),
  );
const reporting = (change: (report: ReportBody) => object): Case =>
  asking(
    'submitReport',
    ({ crew }) => crew.clerk,
    ({ crew, station }) => {
      const report = reportBy(crew, station, next());
      return { body: { ...report, ...change(report) } };
    },
  );
const firstPoint = (change: object) =>
  reporting(({ points }) => ({ points: points.map((one, n) => (n === 0 ? { ...one, ...change } : one)) }));
const registerAs = (given: Ask): Case => asking('registerSubject', county, given);
const handling =
  (
    which: number,
    caller: Caller | ((scene: Scene) => Caller),
    ...steps: readonly (readonly [string, object])[]
  ): Case =>
  async (scene) => {
    let answer = { status: 0, text: '' };
    for (const [command, body] of steps)
      answer = await scene.stage.ask('commandHazard', typeof caller === 'function' ? caller(scene) : caller, {
        path: { id: scene.station, hazard: scene.hazards[which] ?? '', command },
        body,
      });
    return answer;
  };
const confirm = ['confirm', { level: 'GENERAL' }] as const;
const notify = ['notify', { orderNumber: 'O-1', dueOn: '2099-01-01' }] as const;
const recheck = ['recheck', { passed: true, record: '合格' }] as const;
const submitted = async (scene: Scene, which: number): Promise<void> => {
  await handling(which, county, confirm, notify)(scene);
  const { status, text } = await handling(which, unit(scene.station), ['submit', { statement: '已整改' }])(
    scene,
  );
  if (status !== 200) throw new Error(text);
};
const extend = (dueOn: string) => ['extend', { reason: '材料未到', dueOn }] as const;
const faceless = (office: string): Caller => {
  const { person: _, ...rest } = officer(office, 'an account without a face');
  return rest;
};

/** A request that meets each problem. The compiler asks for a row for every code that is added. */
const cases: Readonly<
  Record<
    Exclude<ProblemCode, 'THROTTLED' | 'UNAVAILABLE' | 'ROUTE_UNKNOWN' | 'RECORD_MISSING' | 'RECORD_EXPIRED'>,
    Case
  >
> = {
  FIELD_INVALID: registering({ name: '' }),
  FIELD_MISSING: registering({ name: undefined }),
  FIELD_UNKNOWN: registering({ nickname: 'x' }),
  NUMBER_NOT_FINITE: async (scene) =>
    registerAs({
      text: JSON.stringify(stationBody(next())).replace(/"lon":[\d.]+/, '"lon":1e999'),
    })(scene),
  DECIMAL_MALFORMED: firstPoint({ value: '1e3' }),
  ID_MALFORMED: reporting(() => ({ keyUnit: 'x' })),
  INSTANT_MALFORMED: reporting(({ activity }) => ({ activity: { ...activity, startedAt: '2026-03-02' } })),
  DAY_MALFORMED: registering({ listedOn: '2026-02-30' }),
  DAY_IN_FUTURE: asking('readFile', county, ({ station }) => ({
    path: { id: station },
    query: { on: '2999-01-01' },
  })),
  DAY_BEFORE_REGISTRATION: asking('readFile', county, ({ station }) => ({
    path: { id: station },
    query: { on: '1999-01-01' },
  })),
  DATES_OUT_OF_ORDER: reporting(() => ({ nextInspectionOn: '2020-01-01' })),
  USCC_LENGTH: registering({ uscc: '9133' }),
  USCC_ALPHABET: registering({ uscc: '9133010OMA27XHT5X6' }),
  USCC_CHECK: asking('findSubjects', county, { query: { code: '91330106DEM0000119' } }),
  PERSON_ID_LENGTH: hiring({ personId: '33010619' }),
  PERSON_ID_FORM: hiring({ personId: 'A30106190001011001' }),
  PERSON_ID_DIVISION: hiring({ personId: '700106190001011004' }),
  PERSON_ID_BIRTH: hiring({ personId: '330106190013011001' }),
  PERSON_ID_CHECK: hiring({ personId: '330106190001011002' }),
  SUPERVISION_CODE_FORM: asking('findSubjects', county, { query: { code: 'LA123' } }),
  SUPERVISION_CODE_CHECK: async ({ stage, station }) => {
    const { body } = await stage.ask('readFile', county, { path: { id: station } });
    const [{ supervisionCode: code }] = body.records.filter(({ kind }: { kind: string }) => kind === 'HEAD');
    const wrong = `${String(code).slice(0, -1)}${String(code).endsWith('0') ? '1' : '0'}`;
    return stage.ask('findSubjects', county, { query: { code: wrong } });
  },
  DIVISION_UNKNOWN: registering({ division: '339999' }),
  DIVISION_OTHER_PROVINCE: asking('registerSubject', province, () => ({
    body: stationBody(next(), { division: '320102' }),
  })),
  DATUM_MISSING: registering({ location: { lon: 120.1, lat: 30.2 } }),
  DATUM_UNKNOWN: registering({ location: { lon: 120.1, lat: 30.2, datum: 'BD09' } }),
  POSITION_OUTSIDE_CHINA: registering({ location: { lon: 2.3, lat: 48.8, datum: 'WGS84' } }),
  POSITION_FAR_FROM_KEY_UNIT: reporting(({ activity }) => ({
    activity: { ...activity, position: { ...activity.position, lon: 122 } },
  })),
  POINT_NUMBER_REPEATED: reporting(({ points }) => ({ points: [points[0], points[0]] })),
  ACTIVITY_TOO_LONG: reporting(({ activity }) => ({
    activity: { ...activity, startedAt: '2026-01-01T09:00:00+08:00' },
  })),
  UNIT_WRONG: firstPoint({ unit: 'm' }),
  VALUE_NEGATIVE: firstPoint({ value: '-1' }),
  ACTIVITY_IN_FUTURE: reporting(({ activity }) => ({
    activity: { ...activity, startedAt: '2999-01-01T09:00:00+08:00', endedAt: '2999-01-01T10:00:00+08:00' },
    issuedOn: '2999-01-02',
    nextInspectionOn: '2999-07-02',
  })),
  STRUCTURE_UNKNOWN: firstPoint({ structure: '99' }),
  CSR_INVALID: asking(
    'registerDevice',
    ({ station }) => unit(station),
    ({ station }) => ({
      path: { id: station },
      body: {
        ...{ deviceKind: 'EARTH_RESISTANCE_MONITOR', serialNumber: 'EM-1', csr: 'nonsense' },
        ...{ mountedAt: '罐区', limitOhm: '10' },
      },
    }),
  ),
  BODY_MISSING: registerAs({}),
  BODY_NOT_JSON: registerAs({ text: '{"kind": "KEY_UNIT"' }),
  BODY_NOT_UTF8: registerAs({ text: '{"name": "\ufffd"}' }),
  BODY_TOO_LARGE: registerAs({ body: { x: 'x'.repeat(bodyLimit) } }),
  CONTENT_TYPE: registerAs({ body: {}, headers: { 'content-type': 'text/plain' } }),
  QUERY_MISSING: asking('findSubjects', county),
  HEADER_MALFORMED: registerAs({ body: stationBody(900), headers: { 'if-match': 'nonsense' } }),
  CURSOR_INVALID: asking('readLedger', county, ({ station }) => ({
    path: { id: station },
    query: { cursor: 'x' },
  })),
  IDEMPOTENCY_KEY_MISSING: registerAs({ body: stationBody(900), key: '' }),
  IDEMPOTENCY_KEY_REUSED: async (scene) => {
    await registerAs({ body: stationBody(next()), key: 'key-twice' })(scene);
    return registerAs({ body: stationBody(next()), key: 'key-twice' })(scene);
  },
  TOKEN_MISSING: async ({ stage, station }) => stage.ask('readFile', undefined, { path: { id: station } }),
  FORBIDDEN: asking('readFile', someone, ({ station }) => ({ path: { id: station } })),
  NOT_FOUND: asking('readFile', province, { path: { id: nobody } }),
  SUBJECT_UNKNOWN: asking('readFile', province, { path: { id: 'nonsense' } }),
  SUBJECT_ERASED: async (scene) => {
    // No command of today destroys the key of a unit; a table that was restored without it looks like this.
    const bare = await registerStation(scene.stage, next());
    await scene.stage.table.remove(keys.dataKey(bare));
    const at = locationOf(fresh);
    return asking(
      'submitReport',
      ({ crew }) => crew.clerk,
      ({ crew }) => ({ body: reportBy(crew, bare, next(), { at }) }),
    )(scene);
  },
  SUBJECT_MERGED: async (scene) => {
    const [twin, other] = [await registerStation(scene.stage, next()), scene.station];
    const merge = async () =>
      scene.stage.ask('mergeSubjects', county, {
        path: { id: twin },
        body: { into: other, reason: '登记了两次' },
      });
    await merge();
    return merge();
  },
  NOTHING_TO_ERASE: asking('erasePersonalData', province, ({ station }) => ({
    path: { id: station },
    body: {
      ...{ scope: 'FIELD', record: station, field: 'safetyManager' },
      ...{ reason: 'PURPOSE_ENDED', basis: 'PIPL 47' },
    },
  })),
  SUBJECT_WRONG_KIND: asking('readCreditGrade', county, ({ station }) => ({ path: { id: station } })),
  INSTRUMENT_UNKNOWN: reporting(({ activity }) => ({
    activity: { ...activity, instruments: ['ins_01KJGH00000000000000000000'] },
  })),
  ALREADY_REGISTERED: async (scene) => {
    const body = stationBody(next());
    await registerAs({ body })(scene);
    return registerAs({ body })(scene);
  },
  REPORT_NUMBER_TAKEN: async (scene) => {
    const same = reporting(() => ({ reportNumber: 'R-1' }));
    await same(scene);
    return same(scene);
  },
  RECORD_WRONG_STATE: handling(0, county, ['close', { note: '了结' }]),
  RECORD_CHANGED: async (scene) => {
    const answers = await Promise.all([1, 2].map(async () => handling(1, county, confirm)(scene)));
    return answers.find(({ status }) => status !== 200) ?? { status: 0, text: 'both were done' };
  },
  PRECONDITION_FAILED: asking('commandHazard', county, ({ station, hazards }) => ({
    path: { id: station, hazard: hazards[2] ?? '', command: 'confirm' },
    body: { level: 'GENERAL' },
    headers: { 'if-match': `"${hazards[2]}.9"` },
  })),
  SAME_PERSON: async (scene) => {
    await submitted(scene, 3);
    return handling(3, county, recheck, recheck)(scene);
  },
  EXTENSION_USED: async (scene) => {
    await handling(4, county, confirm, notify)(scene);
    return handling(4, county, extend('2099-02-01'), extend('2099-03-01'))(scene);
  },
  PERSON_UNKNOWN: async (scene) => {
    await submitted(scene, 5);
    return handling(5, faceless('330106'), recheck)(scene);
  },
  PARTY_RECHECK: async (scene) => {
    await submitted(scene, 6);
    return handling(6, unit(scene.station), recheck)(scene);
  },
  COMMAND_UNKNOWN: handling(7, county, ['erase', {}]),
  INTERNAL: async () => {
    const broken = makeStage();
    broken.world.inject({ fault: 'deny', operation: 'dynamodb.' });
    return broken.ask('registerSubject', county, { body: stationBody(1) });
  },
};

const statusOf = (code: unknown): number | undefined =>
  Object.entries(catalogue).find(([name]) => name === code)?.[1].status;

describe('every code of the catalogue', () => {
  let scene: Scene;
  beforeAll(async () => {
    const stage = makeStage();
    const crew = await registerOrganisation(stage);
    const station = await registerStation(stage);
    await stage.settle();
    const report = reportBy(crew, station);
    const failing = report.points.slice(0, 12).map(({ number }) => number);
    const body = plantVerdictConflict(withFailures(report, failing, '500'), '2-03', 'BAD_VALUE_PASSES');
    await stage.ask('submitReport', crew.clerk, { body });
    await stage.settle();
    const found = await stage.ask('listHazards', county, { path: { id: station } });
    const leads = await stage.ask('listAnomalies', province, { path: { id: crew.id } });
    scene = {
      ...{ stage, crew, station, lead: leads.body.anomalies[0].id },
      hazards: found.body.hazards.map(({ id }: { id: string }) => id),
    };
    expect(scene.hazards.length).toBeGreaterThanOrEqual(8);
  });

  it.each(Object.entries(cases))('%s is met by a request', async (code, meet) => {
    const { status, text } = await meet(scene);
    const body = JSON.parse(text);
    const codes = body.problems.map((one: { code: string }) => one.code);
    expect(codes, text).toContain(code);
    // The first problem leads: its code and status are those of the answer.
    expect([codes[0], statusOf(codes[0])]).toEqual([body.code, status]);
    expect(body.requestId).toMatch(/^request-\d+$/);
    for (const { zh, en } of body.problems) {
      expect(zh).toMatch(/[一-鿿]/);
      // Every value was filled in.
      expect(`${zh}${en}`).not.toMatch(/\{\w+\}/);
    }
  });

  it('of the rest the gateway gives some, and the core some that no command of today leads to', async () => {
    const gateway: readonly string[] = gatewayAnswers.map(({ code }) => code);
    for (const code of ['THROTTLED', 'UNAVAILABLE', 'ROUTE_UNKNOWN']) expect(gateway).toContain(code);
    const { table } = scene.stage;
    const change = {
      ...{ subject: aSubject, type: 'HazardMoved', cause: 'a cause', time: someTime, correlation: 'c' },
      actor: { ref: 'function:test', role: 'system' },
      source: { channel: 'system' as const },
    };
    const id = 'haz_01KJGH00000000000000000000';
    const gone = {
      ...{ subject: aSubject, kind: 'HAZARD' as const, id, version: 1, salt: new Uint8Array(16), body: '{}' },
      ...{ entry: 'ent_01KJGH00000000000000000000' as const, derived: {} },
    };
    const missing = await append(table, {
      ...change,
      changes: [{ kind: 'HAZARD', id, body: {}, previous: gone }],
    });
    expect(missing).toMatchObject({ ok: false, code: 'RECORD_MISSING' });
    const ticket = { pk: 'ticket#1', sk: '#', ttl: 1 };
    await table.put(ticket);
    const expired = await append(table, {
      ...change,
      changes: [{ kind: 'HAZARD', id, body: {} }],
      companions: () => [{ item: ticket, unless: 'unexpired' }],
    });
    expect(expired).toMatchObject({ ok: false, code: 'RECORD_EXPIRED' });
  });
});

it('several faults of one request come together: of headers, of the body, of every field', async () => {
  const { ask } = makeStage();
  const { status, body } = await ask('registerSubject', county, {
    body: { ...organisationBody(1), uscc: 'x', division: '999999', certificate: {}, extra: 1 },
    key: 'no',
    headers: { 'if-match': 'nonsense' },
  });
  const codes = body.problems.map(({ code }: { code: string }) => code);
  expect([status, codes[0], codes[1]]).toEqual([400, 'IDEMPOTENCY_KEY_MISSING', 'HEADER_MALFORMED']);
  for (const code of ['USCC_LENGTH', 'DIVISION_UNKNOWN', 'FIELD_MISSING', 'FIELD_UNKNOWN'])
    expect(codes).toContain(code);
});

it('an instrument of an unknown kind names the field, in both languages', async () => {
  const stage = makeStage();
  const id = idOf('sub', await stage.ask('registerSubject', province, { body: organisationBody(1) }));
  const clerk = organisation(isId('sub', id) ? id : aSubject);
  const { body } = await stage.ask('registerInstrument', clerk, {
    path: { id },
    body: { ...instrumentBody(1), instrumentKind: 'SPOON' },
  });
  expect(body.problems).toMatchObject([{ code: 'FIELD_INVALID', pointer: '/instrumentKind' }]);
});
