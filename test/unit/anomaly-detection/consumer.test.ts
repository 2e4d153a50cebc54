import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { crowd, hotSignature } from '../../builders/crowd.ts';
import {
  idOf,
  locationOf,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  type Organisation,
} from '../../builders/parties.ts';
import { plantCopiedColumn, plantTwoPlaces, plantVerdictConflict } from '../../builders/planted-faults.ts';
import type { ReportBody } from '../../builders/report.ts';
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Organisation;
let west: SubjectId;
let east: SubjectId;
const set = async (logs = false): Promise<void> => {
  stage = makeStage({ logs });
  crew = await registerOrganisation(stage);
  west = await registerStation(stage, 1);
  east = await registerStation(stage, 2);
  await stage.settle();
};
beforeEach(() => set());

const submit = async (body: ReportBody) => {
  const answer = await stage.ask('submitReport', crew.clerk, { body });
  return idOf('rep', answer);
};
const here = (n: number) => reportBy(crew, west, n);
const there = (n: number) => reportBy(crew, east, n, { at: locationOf(2) });
const leads = async (id: SubjectId = crew.id) => {
  const { body } = await stage.ask('listAnomalies', province, { path: { id } });
  return body.anomalies.map((one: { rule: string; report: string }) => [one.rule, one.report]);
};
/** The event of the report that came in last. */
const lastEvent = () => stage.world.events.list('InspectionReportReceived').at(-1)?.detail;

describe('a planted fault reaches the file of the organisation', () => {
  it('R01: one person at two stations at once', async () => {
    await submit(here(0));
    const report = await submit(plantTwoPlaces(there(1), here(0)));
    await stage.settle();
    // The honest report sees the planted one as well: it lay on file when the first event was handled.
    expect((await leads()).filter(([, about]: [string, string]) => about === report)).toEqual([
      ['R01', report],
    ]);
    expect(new Set((await leads()).map(([rule]: [string]) => rule))).toEqual(new Set(['R01']));
  });

  it('R21: one column of values copied from another station, long after', async () => {
    await submit(here(0));
    await stage.settle();
    expect(await leads()).toEqual([]);
    const report = await submit(plantCopiedColumn(there(1), here(0), '3', 'EARTH_RESISTANCE'));
    await stage.settle();
    expect(await leads()).toEqual([['R21', report]]);
  });

  it.each(['BAD_VALUE_PASSES', 'GOOD_VALUE_FAILS'] as const)('R29: %s', async (way) => {
    const report = await submit(plantVerdictConflict(here(1), '1-03', way));
    await stage.settle();
    expect(await leads()).toEqual([['R29', report]]);
  });

  it('an honest report leaves none', async () => {
    await submit(here(0));
    await submit(there(1));
    await stage.settle();
    expect(await leads()).toEqual([]);
  });

  it('two organisations in one copy: each gets the lead in its own file', async () => {
    const other = await registerOrganisation(stage, 2);
    const first = reportBy(other, east, 3, { at: locationOf(2) });
    await stage.ask('submitReport', other.clerk, { body: first });
    await stage.settle();
    const report = await submit(plantCopiedColumn(here(1), first, '2', 'EARTH_RESISTANCE'));
    await stage.settle();
    expect(await leads()).toEqual([['R21', report]]);
    expect(await leads(other.id)).toEqual([['R21', report]]);
  });

  it('two reports at the same moment see each other', async () => {
    await Promise.all([submit(here(0)), submit(plantTwoPlaces(there(1), here(0)))]);
    await stage.settle();
    expect(await leads()).toHaveLength(2);
  });
});

