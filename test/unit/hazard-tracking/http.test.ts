import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../shared/kernel/time.ts';
import { httpWith } from '../../../functions/hazard-tracking/http.ts';
import { hazard as hazardSchema } from '../../../shared/contracts/hazard.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { keyIdIn } from '../../../shared/subject-file/seal.ts';
import { readRecord } from '../../../shared/subject-file/read.ts';
import { apiEvent } from '../../builders/api-event.ts';
import { findAll, lambdaContext } from './find.ts';
import {
  elsewhere,
  goodBodies,
  inspector,
  makeWorld,
  manager,
  officer,
  secondOfficer,
  tableName,
  unitId,
  hazardId,
} from './world.ts';

/** One hazard behind the gateway's routes. */
const open = async () => {
  const world = await makeWorld();
  await world.fileReport([
    { number: '17', verdict: 'FAIL' },
    { number: '18', verdict: 'PASS' },
  ]);
  const [hazard = ''] = await findAll(world);
  const http = httpWith(() => world.deps);
  let sent = 0;
  const ask = async (parts: Parameters<typeof apiEvent>[0]) => {
    const answer = await http(apiEvent(parts), lambdaContext);
    const body: Record<string, unknown> = JSON.parse(answer.body);
    return { status: answer.statusCode, body, headers: answer.headers ?? {} };
  };
  const resource = '/v1/subjects/{id}/hazards';
  const list = async (caller: Caller, query: Record<string, string> = {}) =>
    await ask({ method: 'GET', resource, path: { id: unitId }, query, caller });
  const read = async (caller: Caller, id = hazard, query: Record<string, string> = {}) =>
    await ask({
      ...{ method: 'GET', resource: `${resource}/{hazard}` },
      ...{ path: { id: unitId, hazard: id }, query, caller },
    });
  const say = async (
    caller: Caller,
    command: string,
    body: unknown,
    key = `command-${(sent += 1)}`,
    id = hazard,
  ) =>
    await ask({
      method: 'POST',
      resource: `${resource}/{hazard}/{command}`,
      path: { id: unitId, hazard: id, command },
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      caller,
    });
  // The warrant of the process is there: what a command costs is counted without it.
  await world.deps.notary.signerAt(systemClock());
  world.transport.reset();
  return { ...world, hazard, ask, list, read, say };
};

describe('POST …/hazards/{hazard}/{command}', () => {
  it('walks the whole loop, with a receipt for every step', async () => {
    const { say, hazard } = await open();
    const steps = [
      ['confirm', officer, 'CONFIRMED'],
      ['notify', officer, 'NOTIFIED'],
      ['plan', manager, 'RECTIFYING'],
      ['submit', manager, 'SUBMITTED'],
      ['recheck', officer, 'SUBMITTED'],
      ['recheck', secondOfficer, 'ACCEPTED'],
      ['close', officer, 'CLOSED'],
    ] as const;
    let sequence = 3;
    for (const [command, caller, state] of steps) {
      sequence += 1;
      const { status, body } = await say(caller, command, goodBodies[command]);
      expect([command, status, body['code']]).toEqual([command, 200, undefined]);
      expect(body).toMatchObject({ id: hazard, state, receipt: { subject: unitId, sequence } });
    }
    expect(await say(officer, 'close', goodBodies.close)).toMatchObject({
      status: 409,
      body: { code: 'RECORD_WRONG_STATE' },
    });
  });

  it('reads once and writes once', async () => {
    const { say, transport } = await open();
    await say(officer, 'confirm', goodBodies.confirm);
    const { operations, depth } = transport.counts();
    expect(Object.keys(operations)).toEqual(['dynamodb.BatchGetItem', 'dynamodb.TransactWriteItems']);
    expect(depth).toBe(2);
  });

  it('gives a repeated command its first answer and refuses another body under its key', async () => {
    const { say, events } = await open();
    await events();
    const first = await say(officer, 'confirm', goodBodies.confirm, 'the-same-key');
    const again = await say(officer, 'confirm', goodBodies.confirm, 'the-same-key');
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replay']).toBe('true');
    expect(await say(officer, 'confirm', { level: 'MAJOR' }, 'the-same-key')).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect((await events()).map(({ type }) => type)).toEqual(['HazardMoved']);
  });

  it('lets one of two through that act on the same state at the same moment', async () => {
    const { say } = await open();
    const both = await Promise.all([
      say(officer, 'confirm', goodBodies.confirm),
      say(secondOfficer, 'reject', goodBodies.reject),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'RECORD_CHANGED',
      retryable: true,
    });
  });

  it.each([
    ['an office that does not supervise the unit', elsewhere, 'confirm', 403, 'FORBIDDEN'],
    ['the unit, for a command of officers', manager, 'confirm', 403, 'FORBIDDEN'],
    ['an officer, for a command of the unit', officer, 'plan', 403, 'FORBIDDEN'],
    ['an inspection organisation', inspector, 'confirm', 403, 'FORBIDDEN'],
    ['the unit that would recheck itself', manager, 'recheck', 403, 'PARTY_RECHECK'],
    ['a unit that is another one', { ...manager, subject: inspector.subject }, 'submit', 403, 'FORBIDDEN'],
    ['a command that does not exist', officer, 'find', 404, 'COMMAND_UNKNOWN'],
    ['a command in the wrong state', officer, 'close', 409, 'RECORD_WRONG_STATE'],
  ] as const)('refuses %s', async (_, caller, command, status, code) => {
    const { say, events } = await open();
    await events();
    const body = command === 'find' ? {} : goodBodies[command];
    expect(await say(caller, command, body)).toMatchObject({ status, body: { code } });
    expect(await events()).toEqual([]);
  });

  it('refuses a bad body with every fault, an unknown hazard and an unknown unit', async () => {
    const { say, hazard, ask } = await open();
    const { status, body } = await say(officer, 'confirm', { level: 'HUGE', extra: 1 });
    expect([status, body['problems']]).toMatchObject([422, [{ pointer: '/level' }, { pointer: '/extra' }]]);
    const other = hazard.replace(/.$/, hazard.endsWith('0') ? '1' : '0');
    expect(await say(officer, 'confirm', goodBodies.confirm, 'another-key', other)).toMatchObject({
      status: 404,
    });
    const strange = await ask({
      resource: '/v1/subjects/{id}/hazards/{hazard}/{command}',
      path: { id: 'sub_01KJQXC0000000000000000000', hazard, command: 'confirm' },
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k-12345678' },
      body: JSON.stringify(goodBodies.confirm),
      caller: officer,
    });
    expect(strange.body['code']).toBe('SUBJECT_UNKNOWN');
  });

  it('stores the name of whoever is responsible sealed, and opens it for the unit, and for offices with a purpose', async () => {
    const { say, read, list, transport, table, hazard } = await open();
    await say(officer, 'confirm', goodBodies.confirm);
    await say(officer, 'notify', goodBodies.notify);
    expect((await say(manager, 'plan', goodBodies.plan)).status).toBe(200);
    expect(JSON.stringify(transport.items(tableName))).not.toContain(goodBodies.plan.responsible);
    const stored = await readRecord(table, hazardSchema, unitId, 'HAZARD', hazardId(hazard));
    expect(stored?.body.responsible).toMatch(/^enc:1:/);
    const shownTo = async (caller: Caller, query = {}) =>
      (await read(caller, hazard, query)).body['responsible'];
    const purpose = { purpose: 'SUPERVISION' };
    expect(await shownTo(manager)).toBe(goodBodies.plan.responsible);
    expect(await shownTo(officer, purpose)).toBe(goodBodies.plan.responsible);
    expect(await shownTo(officer)).toEqual({ withheld: true, reason: 'PURPOSE_NOT_STATED' });
    expect(await shownTo(secondOfficer, purpose)).toBe('演**');
    expect((await list(officer, purpose)).body['hazards']).toMatchObject([
      { responsible: goodBodies.plan.responsible },
    ]);
    expect((await list(officer, { purpose: 'because' })).body['code']).toBe('FIELD_INVALID');
    // The person's key is the person's alone: gone, it takes nothing else with it, and the next one has another.
    const keyId = keyIdIn(stored?.body.responsible ?? '') ?? '';
    expect(keyId).toMatch(/^key_/);
    await table.remove(keys.key(unitId, keyId));
    expect(await shownTo(manager)).toEqual({ erased: true });
    expect(await say(manager, 'submit', goodBodies.submit)).toMatchObject({ status: 200 });
    await say(officer, 'return', goodBodies.return);
    expect((await say(manager, 'plan', { ...goodBodies.plan, responsible: '演示人乙' })).status).toBe(200);
    expect(await shownTo(manager)).toBe('演示人乙');
    expect(await table.get(keys.key(unitId, keyId))).toBeUndefined();
  });
});

