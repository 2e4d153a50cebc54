import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { dayOf, systemClock } from '../../../shared/kernel/time.ts';
import { audit } from '../../builders/audit.ts';
import { everythingReadable } from '../../builders/opened.ts';
import {
  county,
  idOf,
  officer,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  someone,
  stationBody,
  technicianBody,
  unit,
  type Organisation,
} from '../../builders/parties.ts';
import { archiveName, makeStage, tableName, type Stage } from '../../builders/stage.ts';

const purpose = { purpose: 'CORRECTION' };
const why = { reason: 'PURPOSE_ENDED', basis: '个人信息保护法第四十七条第一款第一项，浙气信〔2026〕8号' };
const person = { ...technicianBody(77), name: '测江月' };

let stage: Stage;
let crew: Organisation;
beforeEach(async () => {
  stage = makeStage();
  crew = await registerOrganisation(stage);
});
const readable = async (): Promise<string> => await everythingReadable(stage.world, tableName, archiveName);
const erase = async (id: string, body: unknown, caller: Caller = province, key?: string) =>
  stage.ask('erasePersonalData', caller, { path: { id }, body, ...(key === undefined ? {} : { key }) });
const wholePerson = { scope: 'PERSON', ...why };
const register = async () =>
  stage.ask('registerTechnician', crew.clerk, { path: { id: crew.id }, body: person });
const keysIn = () =>
  stage.world.items(tableName).map(({ pk, sk }) => [pk, sk].map((key) => JSON.stringify(key)).join(' '));
const file = async (id: string, query: Record<string, string> = purpose, caller: Caller = province) =>
  stage.ask('readFile', caller, { path: { id }, query });

