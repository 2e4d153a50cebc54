import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import {
  county,
  officer,
  organisation,
  organisationBody,
  province,
  registerOrganisation,
  registerStation,
  someone,
  stationBody,
  unit,
  type Organisation,
} from '../../builders/parties.ts';
import { makeStage, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Organisation;
let other: Organisation;
let station: SubjectId;
let neighbour: SubjectId;
beforeAll(async () => {
  stage = makeStage();
  crew = await registerOrganisation(stage, 1);
  other = await registerOrganisation(stage, 2);
  station = await registerStation(stage, 1);
  neighbour = await registerStation(stage, 2);
});

const subjects = {
  station: () => station,
  organisation: () => crew.id,
  technician: () => crew.technicians[0],
} as const;
const callers: Readonly<Record<string, () => Caller>> = {
  'its county office': () => county,
  'the prefecture above': () => officer('330100'),
  'the province': () => province,
  'the neighbouring county': () => officer('330108'),
  'another prefecture': () => officer('330200'),
  'another province': () => officer('320000'),
  'the organisation': () => crew.clerk,
  'another organisation': () => other.clerk,
  'the unit': () => unit(station),
  'another unit': () => unit(neighbour),
  'the public': () => someone,
};
/** Who may read what: everybody who is not named here is refused. */
const readers: Readonly<Record<keyof typeof subjects, readonly string[]>> = {
  station: ['its county office', 'the prefecture above', 'the province', 'the unit'],
  organisation: ['the province', 'the organisation'],
  technician: ['the province'],
};
const cases = (['station', 'organisation', 'technician'] as const).flatMap((what) =>
  Object.keys(callers).map((who) => [who, what, readers[what].includes(who) ? 200 : 403] as const),
);

describe.each(['readFile', 'readLedger'] as const)('%s', (route) => {
  it.each(cases)('%s asks for the %s: %i', async (who, what, status) => {
    const answer = await stage.ask(route, callers[who]?.(), { path: { id: subjects[what]() } });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.text).not.toMatch(/演示第|enc:1:|entryHash/);
  });

  it('nobody: 401', async () => {
    expect((await stage.ask(route, undefined, { path: { id: station } })).status).toBe(401);
  });

  it.each(['sub_01KJ0RG0000000000000000000', 'nonsense', '../../etc', ''])(
    'a subject that is not there is not found, an id that is none is bad input (%s)',
    async (id) => {
      const { status, body } = await stage.ask(route, province, { path: { id } });
      expect(['NOT_FOUND 404', 'SUBJECT_UNKNOWN 422']).toContain(`${body.code} ${status}`);
    },
  );

  it.each(['nonsense', 'T#', 'H#x', 'K#1', ''])(
    'a place to go on from that no page gave is bad input (%s)',
    async (cursor) => {
      const { status, body } = await stage.ask(route, province, { path: { id: station }, query: { cursor } });
      expect([status, body.code, body.problems[0].pointer]).toEqual([422, 'CURSOR_INVALID', '/cursor']);
    },
  );
});

describe('findSubjects', () => {
  const code = stationBody(1).uscc;
  const ask = async (who: Caller, what: string = code) =>
    stage.ask('findSubjects', who, { query: { code: what } });

  it.each(['its county office', 'the prefecture above', 'the province', 'the unit'])(
    '%s finds the station by its code',
    async (who) => {
      const { body } = await ask(callers[who]?.() ?? someone);
      expect(body.subjects).toMatchObject([{ id: station, kind: 'KEY_UNIT', supervisingOffice: '330106' }]);
    },
  );

  it('an organisation finds any key unit, because a report must name it, and learns no more than that', async () => {
    const { body } = await ask(crew.clerk);
    expect(body.subjects).toHaveLength(1);
    expect(Object.keys(body.subjects[0]).toSorted()).toEqual([
      'id',
      'kind',
      'name',
      'supervisingOffice',
      'supervisionCode',
    ]);
  });

  it.each(['the neighbouring county', 'another unit'])(
    '%s learns nothing, not even that the code is known',
    async (who) => {
      const caller = callers[who]?.() ?? someone;
      const answers = [await ask(caller), await ask(caller, stationBody(99).uscc)];
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    },
  );
  it.each(['another province', 'the public'])('%s may not ask', async (who) => {
    expect((await ask(callers[who]?.() ?? someone)).status).toBe(403);
  });

  it('an organisation does not find another organisation', async () => {
    expect((await ask(other.clerk, organisationBody(1).uscc)).status).toBe(404);
    expect((await ask(crew.clerk, organisationBody(1).uscc)).body.subjects).toHaveLength(1);
  });

  it('a wrong code is refused, an unknown one is not found', async () => {
    expect((await ask(province, '91330106DEM000011X')).status).toBe(422);
    expect((await ask(province, stationBody(99).uscc)).body.code).toBe('NOT_FOUND');
  });
});

describe('health', () => {
  it('reads the table and makes a decision; nobody needs a token', async () => {
    stage.world.reset();
    const { status, body } = await stage.ask('health', undefined);
    expect([status, body.status, body.province]).toEqual([200, 'ok', '33']);
    expect(stage.world.counts()).toMatchObject({ calls: 1, readUnits: 1 });
  });

  it('fails when the table cannot be read', async () => {
    const broken = makeStage();
    broken.world.inject({ fault: 'deny', operation: 'dynamodb.' });
    const { status, body } = await broken.ask('health', undefined);
    expect([status, body.code]).toEqual([500, 'INTERNAL']);
    expect(body.detail.zh).not.toBe('');
  });
});

describe('a long file', () => {
  it('comes in pages, and the pages together are the file and the chain', async () => {
    const long = makeStage();
    const { id, clerk } = await registerOrganisation(long);
    const instrument = {
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
    for (let n = 0; n < 90; n += 1)
      await long.ask('registerInstrument', clerk, {
        path: { id },
        body: { ...instrument, serialNumber: `S-${n}` },
      });
    const sizes: number[] = [];
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const { body } = await long.ask('readFile', clerk, {
        path: { id },
        query: cursor === undefined ? {} : { cursor },
      });
      sizes.push(body.records.length);
      for (const record of body.records) ids.add(record.id);
      cursor = body.next;
    } while (cursor !== undefined);
    expect(sizes).toEqual([40, 40, 13]);
    expect(ids.size).toBe(93);
    const ledger = await long.ask('readLedger', clerk, { path: { id } });
    expect(ledger.body.entries).toHaveLength(93);
  });
});

it('an organisation’s token for a subject that is no organisation of ours opens nothing', async () => {
  const ghost = organisation('sub_01KJGH00000000000000000000');
  expect((await stage.ask('readFile', ghost, { path: { id: crew.id } })).status).toBe(403);
});
