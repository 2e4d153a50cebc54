import { beforeEach, describe, expect, it } from 'vitest';
import {
  idOf,
  locationOf,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  type Bent,
} from '../../builders/parties.ts';
import {
  plantCopiedColumn,
  plantEarlyIssue,
  plantImpossibleTravel,
  plantLapsedAbility,
  plantLapsedCalibration,
  plantLowerGrade,
  plantPassedConclusion,
  plantTwoPlaces,
  plantVerdictConflict,
  plantWrongNextDate,
} from '../../builders/planted-faults.ts';
import type { ReportBody } from '../../builders/report.ts';
import { tableName } from '../../builders/stage.ts';
import { makeCast, type Cast } from './cast.ts';

let cast: Cast;
beforeEach(async () => {
  cast = await makeCast();
});

describe('a planted fault reaches the file of the organisation', () => {
  it('R01: one person at two stations at once', async () => {
    await cast.submit(cast.here(0));
    const report = await cast.submit(plantTwoPlaces(cast.there(1), cast.here(0)));
    await cast.stage.settle();
    // The honest report sees the planted one as well: it lay on file when the first event was handled.
    expect((await cast.leads()).filter(([, about]) => about === report)).toEqual([['R01', report]]);
    expect(new Set((await cast.leads()).map(([rule]) => rule))).toEqual(new Set(['R01']));
  });

  it('R21: one column of values copied from another station, long after', async () => {
    await cast.submit(cast.here(0));
    await cast.stage.settle();
    expect(await cast.leads()).toEqual([]);
    const report = await cast.submit(plantCopiedColumn(cast.there(1), cast.here(0), '3', 'EARTH_RESISTANCE'));
    await cast.stage.settle();
    expect(await cast.leads()).toEqual([['R21', report]]);
  });

  it.each(['BAD_VALUE_PASSES', 'GOOD_VALUE_FAILS'] as const)('R29: %s', async (way) => {
    const report = await cast.submit(plantVerdictConflict(cast.here(1), '1-03', way));
    await cast.stage.settle();
    expect(await cast.leads()).toEqual([['R29', report]]);
  });

  it('R03: from one station to another thirty kilometres off in a quarter of an hour, both reports', async () => {
    const far = await registerStation(cast.stage, 31);
    const first = await cast.submit(cast.here(0));
    const report = await cast.submit(
      plantImpossibleTravel(reportBy(cast.crew, far, 1, { at: locationOf(31) }), cast.here(0)),
    );
    await cast.stage.settle();
    expect((await cast.leads()).toSorted()).toEqual(
      [
        ['R03', first],
        ['R03', report],
      ].toSorted(),
    );
  });

  const workDay = '2026-03-02';
  const registeredWrong: readonly (readonly [string, Bent])[] = [
    ['R06', { instrument: (body) => plantLapsedCalibration(body, workDay) }],
    ['R09', { technician: (body) => plantLapsedAbility(body, workDay) }],
    ['R12', { organisation: plantLowerGrade }],
  ];
  it.each(registeredWrong)(
    '%s: somebody or something that was not in order on the day',
    async (rule, bent) => {
      const other = await registerOrganisation(cast.stage, 2, bent);
      const answer = await cast.stage.ask('submitReport', other.clerk, {
        body: reportBy(other, cast.west, 0),
      });
      await cast.stage.settle();
      expect(await cast.leads(other.id)).toEqual([[rule, idOf('rep', answer)]]);
    },
  );

  it.each([
    ['R15', plantEarlyIssue],
    ['R15', (body: ReportBody) => plantWrongNextDate(body, 1)],
    ['R15', (body: ReportBody) => plantWrongNextDate(body, -30)],
    ['R30', (body: ReportBody) => plantPassedConclusion(body, '2-03')],
  ] as const)('%s: dates and conclusion of the report itself', async (rule, plant) => {
    const report = await cast.submit(plant(cast.here(1)));
    await cast.stage.settle();
    expect(await cast.leads()).toEqual([[rule, report]]);
  });

  it('an honest report leaves none', async () => {
    await cast.submit(cast.here(0));
    await cast.submit(cast.there(1));
    await cast.stage.settle();
    expect(await cast.leads()).toEqual([]);
  });

  it('two organisations in one copy: each gets the lead in its own file', async () => {
    const other = await registerOrganisation(cast.stage, 2);
    const first = reportBy(other, cast.east, 3, { at: locationOf(2) });
    await cast.stage.ask('submitReport', other.clerk, { body: first });
    await cast.stage.settle();
    const report = await cast.submit(plantCopiedColumn(cast.here(1), first, '2', 'EARTH_RESISTANCE'));
    await cast.stage.settle();
    expect(await cast.leads()).toEqual([['R21', report]]);
    expect(await cast.leads(other.id)).toEqual([['R21', report]]);
  });
});

describe('the same event again', () => {
  it('changes nothing', async () => {
    await cast.submit(plantVerdictConflict(cast.here(1), '1-03', 'BAD_VALUE_PASSES'));
    await cast.stage.settle();
    const before = cast.stage.world.items(tableName);
    expect(await cast.stage.deliver('anomaly-detection', [cast.lastEvent(), cast.lastEvent()])).toEqual([]);
    expect(cast.stage.world.items(tableName)).toEqual(before);
  });

  it('changes nothing when an officer has decided about the lead since, and is no dead letter', async () => {
    await cast.submit(plantVerdictConflict(cast.here(1), '1-03', 'BAD_VALUE_PASSES'));
    await cast.stage.settle();
    const { body } = await cast.stage.ask('listAnomalies', province, { path: { id: cast.crew.id } });
    const [lead] = body.anomalies;
    for (const [command, state] of [
      ['release', 'RELEASED'],
      ['confirm', 'CONFIRMED'],
    ] as const) {
      const answer = await cast.stage.ask('decideAnomaly', province, {
        path: { id: cast.crew.id, anomaly: lead.id, command },
        body: { reason: '经现场核实，情况属实' },
      });
      expect(answer.body.state).toBe(state);
    }
    const before = cast.stage.world.items(tableName);
    expect(await cast.stage.deliver('anomaly-detection', [cast.lastEvent()])).toEqual([]);
    expect(cast.stage.world.items(tableName)).toEqual(before);
  });

  it('a batch fails by message: an unknown report comes back, the others are done', async () => {
    const report = await cast.submit(plantVerdictConflict(cast.here(1), '1-03', 'BAD_VALUE_PASSES'));
    const { batchItemFailures } = await cast.stage.publish({ Records: [...cast.stage.entries()] });
    expect(batchItemFailures).toEqual([]);
    const good = cast.lastEvent();
    const state = { id: 'rep_01KJGH00000000000000000000', keyUnit: cast.west, organisation: cast.crew.id };
    const bad = Object.assign({}, good, { state: { ...Object(good).state, ...state } });
    expect(await cast.stage.deliver('anomaly-detection', [bad, good, { detail: 'no event' }])).toEqual([
      0, 2,
    ]);
    expect(await cast.leads()).toEqual([['R29', report]]);
  });
});
