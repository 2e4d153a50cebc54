import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import {
  county,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  stationBody,
  unit,
  type Organisation,
} from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { makeStage, tableName, type Ask, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Organisation;
let station: SubjectId;
let report: string;
let hazard: string;
let lead: string;
beforeEach(async () => {
  stage = makeStage();
  crew = await registerOrganisation(stage);
  station = await registerStation(stage);
  await stage.settle();
  const honest = withFailures(reportBy(crew, station), ['2-01'], '500');
  const body = plantVerdictConflict(honest, '1-03', 'BAD_VALUE_PASSES');
  report = (await stage.ask('submitReport', crew.clerk, { body })).body.id;
  await stage.settle();
  [{ id: hazard }] = (await stage.ask('listHazards', county, { path: { id: station } })).body.hazards;
  [{ id: lead }] = (await stage.ask('listAnomalies', province, { path: { id: crew.id } })).body.anomalies;
});

const hazardPath = () => ({ id: station, hazard });
/** Single records, and who reads them. */
const reads = {
  readHazard: () => stage.ask('readHazard', county, { path: hazardPath() }),
  readAnomaly: () => stage.ask('readAnomaly', province, { path: { id: crew.id, anomaly: lead } }),
  readReport: () => stage.ask('readReport', county, { path: { report }, query: { subject: station } }),
  readCreditGrade: () => stage.ask('readCreditGrade', province, { path: { id: crew.id } }),
  readFile: () => stage.ask('readFile', county, { path: { id: station } }),
} as const;
const etagOf = (answer: { readonly headers: Readonly<Record<string, unknown>> }): string =>
  String(answer.headers['etag']);
const readIf = async (ifNoneMatch: string, caller: Caller = county) =>
  stage.ask('readHazard', caller, { path: hazardPath(), headers: { 'If-None-Match': ifNoneMatch } });
const confirm = async (given: Pick<Ask, 'key' | 'headers'> = {}) =>
  stage.ask('commandHazard', county, {
    path: { ...hazardPath(), command: 'confirm' },
    body: { level: 'GENERAL' },
    ...given,
  });

describe('the ETag of a single record', () => {
  it.each(Object.keys(reads).map((name) => [name]))('%s: strong, of id and version', async (name) => {
    const read = Object.entries(reads).find(([one]) => one === name)?.[1];
    const answer = await read?.();
    expect(answer?.status).toBe(200);
    expect(answer === undefined ? '' : etagOf(answer)).toMatch(/^"[a-z]{3}_[0-9A-Z]{26}\.\d+\.[\w-]{12}"$/);
    expect(answer?.headers).toMatchObject({ vary: 'authorization', 'cache-control': 'no-store' });
    const again = await read?.();
    expect(again?.headers['etag']).toBe(answer?.headers['etag']);
  });

  it('lists have none', async () => {
    for (const route of ['listHazards', 'listDevices', 'readLedger'] as const) {
      const { status, headers } = await stage.ask(route, county, { path: { id: station } });
      expect([status, headers['etag']]).toEqual([200, undefined]);
    }
  });

  it('is another one for another version, and for a reader who is shown something else', async () => {
    const before = etagOf(await reads.readHazard());
    await confirm();
    const confirmed = etagOf(await reads.readHazard());
    const next = (command: string, body: object, caller: Caller) =>
      stage.ask('commandHazard', caller, { path: { ...hazardPath(), command }, body });
    await next('notify', { orderNumber: 'O-1' }, county);
    const planned = await next('plan', { measures: '更换引下线', responsible: '演示负责人' }, unit(station));
    expect(planned.status).toBe(200);
    const [near, far] = [
      await stage.ask('readHazard', county, { path: hazardPath(), query: { purpose: 'SUPERVISION' } }),
      await stage.ask('readHazard', county, { path: hazardPath() }),
    ];
    expect(near.body.responsible).not.toEqual(far.body.responsible);
    expect(new Set([before, confirmed, etagOf(near), etagOf(far)]).size).toBe(4);
    expect(etagOf(near).split('.').slice(0, 2)).toEqual(etagOf(far).split('.').slice(0, 2));
  });
});

describe('If-None-Match', () => {
  it.each([
    ['the tag', (tag: string) => tag],
    ['the tag among others', (tag: string) => `"x", ${tag} ,"y"`],
    ['the tag as a weak one', (tag: string) => `W/${tag}`],
    ['anything', () => '*'],
  ])('%s: 304 without a body', async (_, given) => {
    const tag = etagOf(await reads.readHazard());
    const answer = await readIf(given(tag));
    expect([answer.status, answer.text, etagOf(answer)]).toEqual([304, '', tag]);
  });

  it.each([
    ['another version', (tag: string) => tag.replace('.1.', '.2.')],
    ['a part of the tag', (tag: string) => tag.replace(/\.[\w-]+"$/, '"')],
    ['no tag at all', () => 'nonsense'],
    ['nothing', () => ''],
  ])('%s: the record', async (_, given) => {
    const answer = await readIf(given(etagOf(await reads.readHazard())));
    expect([answer.status, answer.body.id]).toEqual([200, hazard]);
  });

  it('does not tell anything to whom the record is closed', async () => {
    const tag = etagOf(await reads.readHazard());
    expect((await readIf(tag, crew.clerk)).status).toBe(403);
    expect((await readIf('*', crew.clerk)).status).toBe(403);
  });
});

describe('If-Match', () => {
  const state = async (): Promise<string> => (await reads.readHazard()).body.state;

  it('of the version that is there: the command is carried out', async () => {
    const tag = etagOf(await reads.readHazard());
    expect((await confirm({ headers: { 'If-Match': `"x", ${tag}` } })).status).toBe(200);
    expect(await state()).toBe('CONFIRMED');
  });

  it('the tag that another reader was shown names the same version', async () => {
    const seen = await stage.ask('readHazard', unit(station), { path: hazardPath() });
    expect((await confirm({ headers: { 'if-match': etagOf(seen) } })).status).toBe(200);
  });

  it('`*`: any version', async () => {
    expect((await confirm({ headers: { 'if-match': '*' } })).status).toBe(200);
  });

  it.each([
    ['an older version', (tag: string) => tag],
    ['another record', (tag: string) => tag.replace(hazard, 'haz_01KJGH00000000000000000000')],
    ['a weak tag', (tag: string) => `W/${tag.replace('.1.', '.2.')}`],
    ['somebody else’s tag', () => '"33a64df5"'],
  ])('%s: 412 before any effect', async (_, given) => {
    const tag = etagOf(await reads.readHazard());
    await confirm();
    const before = stage.world.items(tableName);
    const { status, body } = await stage.ask('commandHazard', county, {
      path: { ...hazardPath(), command: 'notify' },
      body: { orderNumber: 'O-1' },
      headers: { 'if-match': given(tag) },
    });
    expect([status, body.code, body.retryable]).toEqual([412, 'PRECONDITION_FAILED', false]);
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it.each(['', 'haz_1', '"a" "b"', '"a', '"a",', '*, "a"', '"雷"'])(
    'malformed (%s): 400 before any effect, together with the faults of the body',
    async (given) => {
      const answer = await stage.ask('commandHazard', county, {
        path: { ...hazardPath(), command: 'confirm' },
        body: { level: 'GENERAL' },
        headers: { 'if-match': given },
      });
      expect([answer.status, answer.body.code]).toEqual([400, 'HEADER_MALFORMED']);
      expect(await state()).toBe('FOUND');
    },
  );

  it('a repetition gets the first answer, although the version has gone on', async () => {
    const headers = { 'if-match': etagOf(await reads.readHazard()) };
    const first = await confirm({ headers, key: 'confirm-once' });
    const again = await confirm({ headers, key: 'confirm-once' });
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(again.headers['idempotent-replay']).toBe('true');
  });

  it('of two who saw the same version one succeeds and the other is told so: the write itself is guarded', async () => {
    const tag = etagOf(await reads.readHazard());
    const both = ['race-0001', 'race-0002'].map(async (key) =>
      confirm({ headers: { 'if-match': tag }, key }),
    );
    const answers = await Promise.all(both);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    // Both had read version 1 before either wrote: it was the condition of the write that refused.
    expect(answers.find(({ status }) => status === 412)?.body.code).toBe('PRECONDITION_FAILED');
    const without = ['race-0003', 'race-0004'].map(async (key) =>
      stage.ask('commandHazard', county, {
        path: { ...hazardPath(), command: 'notify' },
        body: { orderNumber: 'O-1' },
        key,
      }),
    );
    const codes = (await Promise.all(without)).map(({ body }) => String(body.code ?? 'done'));
    expect(codes.toSorted()).toEqual(['RECORD_CHANGED', 'done']);
  });

  it('an anomaly is decided in the version that was seen', async () => {
    const tag = etagOf(await reads.readAnomaly());
    const decide = async (command: string, ifMatch: string) =>
      stage.ask('decideAnomaly', province, {
        path: { id: crew.id, anomaly: lead, command },
        body: { reason: '经现场核实，情况属实' },
        headers: { 'if-match': ifMatch },
      });
    expect((await decide('release', tag)).status).toBe(200);
    expect((await decide('confirm', tag)).body.code).toBe('PRECONDITION_FAILED');
    expect((await decide('confirm', etagOf(await reads.readAnomaly()))).status).toBe(200);
  });

  it('on a command that edits no record: nothing can match, `*` asks for nothing', async () => {
    const register = async (ifMatch: string, n: number) =>
      stage.ask('registerSubject', county, { body: stationBody(n), headers: { 'if-match': ifMatch } });
    expect((await register('"x"', 50)).body.code).toBe('PRECONDITION_FAILED');
    expect((await register('*', 51)).status).toBe(201);
  });
});

describe('readAnomaly', () => {
  it('shows what the list shows; what the organisation may not know of is not found, like what does not exist', async () => {
    const path = { id: crew.id, anomaly: lead };
    const [listed] = (await stage.ask('listAnomalies', province, { path: { id: crew.id } })).body.anomalies;
    expect((await reads.readAnomaly()).body).toEqual(listed);
    const asked = async (anomaly: string) => {
      const { status, body } = await stage.ask('readAnomaly', crew.clerk, { path: { ...path, anomaly } });
      return [status, body.code, String(body.detail.en).replace(anomaly, '')];
    };
    expect(await asked(lead)).toEqual(await asked('ano_01KJGH00000000000000000000'));
    expect((await asked(lead))[0]).toBe(404);
    await stage.ask('decideAnomaly', province, {
      path: { ...path, command: 'release' },
      body: { reason: '请机构说明情况' },
    });
    const shown = await stage.ask('readAnomaly', crew.clerk, { path });
    expect([shown.status, shown.body.id]).toEqual([200, lead]);
    expect((await stage.ask('readAnomaly', unit(station), { path })).status).toBe(403);
  });

  it.each([
    [{ id: 'x', anomaly: 'ano_01KJGH00000000000000000000' }, 'SUBJECT_UNKNOWN'],
    [{ id: 'sub_01KJ0RG0000000000000000000', anomaly: 'ano_01KJGH00000000000000000000' }, 'NOT_FOUND'],
  ])('%o: %s', async (path, code) => {
    expect((await stage.ask('readAnomaly', province, { path })).body.code).toBe(code);
  });
});