describe('the same event again', () => {
  it('changes nothing', async () => {
    await submit(plantVerdictConflict(here(1), '1-03', 'BAD_VALUE_PASSES'));
    await stage.settle();
    const before = stage.world.items(tableName);
    expect(await stage.deliver('anomaly-detection', [lastEvent(), lastEvent()])).toEqual([]);
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it('changes nothing when an officer has decided about the lead since, and is no dead letter', async () => {
    await submit(plantVerdictConflict(here(1), '1-03', 'BAD_VALUE_PASSES'));
    await stage.settle();
    const { body } = await stage.ask('listAnomalies', province, { path: { id: crew.id } });
    const [lead] = body.anomalies;
    for (const [command, state] of [
      ['release', 'RELEASED'],
      ['confirm', 'CONFIRMED'],
    ] as const) {
      const answer = await stage.ask('decideAnomaly', province, {
        path: { id: crew.id, anomaly: lead.id, command },
        body: { reason: '经现场核实，情况属实' },
      });
      expect(answer.body.state).toBe(state);
    }
    const before = stage.world.items(tableName);
    expect(await stage.deliver('anomaly-detection', [lastEvent()])).toEqual([]);
    expect(stage.world.items(tableName)).toEqual(before);
  });

  it('a batch fails by message: an unknown report comes back, the others are done', async () => {
    const report = await submit(plantVerdictConflict(here(1), '1-03', 'BAD_VALUE_PASSES'));
    const { batchItemFailures } = await stage.publish({ Records: [...stage.entries()] });
    expect(batchItemFailures).toEqual([]);
    const good = lastEvent();
    const state = { id: 'rep_01KJGH00000000000000000000', keyUnit: west, organisation: crew.id };
    const bad = Object.assign({}, good, { state: { ...Object(good).state, ...state } });
    expect(await stage.deliver('anomaly-detection', [bad, good, { detail: 'no event' }])).toEqual([0, 2]);
    expect(await leads()).toEqual([['R29', report]]);
  });
});

describe('look-ups are bounded', () => {
  const callsOfDetection = async () => {
    await submit(here(0));
    await stage.publish({ Records: [...stage.entries()] });
    stage.world.reset();
    expect(await stage.deliver('anomaly-detection', [lastEvent()])).toEqual([]);
    const { calls, depth, readUnits } = stage.world.counts();
    return { calls, depth, readUnits };
  };

  it('the same calls, depth and read units with 10 and with 2,000 other reports on file', async () => {
    crowd(stage, 10, crew.technicians);
    const few = await callsOfDetection();
    await set();
    crowd(stage, 2_000, crew.technicians);
    expect(await callsOfDetection()).toEqual(few);
    // One read of the report, two technicians, six columns of values, one write of what the rules said.
    expect(few).toMatchObject({ calls: 10, depth: 3 });
  });

  it('a hot signature ends in "cannot tell", not in a longer query', async () => {
    const lines: string[] = [];
    vi.spyOn(console, 'info').mockImplementation((line: unknown) => {
      lines.push(String(line));
    });
    await set(true);
    await submit(here(0));
    const items = stage.world
      .items(tableName)
      .flatMap(({ pk }) => (pk !== undefined && 'S' in pk ? [pk.S] : []));
    const signature = items.find((pk) => pk.startsWith('ix#values#'))?.slice('ix#values#'.length) ?? '';
    hotSignature(stage, signature, 60);
    await stage.publish({ Records: [...stage.entries()] });
    stage.world.reset();
    expect(await stage.deliver('anomaly-detection', [lastEvent()])).toEqual([]);
    expect(stage.world.counts().operations['dynamodb.Query']?.calls).toBe(8);
    const run = lines.map((line) => JSON.parse(line)).findLast((line) => line.message === 'RULES_RUN');
    expect(run).toMatchObject({ applies: 0, cannotTell: 1 });
    expect(await leads()).toEqual([]);
    // It is said in the file too, with what was missing: to officers, and to nobody else.
    const derived = async (who: Caller) =>
      (await stage.ask('readFile', who, { path: { id: crew.id } })).body.derived.filter(
        (item: { kind: string }) => item.kind === 'RULE_RUN',
      );
    const [told] = await derived(province);
    expect(told.rules).toContainEqual(
      expect.objectContaining({
        rule: 'R21',
        outcome: 'cannot tell',
        missing: [expect.stringContaining('copies/')],
      }),
    );
    expect(await derived(crew.clerk)).toEqual([]);
  });
});
