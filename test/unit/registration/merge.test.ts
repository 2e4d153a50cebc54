import { beforeEach, describe, expect, it } from 'vitest';
import { makeDeviceKeys } from '../../../localstack/demo/certificate-request.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import { inventUscc } from '../../../shared/kernel/uscc.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { audit } from '../../builders/audit.ts';
import {
  county,
  idOf,
  instrumentBody,
  officer,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  someone,
  stationBody,
  stationLocation,
  technicianBody,
  unit,
  type Organisation,
} from '../../builders/parties.ts';
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Organisation;
beforeEach(async () => {
  stage = makeStage();
  crew = await registerOrganisation(stage);
});

const reason = '同一场所重复登记';
const merge = async (id: string, into: string, caller: Caller = county, key?: string) =>
  stage.ask('mergeSubjects', caller, {
    path: { id },
    body: { into, reason },
    ...(key === undefined ? {} : { key }),
  });
const headOf = async (id: string, caller: Caller = province) =>
  (await stage.ask('readFile', caller, { path: { id } })).body.records.find(
    (one: { kind: string }) => one.kind === 'HEAD',
  );
const typesIn = (id: SubjectId) => {
  const { entries, faults } = audit(stage.world, tableName, id);
  expect(faults).toEqual([]);
  return entries.map(({ type }) => type);
};
const foundBy = async (code: string, caller: Caller = county) =>
  (await stage.ask('findSubjects', caller, { query: { code } })).body.subjects?.map(
    (one: { id: string }) => one.id,
  );

