import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventOf } from '../../../functions/ledger-publisher/event-of.ts';
import { creditFact, creditGrade } from '../../../shared/contracts/credit.ts';
import { verifyChain } from '../../../shared/ledger/chain.ts';
import { readEntry } from '../../../shared/subject-file/entry-item.ts';
import { listRecords } from '../../../shared/subject-file/read.ts';
import { anOrganisation, aUnit, openFiles } from '../../builders/heads.ts';
import {
  anAnomaly,
  anomalyDecided,
  makeStage,
  officer,
  organisation,
  overdue,
  registered,
  reportReceived,
  tableName,
} from './stage.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-06-15T00:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

type Stage = Awaited<ReturnType<typeof makeStage>>;
const facts = async ({ table }: Stage) =>
  (await listRecords(table, creditFact, anOrganisation.id, 'CREDIT_FACT')).map(({ body }) => body);
const entries = async ({ table }: Stage) =>
  (await table.query({ pk: anOrganisation.id, keys: { prefix: 'L#' }, limit: 1000, consistent: true })).items;

describe('events become facts', () => {
  it('a registration: the qualification counts to the end of its certificate', async () => {
    const stage = await makeStage();
    expect(await stage.deliver(registered())).toEqual([]);
    expect(await facts(stage)).toMatchObject([
      { kind: 'QUALIFICATION_KEPT', about: '1332024001', until: '2029-05-19' },
    ]);
    expect((await stage.grade()).body).toMatchObject({
      grade: 'B',
      score: 80,
      reasons: [{ effect: 10, lastDay: '2029-05-19' }],
    });
  });

  it('an upload on its last day is in time, a day later it is late (days of UTC+08:00)', async () => {
    const stage = await makeStage();
    await stage.deliver(
      reportReceived(1, '2026-06-10T15:59:59.999Z', '2026-06-10'),
      reportReceived(2, '2026-06-10T16:00:00.000Z', '2026-06-10'),
    );
    expect((await facts(stage)).map(({ kind, on, keyUnit }) => [kind, on, keyUnit]).toSorted()).toEqual([
      ['UPLOAD_IN_TIME', '2026-06-10', aUnit.id],
      ['UPLOAD_LATE', '2026-06-11', aUnit.id],
    ]);
    expect((await stage.grade()).body.score).toBe(68);
  });

  it('no deadline set by the province, no fact', async () => {
    const stage = await makeStage();
    expect(await stage.deliver(reportReceived(1, '2026-06-10T00:00:00.000Z'))).toEqual([]);
    expect(await facts(stage)).toEqual([]);
    expect(await entries(stage)).toHaveLength(1);
  });

  it.each([
    [3, 'S', 'ANOMALY_CONFIRMED_SERIOUS', 50],
    [3, 'L', 'ANOMALY_CONFIRMED', 65],
    [3, 'G', 'ANOMALY_CONFIRMED', 65],
    [2, 'S', 'ANOMALY_CONFIRMED', 65],
  ] as const)('a confirmed anomaly of severity %d and mark %s is %s', async (severity, mark, kind, score) => {
    const stage = await makeStage();
    const found = anAnomaly(1, severity, mark);
    await stage.store(found);
    await stage.deliver(anomalyDecided(found, 2));
    expect(await facts(stage)).toMatchObject([{ kind, about: found.id, mark }]);
    expect((await stage.grade()).body.score).toBe(score);
  });

  it.each(['RELEASED', 'DISMISSED', 'LEAD'])('an anomaly that is %s is no fact', async (state) => {
    const stage = await makeStage();
    const found = anAnomaly(1, 3, 'S');
    await stage.store(found);
    expect(await stage.deliver(anomalyDecided(found, 2, state))).toEqual([]);
    expect(await facts(stage)).toEqual([]);
  });

  it('an overdue hazard of an own project counts once, however late it gets; others do not', async () => {
    const stage = await makeStage();
    await stage.deliver(overdue(1, 1, 1));
    await stage.deliver(overdue(1, 2, 2));
    await stage.deliver(overdue(2, 1, 3, false));
    expect(await facts(stage)).toMatchObject([{ kind: 'HAZARD_OVERDUE' }]);
    expect((await stage.grade()).body.score).toBe(65);
  });
});

