import { createHash, createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import { addMs, systemClock } from '../../../shared/kernel/time.ts';
import { commandDays, commandItemKey, commandKeyOf } from '../../../shared/lambda/command.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { audit } from '../../builders/audit.ts';
import {
  county,
  idOf,
  officer,
  organisation,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  stationBody,
  technicianBody,
  type Organisation,
} from '../../builders/parties.ts';
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = makeStage();
});

const memories = () =>
  stage.world
    .items(tableName)
    .filter(({ pk }) => JSON.stringify(pk).includes('idem#'))
    .map((item) => JSON.stringify(item));

describe('what is remembered of a command', () => {
  const key = 'client-key-0001';
  const few = { ...technicianBody(5), name: '测一字' };

  it('is a digest of its key and a keyed one of its body: neither stands there, no plain digest tells a body of few', async () => {
    const crew = await registerOrganisation(stage);
    const path = { id: crew.id };
    await stage.ask('registerTechnician', crew.clerk, { path, body: few, key });
    const all = memories().join('\n');
    expect(all).toMatch(/"idem#[0-9a-f]{64}"/);
    expect(all).not.toContain(key);
    const text = JSON.stringify(few);
    const url = `/v1/subjects/${crew.id}/technicians`;
    for (const guess of [text, `${url}\n${text}`, `${url}${text}`, few.personId, few.name, key])
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        expect(all).not.toContain(createHash('sha256').update(guess).digest(encoding));
        expect(all).not.toContain(createHmac('sha256', '').update(guess).digest(encoding));
      }
  });

  it('differs under another key, for the same body: two equal bodies do not look equal', () => {
    const told = (given: string, text = '{}') => commandKeyOf(county, given, '/v1/subjects', text);
    expect(told('key-00000001').digest).not.toBe(told('key-00000002').digest);
    expect(told('key-00000001').key).not.toBe(told('key-00000002').key);
    expect(told('key-00000001')).toEqual(told('key-00000001'));
    expect(told('key-00000001', '{"a":1}').digest).not.toBe(told('key-00000001').digest);
    // Parts cannot run into each other.
    const one = commandKeyOf(county, 'key-00000001', '/a', 'bc').digest;
    expect(commandKeyOf(county, 'key-00000001', '/ab', 'c').digest).not.toBe(one);
  });

  it('carries nothing personal in any stored answer', async () => {
    const secret = { name: '钱塘守', phone: '+86 571 8765 4321' };
    const crew = await registerOrganisation(stage);
    const body = stationBody(1, { safetyManager: secret });
    const id = idOf('sub', await stage.ask('registerSubject', county, { body }));
    const holder = await stage.ask('registerTechnician', crew.clerk, { path: { id: crew.id }, body: few });
    await stage.ask('submitReport', crew.clerk, { body: reportBy(crew, id) });
    const why = { reason: 'OTHER_LAW', basis: '个人信息保护法第四十七条' };
    await stage.ask('erasePersonalData', province, {
      path: { id },
      body: { scope: 'FIELD', record: id, field: 'safetyManager', ...why },
    });
    await stage.ask('erasePersonalData', province, {
      path: { id: holder.body.id },
      body: { scope: 'PERSON', ...why },
    });
    const all = memories();
    expect(all.length).toBeGreaterThanOrEqual(10);
    for (const value of [secret.name, secret.phone, few.name, few.personId])
      expect(all.join().includes(value), value).toBe(false);
  });
});

describe('whose command it is', () => {
  const key = 'shared-key-01';
  let crew: Organisation;
  let other: Organisation;
  let station: SubjectId;
  beforeEach(async () => {
    crew = await registerOrganisation(stage, 1);
    other = await registerOrganisation(stage, 2);
    station = await registerStation(stage);
  });
  const submit = async (caller: Caller, by: Organisation, n: number) =>
    stage.ask('submitReport', caller, { body: reportBy(by, station, n), key });

  it('another organisation with the same key and the same words gets no receipt of it', async () => {
    const first = await submit(crew.clerk, crew, 0);
    expect(first.status).toBe(202);
    const foreign = await submit(other.clerk, crew, 0);
    expect(foreign.status).toBe(403);
    expect(foreign.text).not.toContain(first.body.receipt.entry);
    const own = await submit(other.clerk, other, 0);
    expect(own.status).toBe(202);
    expect(own.body.receipt.entry).not.toBe(first.body.receipt.entry);
  });

  it('another issuer’s token for the same organisation is another sender', async () => {
    const first = await submit(crew.clerk, crew, 0);
    const elsewhere = { ...organisation(crew.id), issuer: 'https://other.issuer.invalid' };
    const second = await submit(elsewhere, crew, 0);
    // Not a replay: the business key says no.
    expect([second.status, second.body.code]).toEqual([409, 'REPORT_NUMBER_TAKEN']);
    expect(second.text).not.toContain(first.body.receipt.entry);
    expect(second.headers['idempotent-replay']).toBeUndefined();
  });

  it('an officer of another office, and a unit with the same id in its token, are other senders', async () => {
    const scopes = [
      officer('330106'),
      officer('330100'),
      { ...officer('330106'), issuer: 'https://other.issuer.invalid' },
      organisation(station),
      { ...organisation(station), role: 'unit' as const },
    ].map((caller) => commandItemKey(commandKeyOf(caller, key, '/v1/subjects', '{}')).pk);
    expect(new Set(scopes).size).toBe(5);
  });

  it('a colleague of the same organisation repeats it and gets the same receipt', async () => {
    const first = await submit(crew.clerk, crew, 0);
    const colleague = { ...crew.clerk, principal: 'c'.repeat(64) };
    const again = await submit(colleague, crew, 0);
    expect([again.status, again.text]).toEqual([202, first.text]);
  });
});