describe('two files of one key unit', () => {
  let twin: SubjectId;
  let station: SubjectId;
  beforeEach(async () => {
    twin = await registerStation(stage, 2);
    station = await registerStation(stage, 1);
  });

  it('stay both, and name each other; the code of either leads to the one that goes on', async () => {
    const { status, body } = await merge(twin, station);
    expect([status, body.mergedInto, body.receipt.subject]).toEqual([200, station, twin]);
    expect(await headOf(twin)).toMatchObject({ mergedInto: station, mergeReason: reason, version: 2 });
    expect(await headOf(station)).toMatchObject({ absorbed: [twin], version: 2 });
    expect(typesIn(twin)).toEqual(['KeyUnitRegistered', 'SubjectMerged']);
    expect(typesIn(station)).toEqual(['KeyUnitRegistered', 'SubjectAbsorbed']);
    expect(await foundBy(stationBody(2).uscc)).toEqual([station]);
    expect(await foundBy(stationBody(1).uscc)).toEqual([station]);
    await stage.settle();
    const events = stage.world.events.list().map(({ detailType }) => detailType);
    expect(events).toEqual(expect.arrayContaining(['SubjectAbsorbed', 'SubjectMerged']));
  });

  it('under one code are found once', async () => {
    const body = stationBody(1, { address: '演示路1号（旧）' });
    const third = idOf('sub', await stage.ask('registerSubject', county, { body }));
    expect(await foundBy(stationBody(1).uscc)).toHaveLength(2);
    await merge(third, station);
    expect(await foundBy(stationBody(1).uscc)).toEqual([station]);
  });

  it('the merged one takes in nothing new, and every refusal names the survivor', async () => {
    await merge(twin, station);
    const before = stage.world.items(tableName);
    const refused = [
      await stage.ask('submitReport', crew.clerk, {
        body: reportBy(crew, twin, 0, { at: { lon: stationLocation.lon + 0.01, lat: stationLocation.lat } }),
      }),
      await stage.ask('registerDevice', unit(twin), {
        path: { id: twin },
        body: {
          deviceKind: 'EARTH_RESISTANCE_MONITOR',
          serialNumber: 'EM-0001',
          csr: makeDeviceKeys('EM-0001').csrPem,
          mountedAt: '罐区接地端 3',
          limitOhm: '10',
        },
      }),
      await merge(twin, await registerStation(stage, 3)),
      await merge(station, twin),
      await stage.ask('reAliasSubject', county, {
        path: { id: twin },
        body: { uscc: stationBody(2).uscc, name: '新名', reason },
      }),
    ];
    for (const { status, body } of refused) {
      const found = body.problems.find((one: { code: string }) => one.code === 'SUBJECT_MERGED');
      expect([status, found?.en.includes(station), found?.zh.includes(station)]).toEqual([409, true, true]);
    }
    const now = stage.world.items(tableName).filter(({ pk }) => JSON.stringify(pk).includes(twin));
    expect(now).toEqual(before.filter(({ pk }) => JSON.stringify(pk).includes(twin)));
  });

  it('hazards that are open keep running where they are', async () => {
    const at = { lon: stationLocation.lon + 0.01, lat: stationLocation.lat };
    const report = reportBy(crew, twin, 0, { at });
    const points = report.points.map((point, n) =>
      n === 0 ? { ...point, verdict: 'FAIL' as const } : point,
    );
    await stage.ask('submitReport', crew.clerk, { body: { ...report, points, conclusion: 'FAIL' } });
    await stage.settle();
    await merge(twin, station);
    const { body } = await stage.ask('listHazards', county, { path: { id: twin } });
    const hazard = body.hazards[0].id;
    const path = { id: twin, hazard, command: 'confirm' };
    expect((await stage.ask('commandHazard', county, { path, body: { level: 'GENERAL' } })).status).toBe(200);
    await stage.settle();
    expect(typesIn(twin).slice(-2)).toEqual(['SubjectMerged', 'HazardMoved']);
  });

  it('chains of merges lead to the last one, by every code', async () => {
    const last = await registerStation(stage, 3);
    await merge(twin, station);
    expect((await merge(station, last)).status).toBe(200);
    for (const n of [1, 2, 3]) expect(await foundBy(stationBody(n).uscc)).toEqual([last]);
    expect(await headOf(twin)).toMatchObject({ mergedInto: station });
    expect(await headOf(station)).toMatchObject({ absorbed: [twin], mergedInto: last });
  });

  it('the same command again gets its first answer, another body under its key is refused', async () => {
    const first = await merge(twin, station, county, 'merge-once');
    const before = stage.world.items(tableName);
    const again = await merge(twin, station, county, 'merge-once');
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect((await merge(twin, crew.id, county, 'merge-once')).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it('at the same moment it is done once, whoever asks', async () => {
    const once = await Promise.all([1, 2, 3].map(async () => merge(twin, station, county, 'merge-once')));
    expect(once.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(once.map(({ text }) => text)).size).toBe(1);
    expect(typesIn(station)).toEqual(['KeyUnitRegistered', 'SubjectAbsorbed']);
    expect(typesIn(twin)).toEqual(['KeyUnitRegistered', 'SubjectMerged']);
  });

  it('crosswise at the same moment one way wins; no file is lost in a ring', async () => {
    const answers = await Promise.all([merge(twin, station), merge(station, twin, province)]);
    const heads = [await headOf(twin), await headOf(station)];
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('SUBJECT_MERGED');
    expect(heads.filter(({ mergedInto }) => mergedInto !== undefined)).toHaveLength(1);
    expect(heads.filter(({ absorbed }) => absorbed !== undefined)).toHaveLength(1);
    typesIn(twin);
    typesIn(station);
  });

  it('in a ring of three at the same moment no file is left without one that goes on', async () => {
    const third = await registerStation(stage, 3);
    const ring = [
      [twin, station],
      [station, third],
      [third, twin],
    ] as const;
    const answers = await Promise.all(ring.map(async ([id, into]) => await merge(id, into)));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    // Who was refused asks again: it stays refused, or is finished; there is never a ring.
    for (const [id, into] of ring) await merge(id, into);
    const heads = await Promise.all([twin, station, third].map(async (id) => await headOf(id)));
    const open = heads.filter(({ mergedInto }) => mergedInto === undefined);
    expect(open).toHaveLength(1);
    for (const n of [1, 2, 3]) expect(await foundBy(stationBody(n).uscc)).toEqual([open[0]?.id]);
    for (const id of [twin, station, third]) typesIn(id);
  });

  const cases: readonly (readonly [string, () => string, number, string, () => Caller])[] = [
    ['of another kind', () => crew.id, 422, 'SUBJECT_WRONG_KIND', () => province],
    ['that is itself', () => twin, 422, 'FIELD_INVALID', () => county],
    ['that is not there', () => 'sub_01KJGH00000000000000000000', 422, 'SUBJECT_UNKNOWN', () => county],
    ['by the unit', () => station, 403, 'FORBIDDEN', () => unit(twin)],
    ['by the neighbouring county', () => station, 403, 'FORBIDDEN', () => officer('330108')],
    ['by the public', () => station, 403, 'FORBIDDEN', () => someone],
  ];
  it.each(cases)('is not merged into one %s', async (_, into, status, code, caller) => {
    const before = stage.world.items(tableName);
    const answer = await merge(twin, into(), caller());
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it('is merged only by an office that stands above both', async () => {
    const elsewhere = stationBody(5, {
      division: '330108',
      location: { lon: 120.2, lat: 30.2, datum: 'CGCS2000' },
    });
    const foreign = idOf('sub', await stage.ask('registerSubject', province, { body: elsewhere }));
    expect((await merge(twin, foreign, county)).status).toBe(403);
    expect((await merge(foreign, twin, county)).status).toBe(403);
    expect((await merge(foreign, twin, officer('330100'))).status).toBe(200);
  });

  it('made for another version of the file it does nothing', async () => {
    const headers = { 'if-match': `"${twin}.7"` };
    const answer = await stage.ask('mergeSubjects', county, {
      path: { id: twin },
      body: { into: station, reason },
      headers,
    });
    expect([answer.status, answer.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
    expect(typesIn(station)).toEqual(['KeyUnitRegistered']);
  });

  describe('broken off', () => {
    /** The transactions of a merge: first half, second half. */
    const breaks = [0, 1].flatMap((skip) =>
      (['lost', 'timeout'] as const).map((fault) => [fault, skip] as const),
    );
    const breakAt = async (fault: 'lost' | 'timeout', skip: number) => {
      stage.world.inject({ fault, operation: 'dynamodb.TransactWriteItems', skip });
      expect((await merge(twin, station, county, 'merge-once')).status).toBe(500);
      stage.world.calm();
    };

    it.each(breaks)('(%s) in half %i and repeated it is whole, each half done once', async (fault, skip) => {
      await breakAt(fault, skip);
      expect((await merge(twin, station, county, 'merge-once')).status).toBe(200);
      expect(typesIn(twin)).toEqual(['KeyUnitRegistered', 'SubjectMerged']);
      expect(typesIn(station)).toEqual(['KeyUnitRegistered', 'SubjectAbsorbed']);
      expect(await foundBy(stationBody(2).uscc)).toEqual([station]);
    });

    it('between its halves it is finished by whoever merges the same two, and by nobody into a third', async () => {
      await breakAt('lost', 1);
      expect(await headOf(twin)).not.toHaveProperty('mergedInto');
      const third = await registerStation(stage, 3);
      const elsewhere = await merge(twin, third, province);
      expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'SUBJECT_MERGED']);
      expect(elsewhere.body.detail.en).toContain(station);
      expect((await merge(twin, station, province)).status).toBe(200);
      expect(typesIn(station)).toEqual(['KeyUnitRegistered', 'SubjectAbsorbed']);
      expect(typesIn(third)).toEqual(['KeyUnitRegistered']);
    });

    it('between its halves, and the survivor merged on meanwhile: all lead to the last one', async () => {
      await breakAt('lost', 1);
      const last = await registerStation(stage, 3);
      expect((await merge(station, last)).status).toBe(200);
      expect((await merge(twin, station)).status).toBe(200);
      for (const n of [1, 2, 3]) expect(await foundBy(stationBody(n).uscc)).toEqual([last]);
    });
  });
});

describe('two files of one organisation', () => {
  it('the merged one registers nobody and nothing any more', async () => {
    const other = await registerOrganisation(stage, 2);
    expect((await merge(other.id, crew.id, province)).status).toBe(200);
    const path = { id: other.id };
    const refused = [
      await stage.ask('registerTechnician', other.clerk, { path, body: technicianBody(20) }),
      await stage.ask('registerInstrument', other.clerk, { path, body: instrumentBody(20) }),
      await stage.ask('submitReport', other.clerk, { body: reportBy(other, await registerStation(stage)) }),
    ];
    for (const { status, text } of refused) {
      expect(status).toBe(409);
      expect(text).toContain('SUBJECT_MERGED');
      expect(text).toContain(crew.id);
    }
    expect((await stage.ask('readFile', other.clerk, { path })).status).toBe(200);
  });
});

describe('two files of one person', () => {
  const aliases = () =>
    stage.world
      .items(tableName)
      .filter(({ pk }) => JSON.stringify(pk).includes('alias#person#'))
      .map(({ subject }) => (subject !== undefined && 'S' in subject ? subject.S : ''));

  it('both numbers lead to the one that goes on; new reports must name that one', async () => {
    const [one, two] = crew.technicians;
    expect((await merge(one, two, province)).status).toBe(200);
    expect(aliases()).toEqual([two, two]);
    const station = await registerStation(stage);
    const answer = await stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station) });
    expect(answer.status).toBe(409);
    expect(answer.body.problems).toMatchObject([
      { code: 'SUBJECT_MERGED', pointer: '/activity/technicians' },
    ]);
    expect(answer.body.detail.en).toContain(two);
  });

  it('merged on into a third are still erased each with its own number', async () => {
    const third = idOf(
      'sub',
      await stage.ask('registerTechnician', crew.clerk, { path: { id: crew.id }, body: technicianBody(9) }),
    );
    const [one, two] = crew.technicians;
    await merge(one, two, province);
    await merge(two, third, province);
    expect(aliases()).toEqual([third, third, third]);
    const body = { scope: 'PERSON', reason: 'CONSENT_WITHDRAWN', basis: '个人信息保护法第四十七条' };
    const left = [];
    for (const id of [one, third, two]) {
      expect((await stage.ask('erasePersonalData', province, { path: { id }, body })).status).toBe(200);
      left.push(aliases().length);
    }
    expect(left).toEqual([2, 1, 0]);
  });

  it('are erased one after the other, each with its own number', async () => {
    const [one, two] = crew.technicians;
    await merge(one, two, province);
    const why = { scope: 'PERSON', reason: 'CONSENT_WITHDRAWN', basis: '个人信息保护法第四十七条' };
    const first = await stage.ask('erasePersonalData', province, { path: { id: two }, body: why });
    expect([first.status, first.body.linked]).toEqual([200, [one]]);
    expect(aliases()).toEqual([two]);
    await stage.ask('erasePersonalData', province, { path: { id: one }, body: why });
    expect(aliases()).toEqual([]);
  });
});

describe('another credit code', () => {
  const newCode = inventUscc('9', '1', '330106', 'DEM07777');
  let station: SubjectId;
  beforeEach(async () => {
    station = await registerStation(stage, 1);
  });
  const reAlias = async (id: string, body: object, caller: Caller = county, key?: string) =>
    stage.ask('reAliasSubject', caller, {
      path: { id },
      body: { reason, ...body },
      ...(key === undefined ? {} : { key }),
    });
  const found = async (code: string) =>
    (await stage.ask('findSubjects', county, { query: { code } })).body.subjects;

  it('leads to the same file; the old one still does, marked as former; the supervision code stays', async () => {
    const before = await headOf(station);
    const { status, body } = await reAlias(station, { uscc: newCode, name: '演示新名加油站' });
    expect([status, body.supervisionCode]).toEqual([200, before.supervisionCode]);
    expect(await headOf(station)).toMatchObject({
      uscc: newCode,
      name: '演示新名加油站',
      supervisionCode: before.supervisionCode,
      former: [{ uscc: stationBody(1).uscc, name: before.name, reason }],
    });
    const [now] = await found(newCode);
    expect(now).toMatchObject({ id: station, name: '演示新名加油站' });
    expect(now).not.toHaveProperty('former');
    expect(await found(stationBody(1).uscc)).toMatchObject([{ id: station, former: true }]);
    expect(typesIn(station)).toEqual(['KeyUnitRegistered', 'SubjectRealiased']);
  });

  it('takes no serial of the new code, and gives none of the old one free', async () => {
    await reAlias(station, { uscc: newCode });
    const codes = [];
    for (const [n, uscc] of [newCode, stationBody(1).uscc].entries()) {
      const given = stationBody(1, { uscc, address: `演示路${n + 50}号` });
      codes.push((await stage.ask('registerSubject', county, { body: given })).body.supervisionCode);
    }
    codes.push((await headOf(station)).supervisionCode);
    expect(new Set(codes).size).toBe(3);
  });

  it('may be given back, and the one that was given up may be registered by its right holder', async () => {
    await reAlias(station, { uscc: newCode });
    const holder = await stage.ask('registerSubject', county, { body: stationBody(1) });
    expect(holder.status).toBe(201);
    expect((await reAlias(station, { uscc: stationBody(1).uscc })).body.code).toBe('ALREADY_REGISTERED');
    await merge(idOf('sub', holder), station);
    expect(await found(stationBody(1).uscc)).toMatchObject([{ id: station }]);
    await stage.ask('reAliasSubject', county, {
      path: { id: station },
      body: { uscc: inventUscc('9', '1', '330106', 'DEM06666'), reason },
    });
    expect((await headOf(station)).former).toHaveLength(2);
  });

  it('only a new name leaves the codes alone', async () => {
    const alias = () =>
      stage.world.items(tableName).filter(({ pk }) => JSON.stringify(pk).includes('alias#uscc'));
    const before = alias();
    expect((await reAlias(station, { uscc: stationBody(1).uscc, name: '新名' })).status).toBe(200);
    expect(alias()).toEqual(before);
    expect((await reAlias(station, { uscc: stationBody(1).uscc })).body.code).toBe('FIELD_INVALID');
  });

  it('a merge leads the former code along', async () => {
    await reAlias(station, { uscc: newCode });
    const survivor = await registerStation(stage, 2);
    await merge(station, survivor);
    for (const code of [newCode, stationBody(1).uscc, stationBody(2).uscc])
      expect((await found(code)).map((one: { id: string }) => one.id)).toEqual([survivor]);
  });

  it.each([
    [
      'of another organisation',
      () => reAlias(crew.id, { uscc: stationBody(1).uscc }, county),
      403,
      'FORBIDDEN',
    ],
    [
      'of a person',
      () => reAlias(crew.technicians[0], { uscc: newCode }, province),
      422,
      'SUBJECT_WRONG_KIND',
    ],
    ['by the unit itself', () => reAlias(station, { uscc: newCode }, unit(station)), 403, 'FORBIDDEN'],
    ['that is none', () => reAlias(station, { uscc: '91330106DEM000011X' }), 422, 'USCC_CHECK'],
  ])('not %s', async (_, ask, status, code) => {
    const before = stage.world.items(tableName);
    const answer = await ask();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it('that another organisation has is not taken; a race for one code has one winner', async () => {
    const other = await registerOrganisation(stage, 2);
    const theirs = (await headOf(other.id)).uscc;
    expect((await reAlias(crew.id, { uscc: theirs }, province)).body.code).toBe('ALREADY_REGISTERED');
    const answers = await Promise.all(
      [crew.id, other.id].map(async (id) => reAlias(id, { uscc: newCode }, province)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('ALREADY_REGISTERED');
  });

  it('the same command again, also at the same moment, is one change', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(async () => reAlias(station, { uscc: newCode }, county, 'once-only')),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(typesIn(station)).toEqual(['KeyUnitRegistered', 'SubjectRealiased']);
  });
});