describe('one entry per fact', () => {
  it('holds fact and grade, chains, and tells others only id and grade', async () => {
    const stage = await makeStage();
    await stage.deliver(registered());
    await stage.deliver(reportReceived(2, '2026-06-10T00:00:00.000Z', '2026-06-10'));
    const items = await entries(stage);
    const read = items.map(readEntry);
    const shown = read.map(({ body, hash }) => ({ opaque: false as const, body, hash }));
    expect(verifyChain(anOrganisation.id, shown)).toMatchObject({ entries: 3 });
    expect(verifyChain(anOrganisation.id, shown)).not.toHaveProperty('fault');
    const last = read[2]?.entry;
    if (last === undefined) throw new Error('no third entry');
    expect(last).toMatchObject({
      type: 'CreditGradeChanged',
      causation: expect.stringMatching(/^ent_/),
      correlation: 'c-2',
    });
    expect(last.changes.map(({ kind, version }) => [kind, version])).toEqual([
      ['CREDIT_FACT', 1],
      ['CREDIT_GRADE', 2],
    ]);
    const records = [
      ...(await listRecords(stage.table, creditFact, anOrganisation.id, 'CREDIT_FACT')),
      ...(await listRecords(stage.table, creditGrade, anOrganisation.id, 'CREDIT_GRADE')),
    ].map(({ record }) => record);
    expect(eventOf('33', last, records).state).toEqual({ id: expect.stringMatching(/^grd_/), grade: 'B' });
  });

  it('the same events again change nothing', async () => {
    const stage = await makeStage();
    const found = anAnomaly(1, 3, 'S');
    await stage.store(found);
    const all = [
      registered(),
      reportReceived(2, '2026-06-10T00:00:00.000Z', '2026-06-10'),
      reportReceived(3, '2026-06-12T00:00:00.000Z', '2026-06-10'),
      anomalyDecided(found, 4),
      overdue(1, 1, 5),
    ];
    expect(await stage.deliver(...all)).toEqual([]);
    const before = JSON.stringify(stage.transport.items(tableName));
    vi.setSystemTime('2026-06-16T00:00:00Z');
    expect(await stage.deliver(...all.toReversed())).toEqual([]);
    expect(JSON.stringify(stage.transport.items(tableName))).toBe(before);
  });

  it('the order of events does not matter for the grade', async () => {
    const all = [registered(), reportReceived(2, '2026-06-12T00:00:00.000Z', '2026-06-10'), overdue(1, 1, 3)];
    const answers = [];
    for (const order of [all, all.toReversed()]) {
      const stage = await makeStage();
      for (const one of order) await stage.deliver(one);
      const { recorded: _, ...rest } = (await stage.grade()).body;
      answers.push(rest);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('ten events at the same moment: none is lost', async () => {
    const stage = await makeStage();
    stage.transport.inject({ fault: 'shuffle' });
    stage.transport.inject({ fault: 'conflict', rate: 0.2 });
    const events = Array.from({ length: 10 }, (_, n) =>
      reportReceived(n + 1, '2026-06-12T00:00:00.000Z', '2026-06-10'),
    );
    expect(await Promise.all(events.map((one) => stage.deliver(one)))).toEqual(events.map(() => []));
    stage.transport.calm();
    expect(await facts(stage)).toHaveLength(10);
    expect((await stage.grade()).body).toMatchObject({ score: 55, recorded: { version: 10 } });
  });

  it('an organisation that is not here yet: the event comes back, and counts once it is', async () => {
    const stage = await makeStage('organisation');
    const late = reportReceived(1, '2026-06-12T00:00:00.000Z', '2026-06-10');
    expect(await stage.deliver(late)).toEqual([0]);
    expect(await facts(stage)).toEqual([]);
    await openFiles(stage.table, anOrganisation);
    expect(await stage.deliver(late)).toEqual([]);
    expect(await facts(stage)).toMatchObject([{ kind: 'UPLOAD_LATE' }]);
  });

  it('what a report costs does not grow with the reports on file', async () => {
    const stage = await makeStage();
    const cost = async (n: number) => {
      stage.transport.reset();
      await stage.deliver(reportReceived(n, '2026-06-10T00:00:00.000Z', '2026-06-10'));
      const { calls, readUnits, writeUnits } = stage.transport.counts();
      return { calls, readUnits, writeUnits };
    };
    await cost(1);
    const early = await cost(2);
    for (let n = 3; n < 200; n += 1) await cost(n);
    expect(await cost(200)).toEqual(early);
  });
});

describe('GET /v1/subjects/{id}/credit-grade', () => {
  it('says grade, reasons, set and sample, what would raise it, and how to question it', async () => {
    const stage = await makeStage();
    await stage.deliver(registered(), overdue(1, 1, 2));
    const { status, body } = await stage.grade();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      organisation: anOrganisation.id,
      grade: 'B',
      gradeName: { zh: '良', en: 'good' },
      score: 75,
      sample: true,
      asOf: '2026-06-15',
      set: { label: 'sample-1', sample: true, basis: { mark: 'G', zh: expect.stringContaining('示例') } },
      recorded: { grade: 'B', score: 75, version: 2, entry: expect.stringMatching(/^ent_/) },
      questioning: { zh: expect.stringContaining('异议'), en: expect.stringContaining('object') },
    });
    expect(body.set.version).toBe(body.setVersion);
    expect(body.raises.length).toBeGreaterThan(0);
    expect(body.notYetCounted.map(({ kind }: { kind: string }) => kind)).toContain('PENALTY');
    for (const { zh, en } of [...body.reasons, ...body.raises]) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/[a-z]/);
    }
  });

  it('is that of today: a fact that expired since the last event no longer counts', async () => {
    const stage = await makeStage();
    await stage.deliver(overdue(1, 1, 2));
    expect((await stage.grade()).body.score).toBe(65);
    vi.setSystemTime('2026-12-31T00:00:00Z');
    expect((await stage.grade()).body).toMatchObject({
      score: 70,
      reasons: [{ standing: 'EXPIRED' }],
      recorded: { score: 65, asOf: '2026-06-15' },
    });
  });

  it('no fact, no grade: it says so', async () => {
    const stage = await makeStage();
    const { status, body } = await stage.grade();
    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    expect(body.detail.zh).toContain('尚无信用等级');
  });

  it('is for officers and for the organisation itself', async () => {
    const stage = await makeStage();
    await stage.deliver(registered());
    expect((await stage.grade(officer)).status).toBe(200);
    expect((await stage.grade(organisation)).status).toBe(200);
    for (const claims of [
      { role: 'organisation', subject: 'sub_01KJ0RG0000000000000000009' },
      { role: 'unit', subject: aUnit.id },
      { role: 'public' },
    ]) {
      expect((await stage.grade(claims)).status).toBe(403);
    }
    expect((await stage.grade(officer, aUnit.id)).body.code).toBe('SUBJECT_WRONG_KIND');
    expect((await stage.grade(officer, 'sub_nonsense')).body.code).toBe('SUBJECT_UNKNOWN');
  });
});
