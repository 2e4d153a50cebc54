import { describe, expect, it } from 'vitest';
import {
  county,
  officer,
  organisation,
  organisationBody,
  province,
  registerOrganisation,
  someone,
  stationBody,
  unit,
} from '../../builders/parties.ts';
import { makeStage, tableName } from '../../builders/stage.ts';

const uscc = stationBody(1).uscc;
const site = (address: string) => stationBody(1, { address });

describe('a key unit', () => {
  it('gets a file, a supervision code, a receipt and a data key of its own', async () => {
    const { ask, world } = makeStage();
    const { status, body } = await ask('registerSubject', county, { body: stationBody() });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'KEY_UNIT',
      supervisingOffice: '330106',
      receipt: { subject: body.id, sequence: 1 },
    });
    const ranges = world.items(tableName).map(({ pk, sk }) => JSON.stringify([pk, sk]));
    for (const key of [`C#HEAD#${body.id}`, 'L#0000000001', 'T#', 'K#1'])
      expect(ranges).toContain(JSON.stringify([{ S: body.id }, { S: key }]));
  });

  it('is one of many under one credit code: other place, other serial, both found by the code', async () => {
    const { ask } = makeStage();
    const answers = [];
    for (const place of ['演示路1号', '演示路2号', '演示路3号'])
      answers.push(await ask('registerSubject', county, { body: site(place) }));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.supervisionCode)).size).toBe(3);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(3);
    const found = await ask('findSubjects', county, { query: { code: uscc } });
    expect(found.body.subjects).toHaveLength(3);
  });

  it('is refused at the same place a second time, and nothing is written', async () => {
    const { ask, world } = makeStage();
    await ask('registerSubject', county, { body: stationBody() });
    const before = world.items(tableName);
    const { status, body } = await ask('registerSubject', county, { body: stationBody() });
    expect(status).toBe(409);
    expect(body.problems).toMatchObject([{ code: 'ALREADY_REGISTERED', pointer: '/uscc' }]);
    expect(world.items(tableName)).toEqual(before);
  });

  it.each([
    ['the neighbouring county', officer('330108')],
    ['another prefecture', officer('330200')],
    ['another province', officer('320000')],
    ['an organisation', organisation('sub_01KJ0RG0000000000000000000')],
    ['a unit', unit('sub_01KJ0RG0000000000000000000')],
    ['the public', someone],
  ])('is refused to %s, before anything is read or written', async (_, caller) => {
    const { ask, world } = makeStage();
    const { status, body } = await ask('registerSubject', caller, { body: stationBody() });
    expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
    expect(world.items(tableName)).toEqual([]);
    expect(world.counts().calls).toBe(0);
  });

  it.each([
    ['its own office', county],
    ['the prefecture above', officer('330100')],
    ['the province', province],
  ])('is registered by %s', async (_, caller) => {
    expect((await makeStage().ask('registerSubject', caller, { body: stationBody() })).status).toBe(201);
  });

  it('of another province is refused by its division', async () => {
    const { ask } = makeStage();
    const given = stationBody(1, { division: '310104' });
    expect((await ask('registerSubject', province, { body: given })).body.problems).toMatchObject([
      { code: 'DIVISION_OTHER_PROVINCE', pointer: '/division' },
    ]);
  });

  it('is registered once when the command comes twice, with the same answer to the byte', async () => {
    const { ask, world } = makeStage();
    const given = { body: stationBody(), key: 'register-once' };
    const first = await ask('registerSubject', county, given);
    const before = world.items(tableName);
    const again = await ask('registerSubject', county, given);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers['idempotent-replay']).toBe('true');
    expect(world.items(tableName)).toEqual(before);
  });

  it('another body under the same key is refused', async () => {
    const { ask } = makeStage();
    await ask('registerSubject', county, { body: stationBody(1), key: 'register-once' });
    const { status, body } = await ask('registerSubject', county, {
      body: stationBody(2),
      key: 'register-once',
    });
    expect([status, body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('two sites under one code at the same moment: none is lost, none is told that it exists already', async () => {
    const { ask } = makeStage();
    const answers = await Promise.all(
      ['演示路1号', '演示路2号'].map(async (place) => ask('registerSubject', county, { body: site(place) })),
    );
    for (const { status, body } of answers)
      if (status !== 201) expect(body).toMatchObject({ code: 'RECORD_CHANGED', retryable: true });
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    const found = await ask('findSubjects', county, { query: { code: uscc } });
    expect(found.body.subjects).toHaveLength(answers.filter(({ status }) => status === 201).length);
  });
});

describe('an inspection organisation', () => {
  it('belongs to the province, whoever of its divisions it sits in', async () => {
    const { ask } = makeStage();
    expect((await ask('registerSubject', officer('330108'), { body: organisationBody() })).status).toBe(403);
    const { status, body } = await ask('registerSubject', province, { body: organisationBody() });
    expect([status, body.supervisingOffice]).toEqual([201, '330000']);
  });

  it('exists once in a province', async () => {
    const { ask } = makeStage();
    await ask('registerSubject', province, { body: organisationBody() });
    const moved = { ...organisationBody(), address: '演示大道10号' };
    expect((await ask('registerSubject', province, { body: moved })).body.code).toBe('ALREADY_REGISTERED');
  });
});

describe('an instrument', () => {
  it('stands in the file of its organisation', async () => {
    const stage = makeStage();
    const { id, clerk, instruments } = await registerOrganisation(stage);
    const { body } = await stage.ask('readFile', clerk, { path: { id } });
    expect(
      body.records
        .filter((one: { kind: string }) => one.kind === 'INSTRUMENT')
        .map((one: { id: string }) => one.id),
    ).toEqual([...instruments]);
  });

  it('is refused to other organisations and for a key unit', async () => {
    const stage = makeStage();
    const one = await registerOrganisation(stage, 1);
    const two = await registerOrganisation(stage, 2);
    const before = stage.world.items(tableName);
    const instrument = {
      serialNumber: 'X',
      instrumentKind: 'PULL_GAUGE',
      model: 'X',
      maker: 'X',
      calibration: {
        certificateNumber: 'X',
        body: 'X',
        calibratedOn: '2026-02-01',
        validTo: '2027-02-01',
      },
    };
    const foreign = await stage.ask('registerInstrument', two.clerk, {
      path: { id: one.id },
      body: instrument,
    });
    expect(foreign.status).toBe(403);
    expect(stage.world.items(tableName)).toEqual(before);
    const { body: station } = await stage.ask('registerSubject', county, { body: stationBody() });
    const wrong = await stage.ask('registerInstrument', county, {
      path: { id: station.id },
      body: instrument,
    });
    expect(wrong.body.code).toBe('SUBJECT_WRONG_KIND');
  });
});