describe('how long it is remembered', () => {
  it('30 days, tested on reading: after that it is a new command, whatever the table still holds', async () => {
    const given = { body: stationBody(), key: 'long-ago-0001' };
    const first = await stage.ask('registerSubject', county, given);
    const [, memory] = memories();
    expect(memory).toBeUndefined();
    const age = async (seconds: number) => {
      const place = commandItemKey(
        commandKeyOf(county, given.key, '/v1/subjects', JSON.stringify(given.body)),
      );
      const item = await stage.table.get(place);
      if (item === undefined) throw new Error('the command is not remembered');
      const now = Math.floor(Date.parse(systemClock()) / 1000);
      expect(Number(item['ttl']) - now).toBeLessThanOrEqual(commandDays * 86_400);
      await stage.table.put({ ...item, ...place, ttl: now + seconds });
    };
    await age(60);
    expect((await stage.ask('registerSubject', county, given)).text).toBe(first.text);
    await age(-60);
    const late = await stage.ask('registerSubject', county, given);
    expect([late.status, late.body.code]).toEqual([409, 'ALREADY_REGISTERED']);
    // Another body under the old key is no conflict any more, and takes the place of the old memory.
    const another = { body: stationBody(2), key: given.key };
    const fresh = await stage.ask('registerSubject', county, another);
    expect(fresh.status).toBe(201);
    expect((await stage.ask('registerSubject', county, another)).text).toBe(fresh.text);
    expect(memories()).toHaveLength(1);
  });

  it('to the second for which the write’s own condition replaces it', async () => {
    const { earlierAnswer, remember } = await import('../../../shared/lambda/command.ts');
    const now = systemClock();
    const command = commandKeyOf(county, 'key-00000001', '/v1/subjects', '{}');
    const { item } = remember(command, { status: 201, body: {} }, now);
    const end = Number(item['ttl']) * 1000 - Date.parse(now);
    expect(earlierAnswer(command, item, addMs(now, end + 999))).toMatchObject({ value: { status: 201 } });
    expect(earlierAnswer(command, item, addMs(now, end + 1000))).toEqual({ ok: true, value: undefined });
  });
});

describe('a race', () => {
  it('of one command with itself: one effect, one receipt for all', async () => {
    const given = { body: stationBody(), key: 'race-itself-1' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, async () => stage.ask('registerSubject', county, given)),
    );
    const won = answers.filter(({ status }) => status === 201);
    expect(new Set(won.map(({ text }) => text)).size).toBe(1);
    expect(won).toHaveLength(5);
  });

  it('of two bodies under one key: one is done, the other is a conflict, never its receipt', async () => {
    const key = 'race-bodies-1';
    const answers = await Promise.all(
      [1, 2].map(async (n) => stage.ask('registerSubject', county, { body: stationBody(n), key })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(lost?.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(lost?.text).not.toContain(answers.find(({ status }) => status === 201)?.body.id);
  });

  it('of many senders for one report number and volume: exactly one, whatever their keys', async () => {
    const crew = await registerOrganisation(stage);
    const station = await registerStation(stage);
    const { reportNumber } = reportBy(crew, station);
    const volumes = [1, 1, 1, 2, 2];
    const answers = await Promise.all(
      volumes.map(async (volume, n) =>
        stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station, n, { reportNumber, volume }) }),
      ),
    );
    for (const volume of [1, 2]) {
      const mine = answers.filter((_, at) => volumes[at] === volume);
      expect(mine.filter(({ status }) => status === 202)).toHaveLength(1);
      for (const { status, body } of mine)
        if (status !== 202) expect([status, body.code]).toEqual([409, 'REPORT_NUMBER_TAKEN']);
    }
    expect(audit(stage.world, tableName, station)).toMatchObject({ entries: { length: 3 }, faults: [] });
  });
});
