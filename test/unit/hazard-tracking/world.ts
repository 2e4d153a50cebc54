import { toJson } from '../../../shared/kernel/canonical.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import { eventOf } from '../../../functions/ledger-publisher/event-of.ts';
import { commandHazard } from '../../../functions/hazard-tracking/command-hazard.ts';
import { workOff } from '../../../functions/hazard-tracking/deadline.ts';
import type { Commands, SweepParts, TaskParts } from '../../../functions/hazard-tracking/dependencies.ts';
import { dueKey, openDueIndex } from '../../../functions/hazard-tracking/due-index.ts';
import { openLoops } from '../../../functions/hazard-tracking/loop-item.ts';
import { sweep, type SweepBounds } from '../../../functions/hazard-tracking/sweeping.ts';
import { hazard as hazardSchema, type Hazard } from '../../../shared/contracts/hazard.ts';
import { packPoints } from '../../../shared/contracts/packed-points.ts';
import type { Envelope } from '../../../shared/contracts/events.ts';
import { testPoint } from '../../../shared/contracts/report.ts';
import { runtimeSettings, type RuntimeSettings } from '../../../shared/contracts/settings.ts';
import { sha256 } from '../../../shared/kernel/digest.ts';
import { isId, newId, type Id, type SubjectId } from '../../../shared/kernel/ids.ts';
import { ok } from '../../../shared/kernel/problem.ts';
import {
  addMs,
  parseDay,
  parseInstant,
  type CalendarDay,
  type Instant,
} from '../../../shared/kernel/time.ts';
import { openTable } from '../../../shared/lambda/dynamodb.ts';
import { openKeyRing } from '../../../shared/lambda/keys.ts';
import { openNotary } from '../../../shared/lambda/notary.ts';
import { openQueue } from '../../../shared/lambda/queue.ts';
import { openMachine } from '../../../shared/lambda/stepfunctions.ts';
import { entryIn } from '../../../shared/lambda/stream.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { listRecords } from '../../../shared/subject-file/read.ts';
import { versionsOf } from '../../../shared/subject-file/versions.ts';
import { offices, zhejiang } from '../../builders/offices.ts';
import { createTransport } from '../../transport/transport.ts';

export const at = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new RangeError(text);
  return parsed;
};
export const day = (text: string): CalendarDay => {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(text);
  return parsed;
};
export const dayMs = 86_400_000;

/** A Monday morning in Hangzhou. */
export const begin = at('2026-03-02T09:00:00+08:00');
export const tableName = 'leian-test';
export const machineArn = 'arn:aws-cn:states:cn-north-1:000000000000:stateMachine:leian-test-hazard-loop';
export const dueQueue = 'https://sqs.cn-north-1.amazonaws.com.cn/000000000000/hazard-due';
export const unitId: SubjectId = newId('sub', begin, (length) => Buffer.alloc(length, 1));
export const organisationId: SubjectId = newId('sub', begin, (length) => Buffer.alloc(length, 2));
export const countyOffice = '330106';

const account = (name: string): Pick<Caller, 'issuer' | 'principal' | 'person'> => ({
  issuer: 'https://issuer.leian.invalid',
  principal: sha256(name),
  person: `keyed ${name}`,
});
export const officer: Caller = { ...account('officer one'), role: 'officer', office: countyOffice };
export const secondOfficer: Caller = { ...account('officer two'), role: 'officer', office: '330000' };
export const elsewhere: Caller = { ...account('officer three'), role: 'officer', office: '330200' };
export const manager: Caller = { ...account('manager'), role: 'unit', subject: unitId };
export const inspector: Caller = { ...account('inspector'), role: 'organisation', subject: organisationId };

export const settingsWith = (more: Partial<RuntimeSettings> = {}): RuntimeSettings =>
  runtimeSettings.parse({
    province: '33',
    liveSince: '2026-03-01',
    dueShards: 2,
    hazardClocks: {},
    escalation: [
      { level: 1, afterDays: 0, to: 'RESPONSIBLE', mark: 'G' },
      { level: 2, afterDays: 5, to: 'HIGHER_OFFICE', mark: 'G' },
      { level: 3, to: 'LISTING_OR_INTERVIEW', mark: 'G' },
    ],
    thresholds: {
      r01DistanceM: { value: 200, mark: 'G' },
      r03SpeedKmh: { value: 120, mark: 'G' },
      r21MinimumValues: { value: 8, mark: 'G' },
      intakePositionM: { value: 20_000, mark: 'G' },
    },
    officeTree: zhejiang.officeTree,
    cycleExceptions: [],
    ...more,
  });