describe('GET …/hazards', () => {
  it('shows hazards to the office, those above it and the unit, and to nobody else', async () => {
    const { list, read } = await open();
    for (const caller of [officer, secondOfficer, manager]) {
      expect((await list(caller)).body['hazards']).toHaveLength(1);
      expect((await read(caller)).status).toBe(200);
    }
    for (const caller of [elsewhere, inspector]) {
      expect(await list(caller)).toMatchObject({ status: 403 });
      expect(await read(caller)).toMatchObject({ status: 403 });
    }
    expect(await read(officer, 'haz_01KJQXC0000000000000000000')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
  });

  it('says where a hazard comes from, when it is due or that this is unset, and what may be done', async () => {
    const { read } = await open();
    const { body } = await read(officer);
    expect(body).toMatchObject({
      state: 'FOUND',
      due: 'unset',
      dueBy: 'unset',
      origin: {
        kind: 'REPORT_POINT',
        point: '17',
        item: 'EARTH_RESISTANCE',
        value: '12.4',
        standardValue: '4',
      },
    });
    expect(body['commands']).toEqual([
      { command: 'confirm', who: 'officer' },
      { command: 'reject', who: 'officer' },
      { command: 'extend', who: 'officer' },
    ]);
  });

  it('filters by state, lateness and missing date, and refuses what it does not know', async () => {
    const { list, say } = await open();
    const count = async (query: Record<string, string>) => (await list(officer, query)).body['hazards'];
    expect(await count({ due: 'unset' })).toHaveLength(1);
    expect(await count({ state: 'CONFIRMED' })).toHaveLength(0);
    expect(await count({ late: 'true' })).toHaveLength(0);
    expect(await count({ late: 'false', state: 'FOUND' })).toHaveLength(1);
    await say(officer, 'extend', goodBodies.extend);
    expect(await count({ due: 'unset' })).toHaveLength(0);
    for (const query of [{ state: 'LATE' }, { late: 'yes' }, { due: '2026-03-01' }])
      expect(await list(officer, query)).toMatchObject({ status: 422, body: { code: 'FIELD_INVALID' } });
  });

  it('shows no mark of a person and no token', async () => {
    const { say, read } = await open();
    await say({ ...officer, person: 'keyed-person' }, 'confirm', goodBodies.confirm);
    const { body } = await read(officer);
    expect(JSON.stringify(body)).not.toContain('person');
    expect(JSON.stringify(body)).not.toContain('token');
  });
});
