import { beforeEach, describe, expect, it } from 'vitest';
import { toJson } from '../../../shared/kernel/canonical.ts';
import { deriveId } from '../../../shared/kernel/ids.ts';
import {
  addDays,
  dayOf,
  endOfDay,
  startOfDay,
  systemClock,
  type Instant,
} from '../../../shared/kernel/time.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { keys, type RecordKind } from '../../../shared/subject-file/keys.ts';
import { fromItem } from '../../../shared/subject-file/record.ts';
import { anOrganisation, aUnit, openFiles, registeredAt } from '../../builders/heads.ts';
import { county, idOf, officer, organisation, province, stationBody, unit } from '../../builders/parties.ts';
import { makeStage, type Stage } from '../../builders/stage.ts';

const registered = dayOf(registeredAt);
const second = addDays(registered, 1);
const third = addDays(registered, 2);

let stage: Stage;
beforeEach(async () => {
  stage = makeStage();
  await openFiles(stage.table, aUnit, anOrganisation);
});
const read = async (on: string, caller = county, more: Record<string, string> = {}, id: string = aUnit.id) =>
  stage.ask('readFile', caller, { path: { id }, query: { on, ...more } });
const write = async (subject: typeof aUnit.id, kind: RecordKind, id: string, body: object, time: Instant) => {
  const item = await stage.table.get(keys.current(subject, kind, id));
  const written = await append(stage.table, {
    subject,
    type: 'HazardMoved',
    cause: `${id} ${time}`,
    time,
    actor: { ref: 'function:test', role: 'system' },
    source: { channel: 'system' },
    correlation: 'test',
    changes: [{ kind, id, body: toJson(body), ...(item === undefined ? {} : { previous: fromItem(item) }) }],
  });
  if (!written.ok) throw new Error(written.code);
};
const rename = async (name: string, time: Instant) =>
  write(aUnit.id, 'HEAD', aUnit.id, { ...aUnit, name }, time);

describe('the file as it was on a day', () => {
  it('ends with the last moment of that day in Beijing', async () => {
    await rename('第一名', endOfDay(second));
    await rename('第二名', startOfDay(third));
    const names = [];
    for (const on of [registered, second, third, dayOf(systemClock())])
      names.push((await read(on)).body.records[0].name);
    expect(names).toEqual([aUnit.name, '第一名', '第二名', '第二名']);
    const now = await stage.ask('readFile', county, { path: { id: aUnit.id } });
    expect(now.body.records[0]).toMatchObject({ name: '第二名', version: 3 });
    expect(now.body).not.toHaveProperty('on');
  });

  it('leaves out what was born later, and says which day it shows', async () => {
    const hazard = deriveId('haz', registeredAt, 'one');
    await write(aUnit.id, 'HAZARD', hazard, { state: 'FOUND' }, startOfDay(third));
    const before = await read(second);
    expect(before.body).toMatchObject({ on: second, records: [{ kind: 'HEAD' }], derived: [] });
    expect((await read(third)).body.records).toMatchObject([{ kind: 'HAZARD' }, { kind: 'HEAD' }]);
  });

  it('names no version for a command to be bound to: it is not what stands now', async () => {
    expect((await read(second)).headers['etag']).toBeUndefined();
  });

  it.each([
    ['to come', addDays(dayOf(systemClock()), 1), 'DAY_IN_FUTURE', dayOf(systemClock())],
    ['before it was registered', addDays(registered, -1), 'DAY_BEFORE_REGISTRATION', registered],
    ['that does not exist', '2026-02-30', 'DAY_MALFORMED', '2026-02-30'],
    ['with a time', '2026-02-03T00:00:00Z', 'DAY_MALFORMED', '2026-02-03'],
    ['that is empty', '', 'DAY_MALFORMED', ''],
  ])('of a day %s there is a clear answer instead', async (_, on, code, named) => {
    const { status, body } = await read(on);
    expect([status, body.problems]).toMatchObject([422, [{ code, pointer: '/on' }]]);
    expect(body.detail.zh).toContain(named);
    expect(body.detail.en).toContain(named);
  });

  it('a cursor of one day opens no page of another', async () => {
    await write(aUnit.id, 'HAZARD', deriveId('haz', registeredAt, 'one'), { state: 'FOUND' }, registeredAt);
    const { body } = await read(second, county, { limit: '1' });
    expect((await read(second, county, { limit: '1', cursor: body.next })).body.records).toHaveLength(1);
    expect((await read(third, county, { limit: '1', cursor: body.next })).body.code).toBe('CURSOR_INVALID');
  });
});