const clock = (days: number, kind: 'calendar' | 'working' = 'calendar') => ({
  days,
  kind,
  source: 'test',
  mark: 'G' as const,
});
/** A province that sets all four clocks. */
export const clocks = {
  triage: clock(3),
  order: clock(5, 'working'),
  recheck: clock(7),
  close: clock(2, 'working'),
};

const head = {
  id: unitId,
  subjectKind: 'KEY_UNIT',
  supervisingOffice: countyOffice,
  division: countyOffice,
  registeredAt: begin,
  name: '演示西湾加油站',
  uscc: '91330106DEM0000118',
  supervisionCode: 'LA',
  keyUnitKind: 'FILLING_STATION',
  address: '演示路1号',
  location: { lon: 120.1, lat: 30.2, datum: 'CGCS2000' },
  listEdition: '2026-1',
  listedOn: '2026-01-15',
};

interface Point {
  readonly number: string;
  readonly verdict: 'PASS' | 'FAIL';
  readonly value?: string;
}

/** One province in memory with one key unit; time stands where the test puts it. */
export const makeWorld = async (settings: RuntimeSettings = settingsWith()) => {
  const transport = createTransport({
    tables: [{ name: tableName, indexes: [{ name: 'due', pk: 'dueSlot', sk: 'dueAt' }] }],
  });
  const table = openTable(tableName, transport.requestHandler);
  const keyRing = openKeyRing({ province: '33', fieldKey: 'field-key' }, transport.requestHandler);
  let now = begin;
  let number = 0;
  const deps: TaskParts & Commands & SweepParts = {
    table,
    keyRing,
    notary: openNotary({ keyId: 'ledger-key', province: '33' }, transport.requestHandler),
    settings,
    machine: openMachine(machineArn, transport.requestHandler),
    loops: openLoops(table),
    realClock: () => now,
    due: openDueIndex(table, 'due'),
    queue: openQueue(dueQueue, transport.requestHandler),
  };
  const system = {
    actor: { ref: 'function:test', role: 'system' },
    source: { channel: 'system' as const },
    correlation: 'test',
  };
  const dataKey = await keyRing.newDataKey(unitId);
  await table.put({ ...keys.dataKey(unitId), wrapped: dataKey.wrapped });
  await append(table, {
    ...system,
    subject: unitId,
    type: 'KeyUnitRegistered',
    cause: 'registered',
    time: now,
    changes: [{ kind: 'HEAD', id: unitId, body: head }],
  });

  const someDetails = {
    standards: [{ code: 'GB/T 21431', edition: '2023' }],
    technicians: [],
    instruments: [],
    tester: organisationId,
    structures: [],
  };
  /** Puts a report into the file, as the intake does, as far as this capability reads it. */
  const fileReport = async (points: readonly Point[]): Promise<Id<'rep'>> => {
    number += 1;
    const id = newId('rep', now, (length) => Buffer.alloc(length, number));
    const rows = points.map((point) =>
      testPoint.parse({
        structure: '1',
        item: 'EARTH_RESISTANCE',
        value: point.verdict === 'FAIL' ? '12.4' : '1.2',
        unit: 'ohm',
        standardValue: '4',
        ...point,
      }),
    );
    const written = await append(table, {
      ...system,
      subject: unitId,
      type: 'InspectionReportReceived',
      cause: id,
      time: now,
      changes: [
        {
          kind: 'REPORT',
          id,
          body: toJson(reportOf(id, rows.length, rows.filter((one) => one.verdict === 'FAIL').length)),
        },
        {
          kind: 'POINTS',
          id,
          body: { report: id },
          packed: packPoints({ details: someDetails, points: rows }),
        },
      ],
    });
    if (!written.ok) throw new Error(written.code);
    return id;
  };
  const reportOf = (id: string, pointCount: number, failedPointCount: number) => ({
    id,
    reportNumber: `R-${number}`,
    volume: 1,
    keyUnit: unitId,
    organisation: organisationId,
    inspectionType: 'PERIODIC',
    activity: { startedAt: begin, endedAt: begin, position: head.location },
    issuedOn: '2026-03-02',
    nextInspectionOn: '2026-09-02',
    conclusion: failedPointCount > 0 ? 'FAIL' : 'PASS',
    pointCount,
    failedPointCount,
    receivedAt: now,
    original: 'a'.repeat(64),
  });

  let told = 0;
  /** Events of everything that was written since the last call, as the publisher makes them. */
  const events = async (): Promise<readonly Envelope[]> => {
    const entries = transport.stream(tableName).slice(told);
    told += entries.length;
    const made: Envelope[] = [];
    for (const record of entries) {
      if (record.dynamodb?.Keys?.['sk']?.S?.startsWith('L#') !== true) continue;
      const { entry } = entryIn(record);
      made.push(eventOf('33', entry, await versionsOf(table, entry)));
    }
    return made;
  };

  const command = async (
    hazard: string,
    name: string,
    body: unknown,
    caller: Caller,
    key = `key-${(number += 1)}-test`,
  ) =>
    await commandHazard(body, deps, {
      caller: { ...caller, offices },
      now,
      requestId: 'request',
      path: (part) => ({ id: unitId, hazard, command: name })[part] ?? '',
      query: () => undefined,
      command: { scope: 'scope', key, digest: sha256(JSON.stringify(body)) },
      original: JSON.stringify(body),
      paging: () => {
        throw new Error('a command has no pages');
      },
      matches: () => ok(true),
    });

  let worked = 0;
  /** One sweep at the present time, then the worker over everything that it handed over. */
  const sweepOnce = async (bounds?: SweepBounds) => {
    const report = await sweep(deps, now, bounds);
    const messages = transport.sqs.messages(dueQueue).slice(worked);
    worked += messages.length;
    const outcomes: string[] = [];
    for (const { body } of messages) outcomes.push(await workOff(dueKey.parse(JSON.parse(body)), deps, now));
    return { report, outcomes };
  };

  return {
    transport,
    table,
    deps,
    now: () => now,
    /** Time goes to an instant, or forwards by milliseconds. */
    go: (to: Instant | number): void => {
      now = typeof to === 'number' ? addMs(now, to) : to;
    },
    fileReport,
    events,
    command,
    sweepOnce,
    hazards: async (): Promise<readonly Hazard[]> =>
      (await listRecords(table, hazardSchema, unitId, 'HAZARD')).map(({ body }) => body),
  };
};
export type World = Awaited<ReturnType<typeof makeWorld>>;