describe('a holder', () => {
  let holder: SubjectId;
  let station: SubjectId;
  beforeEach(async () => {
    holder = idOf('sub', await register());
    station = await registerStation(stage);
    const report = reportBy({ ...crew, technicians: [holder, crew.technicians[1]] }, station);
    await stage.ask('submitReport', crew.clerk, { body: report });
    await stage.settle();
  });

  it('is gone from table, history, archive, stream and events, whatever can still be opened', async () => {
    const before = await readable();
    for (const value of [person.name, person.personId]) expect(before.includes(value), value).toBe(true);
    const { status, body } = await erase(holder, wholePerson);
    expect([status, body.keys, body.receipt.subject]).toEqual([200, ['1'], holder]);
    await stage.settle();
    const after = await readable();
    for (const value of [person.name, person.personId]) expect(after.includes(value), value).toBe(false);
    // Others can still be opened: the search would have found it.
    expect(after).toContain(technicianBody(3).personId);
  });

  it('nothing else of the file changes: one entry more, key and alias gone, the chain holds', async () => {
    const before = keysIn();
    await erase(holder, wholePerson);
    const after = keysIn();
    const gone = before.filter((key) => !after.includes(key));
    expect(gone).toHaveLength(2);
    expect(gone.join()).toMatch(/alias#person#.*K#1/);
    const added = after
      .filter((key) => !before.includes(key))
      .map((key) => /S":"([CLH]#[A-Z\d]*)/.exec(key)?.[1]);
    expect(added.filter((range) => range !== undefined)).toEqual(['C#ERASURE', 'L#0000000002']);
    expect(audit(stage.world, tableName, holder)).toMatchObject({
      entries: [{ type: 'TechnicianRegistered' }, { type: 'PersonalDataErased' }],
      faults: [],
    });
  });

  it('shows that it was erased, also to a process that held the key a moment ago; exports show nothing', async () => {
    const seen = await file(holder);
    expect(seen.body.records[0].person).toMatchObject({ personId: person.personId });
    await erase(holder, wholePerson);
    const { body } = await file(holder);
    expect(body.records[0]).toMatchObject({
      kind: 'ERASURE',
      keys: ['1'],
      scope: 'PERSON',
      reason: why.reason,
    });
    expect(body.records[1].person).toEqual({ erased: true });
    for (const query of [{ form: 'stored' }, { on: dayOf(systemClock()), ...purpose }])
      expect((await file(holder, query)).text).not.toMatch(new RegExp(`${person.name}|${person.personId}`));
  });

  it('tells others only which key is gone', async () => {
    await erase(holder, wholePerson);
    await stage.settle();
    const [event, ...more] = stage.world.events
      .list()
      .filter(({ detailType }) => detailType === 'PersonalDataErased');
    expect(more).toEqual([]);
    expect(event?.detail).toMatchObject({ subject: holder, state: { keys: ['1'] } });
    expect(JSON.stringify(event?.detail)).not.toContain(why.basis);
  });

  it('reports that name the person stay readable; the same person registers as somebody new', async () => {
    await erase(holder, wholePerson);
    const report = (await file(station, {}, county)).body.records.find(
      (one: { kind: string }) => one.kind === 'REPORT',
    );
    const query = { subject: station };
    const read = await stage.ask('readReport', county, { path: { report: report.id }, query });
    expect(read.status).toBe(200);
    expect(read.body.activity.technicians).toContain(holder);
    const again = await register();
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(holder);
    expect((await file(again.body.id)).body.records[0].person).toMatchObject({ name: person.name });
    // The erased file lets the new registration be.
    expect((await erase(holder, wholePerson)).body.code).toBe('NOTHING_TO_ERASE');
    expect((await register()).body.code).toBe('ALREADY_REGISTERED');
  });

  it.each([
    ['its county office', () => county],
    ['the prefecture', () => officer('330100')],
    ['another province', () => officer('320000')],
    ['its employer', () => crew.clerk],
    ['the public', () => someone],
  ])('is not erased by %s', async (_, caller) => {
    const before = stage.world.items(tableName);
    expect((await erase(holder, wholePerson, caller())).status).toBe(403);
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it.each([
    ['a basis that names the person', { ...wholePerson, basis: `${person.name}来信` }, 'FIELD_INVALID'],
    ['no basis', { scope: 'PERSON', reason: 'PURPOSE_ENDED' }, 'FIELD_MISSING'],
    ['a reason that the law does not name', { ...wholePerson, reason: 'TIDY' }, 'FIELD_INVALID'],
    [
      'a single field',
      { scope: 'FIELD', record: 'sub_01KJGH00000000000000000000', field: 'person', ...why },
      'SUBJECT_WRONG_KIND',
    ],
  ])('is not erased for %s', async (_, body, code) => {
    const before = stage.world.items(tableName);
    expect((await erase(holder, body)).body.code).toBe(code);
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it('twice at the same moment is one erasure, and a repeated command gets its first answer', async () => {
    const answers = await Promise.all([1, 2, 3].map(async () => erase(holder, wholePerson)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    for (const { status, body } of answers) if (status === 409) expect(body.code).toBe('NOTHING_TO_ERASE');
    const other = crew.technicians[0];
    const first = await erase(other, wholePerson, province, 'erase-once');
    const again = await erase(other, wholePerson, province, 'erase-once');
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(audit(stage.world, tableName, other).entries).toHaveLength(2);
  });

  it.each(['lost', 'timeout'] as const)('broken off (%s) it is wholly there or not at all', async (fault) => {
    stage.world.inject({ fault, operation: 'dynamodb.TransactWriteItems' });
    expect((await erase(holder, wholePerson, province, 'erase-once')).status).toBe(500);
    stage.world.calm();
    const shown = (await file(holder)).body.records.find(
      (one: { kind: string }) => one.kind === 'HEAD',
    ).person;
    if (fault === 'timeout') expect(shown).toEqual({ erased: true });
    else expect(shown).toMatchObject({ name: person.name });
    expect((await erase(holder, wholePerson, province, 'erase-once')).status).toBe(200);
    expect(audit(stage.world, tableName, holder)).toMatchObject({ entries: { length: 2 }, faults: [] });
    expect(await readable()).not.toContain(person.personId);
  });
});

describe('a person in another subject’s file', () => {
  const safetyManager = { name: '钱塘守', phone: '+86 571 8765 4321' };
  const named = { first: '演示人子', second: '演示人丑', elsewhere: '演示人寅' };
  let station: SubjectId;
  let hazards: readonly string[];
  const command = async (hazard: string, name: string, caller: Caller, body: unknown) => {
    const answer = await stage.ask('commandHazard', caller, {
      path: { id: station, hazard, command: name },
      body,
    });
    if (answer.status !== 200) throw new Error(answer.text);
  };
  const plan = async (hazard: string, responsible: string) =>
    command(hazard, 'plan', unit(station), { measures: '更换引下线', responsible });
  const responsibleFor = async (hazard: string) =>
    (await stage.ask('readHazard', unit(station), { path: { id: station, hazard } })).body.responsible;

  beforeEach(async () => {
    station = idOf(
      'sub',
      await stage.ask('registerSubject', county, { body: stationBody(1, { safetyManager }) }),
    );
    const report = reportBy(crew, station);
    const points = report.points.map((point, at) =>
      at < 2 ? { ...point, verdict: 'FAIL' as const } : point,
    );
    const body = { ...report, points, conclusion: 'FAIL' };
    idOf('rep', await stage.ask('submitReport', crew.clerk, { body }));
    await stage.settle();
    const list = await stage.ask('listHazards', county, { path: { id: station } });
    hazards = list.body.hazards.map((one: { id: string }) => one.id).slice(0, 2);
    for (const hazard of hazards) {
      await command(hazard, 'confirm', county, { level: 'GENERAL' });
      await command(hazard, 'notify', county, { orderNumber: '整改〔2026〕1号' });
    }
    const [one = '', two = ''] = hazards;
    await plan(one, named.first);
    await command(one, 'submit', unit(station), { statement: '已整改' });
    await command(one, 'return', county, { missing: '照片' });
    await plan(one, named.second);
    await plan(two, named.elsewhere);
  });

  it('goes without anybody else: all who were named in one hazard, in history too', async () => {
    const [one = '', two = ''] = hazards;
    expect(await responsibleFor(one)).toBe(named.second);
    const everybody = [named.first, named.second, named.elsewhere, safetyManager.name, safetyManager.phone];
    const before = await readable();
    for (const value of everybody) expect(before.includes(value), value).toBe(true);
    const { status, body } = await erase(station, {
      scope: 'FIELD',
      record: one,
      field: 'responsible',
      ...why,
    });
    expect([status, body.keys.length]).toEqual([200, 2]);
    const after = await readable();
    for (const value of [named.first, named.second]) expect(after.includes(value), value).toBe(false);
    for (const value of [named.elsewhere, safetyManager.name])
      expect(after.includes(value), value).toBe(true);
    expect(await responsibleFor(one)).toEqual({ erased: true });
    expect(await responsibleFor(two)).toBe(named.elsewhere);
    expect(audit(stage.world, tableName, station).faults).toEqual([]);
    const again = await erase(station, { scope: 'FIELD', record: one, field: 'responsible', ...why });
    expect(again.body.code).toBe('NOTHING_TO_ERASE');
  });

  it('the safety manager goes; reports are taken in as before, originals stay open', async () => {
    const { status } = await erase(station, {
      scope: 'FIELD',
      record: station,
      field: 'safetyManager',
      ...why,
    });
    expect(status).toBe(200);
    const after = await readable();
    expect(after).not.toContain(safetyManager.name);
    expect(after).not.toContain(safetyManager.phone);
    const { body } = await file(station, purpose, county);
    const head = body.records.find((one: { kind: string }) => one.kind === 'HEAD');
    expect(head.safetyManager).toEqual({ erased: true });
    expect((await stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station, 1) })).status).toBe(
      202,
    );
    // The first report's original is still opened by the station's own key.
    expect(after).toContain(reportBy(crew, station).reportNumber);
  });

  it('the unit sees in its file that something was erased, and why', async () => {
    const [one = ''] = hazards;
    await erase(station, { scope: 'FIELD', record: one, field: 'responsible', ...why });
    const { body } = await file(station, {}, unit(station));
    const erasure = body.records.find((record: { kind: string }) => record.kind === 'ERASURE');
    expect(erasure).toMatchObject({ record: one, field: 'responsible', reason: why.reason });
  });

  it.each([
    ['by its county office', () => ({}), 403, 'FORBIDDEN', county],
    [
      'the whole unit',
      () => ({ scope: 'PERSON', record: undefined, field: undefined }),
      422,
      'SUBJECT_WRONG_KIND',
    ],
    ['a field that is not personal', () => ({ field: 'state' }), 422, 'FIELD_INVALID'],
    ['a hazard that is not there', () => ({ record: 'haz_01KJGH00000000000000000000' }), 404, 'NOT_FOUND'],
    ['the head of another file', () => ({ record: crew.id, field: 'safetyManager' }), 404, 'NOT_FOUND'],
  ] as const)('not %s', async (_, change, status, code, caller: Caller = province) => {
    const before = stage.world.items(tableName);
    const body = { scope: 'FIELD', record: hazards[0], field: 'responsible', ...why, ...change() };
    const answer = await erase(station, body, caller);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(stage.world.items(tableName)).toEqual(before);
  });
});