describe('rights and masking are those of today', () => {
  it('who may not read the file now may not read what it was', async () => {
    for (const caller of [officer('330108'), organisation(anOrganisation.id), unit(anOrganisation.id)])
      expect((await read(second, caller)).status).toBe(403);
    expect((await read(second, unit(aUnit.id))).status).toBe(200);
  });

  it('a lead that was no lead for the organisation then, or is none now, is not shown of that day', async () => {
    const lead = (n: number, state: string) => ({
      ...{ id: deriveId('ano', registeredAt, String(n)), organisation: anOrganisation.id },
      ...{ reportedBy: anOrganisation.id, report: deriveId('rep', registeredAt, 'r'), reportNumber: 'R-1' },
      ...{ keyUnit: aUnit.id, rule: 'R01', ruleVersion: '1', severity: 1, mark: 'S', basis: [] },
      explanation: { zh: '说明', en: 'why' },
      ...{ findings: {}, foundAt: registeredAt, state },
    });
    const put = async (n: number, state: string, time: Instant) =>
      write(anOrganisation.id, 'ANOMALY', lead(n, state).id, lead(n, state), time);
    await put(1, 'LEAD', startOfDay(second));
    await put(1, 'RELEASED', startOfDay(third));
    await put(2, 'RELEASED', startOfDay(second));
    await put(2, 'DISMISSED', startOfDay(third));
    const shown = async (on: string, caller = organisation(anOrganisation.id)) =>
      (await read(on, caller, {}, anOrganisation.id)).body.records
        .filter((one: { kind: string }) => one.kind === 'ANOMALY')
        .map((one: { id: string; state: string }) => [one.id, one.state]);
    expect(await shown(second)).toEqual([]);
    expect(await shown(third)).toEqual([[lead(1, '').id, 'RELEASED']]);
    const both = [
      [lead(1, '').id, 'LEAD'],
      [lead(2, '').id, 'RELEASED'],
    ];
    expect((await shown(second, province)).toSorted()).toEqual(both.toSorted());
  });

  it('personal data of that day are opened for a stated purpose, and not at all once they are erased', async () => {
    const safetyManager = { name: '钱塘守', phone: '+86 571 8765 4321' };
    const id = idOf(
      'sub',
      await stage.ask('registerSubject', county, { body: stationBody(1, { safetyManager }) }),
    );
    const today = dayOf(systemClock());
    const seen = async (query: Record<string, string>) =>
      (await read(today, county, query, id)).body.records.find((one: { kind: string }) => one.kind === 'HEAD')
        .safetyManager;
    expect(await seen({})).toMatchObject({ withheld: true });
    expect(await seen({ purpose: 'CASE' })).toEqual(safetyManager);
    const why = { reason: 'RETENTION_OVER', basis: '档案管理办法' };
    await stage.ask('erasePersonalData', province, {
      path: { id },
      body: { scope: 'FIELD', record: id, field: 'safetyManager', ...why },
    });
    expect(await seen({ purpose: 'CASE' })).toEqual({ erased: true });
  });
});

describe('the cost', () => {
  it('of a page does not grow with the length of histories but by their logarithm', async () => {
    for (let n = 0; n < 64; n += 1) await rename(`名${n}`, startOfDay(addDays(registered, n + 1)));
    stage.world.reset();
    const { body } = await read(addDays(registered, 20));
    expect(body.records[0].name).toBe('名19');
    const { calls, operations } = stage.world.counts();
    expect(operations['dynamodb.BatchGetItem']?.calls).toBeLessThanOrEqual(7);
    expect(calls).toBeLessThanOrEqual(9);
  });
});