export const hazardId = (text: string): Id<'haz'> => {
  if (!isId('haz', text)) throw new TypeError(text);
  return text;
};

/** A hazard of a failed point, found at `begin`, with some of it changed. */
export const aHazard = (more: Partial<Hazard> = {}): Hazard => ({
  id: newId('haz', begin, (length) => Buffer.alloc(length, 3)),
  keyUnit: unitId,
  origin: {
    kind: 'REPORT_POINT',
    report: newId('rep', begin, (length) => Buffer.alloc(length, 4)),
    organisation: organisationId,
    point: '17',
    structure: '1',
    item: 'EARTH_RESISTANCE',
    value: '12.4',
    unit: 'ohm',
    standardValue: '4',
  },
  state: 'FOUND',
  foundAt: begin,
  stateSince: begin,
  dueBy: 'unset',
  rechecks: [],
  steps: [],
  ...more,
});

/** A body that the contract of each command allows. */
export const goodBodies = {
  confirm: { level: 'GENERAL' },
  reject: { reason: '重复' },
  notify: { orderNumber: '整改〔2026〕1号', dueOn: '2026-03-20' },
  plan: { measures: '更换引下线', responsible: '演示人甲' },
  submit: { statement: '已整改' },
  recheck: { passed: true, record: '复测 3.1 Ω' },
  return: { missing: '照片', dueOn: '2026-03-25' },
  close: { note: '销号' },
  extend: { reason: '等待材料', dueOn: '2026-04-20' },
  refuse: { record: '拒不整改' },
} as const;
