import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bounds } from '../../../functions/anomaly-detection/gather.ts';
import type { Caller } from '../../../shared/access/caller.ts';
import { instrument } from '../../../shared/contracts/entities.ts';
import { toJson } from '../../../shared/kernel/canonical.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { readItem } from '../../../shared/subject-file/read.ts';
import { instant } from '../../builders/heads.ts';
import { crowd, hotPerson, hotSignature, imaginedCrowd } from '../../builders/crowd.ts';
import {
  idOf,
  locationOf,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  type Bent,
  type Organisation,
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
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Organisation;
let west: SubjectId;
let east: SubjectId;
const set = async (given: { readonly logs?: boolean; readonly seed?: number } = {}): Promise<void> => {
  stage = makeStage(given);
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

  it('R03: from one station to another thirty kilometres off in a quarter of an hour, both reports', async () => {
    const far = await registerStation(stage, 31);
    const first = await submit(here(0));
    const report = await submit(
      plantImpossibleTravel(reportBy(crew, far, 1, { at: locationOf(31) }), here(0)),
    );
    await stage.settle();
    expect((await leads()).toSorted()).toEqual(
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
      const other = await registerOrganisation(stage, 2, bent);
      const answer = await stage.ask('submitReport', other.clerk, { body: reportBy(other, west, 0) });
      await stage.settle();
      expect(await leads(other.id)).toEqual([[rule, idOf('rep', answer)]]);
    },
  );

  it.each([
    ['R15', plantEarlyIssue],
    ['R15', (body: ReportBody) => plantWrongNextDate(body, 1)],
    ['R15', (body: ReportBody) => plantWrongNextDate(body, -30)],
    ['R30', (body: ReportBody) => plantPassedConclusion(body, '2-03')],
  ] as const)('%s: dates and conclusion of the report itself', async (rule, plant) => {
    const report = await submit(plant(here(1)));
    await stage.settle();
    expect(await leads()).toEqual([[rule, report]]);
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
});

describe('two reports at the same moment', () => {
  /** From the command to its leads, as far as this report is concerned, whatever others do meanwhile. */
  const wayOf = async (body: ReportBody): Promise<string> => {
    const report = await submit(body);
    const { batchItemFailures } = await stage.publish({ Records: [...stage.entries()] });
    expect(batchItemFailures).toEqual([]);
    const event = stage.world.events
      .list('InspectionReportReceived')
      .find(({ detail }) => Object(detail).state.id === report);
    expect(await stage.deliver('anomaly-detection', [event?.detail])).toEqual([]);
    return report;
  };

  it('see each other: in every order of their calls at least the later one tells of both', async () => {
    const seenBy = new Set<string>();
    for (let seed = 1; seed <= 24; seed += 1) {
      await set({ seed });
      stage.world.inject({ fault: 'shuffle' });
      const forged = plantCopiedColumn(plantTwoPlaces(there(1), here(0)), here(0), '3', 'EARTH_RESISTANCE');
      // A head start of some seeds, so that one report is through before the other is written.
      const late = async (): Promise<string> => {
        for (let waits = 0; waits < (seed % 4) * 60; waits += 1) await new Promise(setImmediate);
        return await wayOf(forged);
      };
      const [one, two] = await Promise.all([wayOf(here(0)), late()]);
      stage.world.calm();
      const found = await leads();
      for (const rule of ['R01', 'R21']) {
        const about = found.filter(([id]: [string]) => id === rule).map(([, report]: string[]) => report);
        expect(about, `seed ${seed}`).not.toEqual([]);
        seenBy.add(
          [one, two].filter((report) => about.includes(report)).length === 2 ? 'both' : 'the later one',
        );
      }
      expect(new Set(found.map(([rule]: [string]) => rule))).toEqual(new Set(['R01', 'R21']));
    }
    // Both kinds of order took place.
    expect(seenBy).toEqual(new Set(['both', 'the later one']));
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

  /** Signature under which the report that came in last is indexed. */
  const aSignature = (): string => {
    const places = stage.world
      .items(tableName)
      .flatMap(({ pk }) => (pk !== undefined && 'S' in pk ? [pk.S] : []));
    return places.findLast((pk) => pk.startsWith('ix#values#'))?.slice('ix#values#'.length) ?? '';
  };

  it('the same calls, depth and read units with a thousand and with a million other reports on file', async () => {
    crowd(stage, 1_000, crew.technicians);
    const few = await callsOfDetection();
    // One read of the report, one of all whom it names, two technicians, six columns of values, one write of what the rules said.
    expect(few).toEqual({ calls: 11, depth: 3, readUnits: few.readUnits });
    for (const count of [1_000, 1_000_000]) {
      await set();
      imaginedCrowd(stage, count, crew.technicians);
      expect(await callsOfDetection()).toEqual(few);
    }
  });

  it('nor does it ask more often when a million reports share a signature with this one', async () => {
    const calls: object[] = [];
    for (const count of [1_000, 1_000_000]) {
      await set();
      await submit(here(0));
      imaginedCrowd(stage, count, [], aSignature());
      await stage.publish({ Records: [...stage.entries()] });
      stage.world.reset();
      expect(await stage.deliver('anomaly-detection', [lastEvent()])).toEqual([]);
      const { calls: made, depth, readUnits } = stage.world.counts();
      calls.push({ made, depth, readUnits });
    }
    expect(calls[0]).toMatchObject({ made: 11, depth: 3 });
    expect(calls[1]).toEqual(calls[0]);
  });

  /** What the rules said of the last report, in the log and in the file of the organisation. */
  const runAndTold = async (prepare: () => void) => {
    const lines: string[] = [];
    vi.spyOn(console, 'info').mockImplementation((line: unknown) => {
      lines.push(String(line));
    });
    await set({ logs: true });
    await submit(here(0));
    prepare();
    await stage.publish({ Records: [...stage.entries()] });
    stage.world.reset();
    expect(await stage.deliver('anomaly-detection', [lastEvent()])).toEqual([]);
    expect(stage.world.counts().operations['dynamodb.Query']?.calls).toBe(8);
    const derived = async (who: Caller) =>
      (await stage.ask('readFile', who, { path: { id: crew.id } })).body.derived.filter(
        (item: { kind: string }) => item.kind === 'RULE_RUN',
      );
    const [told] = await derived(province);
    // It is said in the file to officers, and to nobody else.
    expect(await derived(crew.clerk)).toEqual([]);
    return {
      run: lines.map((line) => JSON.parse(line)).findLast(({ message }) => message === 'RULES_RUN'),
      told,
    };
  };

  it('a hot signature ends in "cannot tell", not in a longer query', async () => {
    const { run, told } = await runAndTold(() => hotSignature(stage, aSignature(), 60));
    expect(run).toMatchObject({ applies: 0, cannotTell: 1 });
    expect(await leads()).toEqual([]);
    expect(told.rules).toContainEqual(
      expect.objectContaining({
        rule: 'R21',
        outcome: 'cannot tell',
        missing: [expect.stringContaining('copies/')],
      }),
    );
  });

  it('a person with more jobs than anybody does ends in "cannot tell", not in a longer query', async () => {
    const [technician] = crew.technicians;
    const { run, told } = await runAndTold(() =>
      hotPerson(stage, technician, instant('2026-03-02T00:30:00Z'), locationOf(1), 150),
    );
    expect(run).toMatchObject({ applies: 0, cannotTell: 2 });
    expect(await leads()).toEqual([]);
    for (const rule of ['R01', 'R03'])
      expect(told.rules).toContainEqual(
        expect.objectContaining({
          rule,
          outcome: 'cannot tell',
          missing: [`personIntervals/${technician}/rest`],
        }),
      );
  });
});

describe('how things stood on the day', () => {
  const renewed = async (
    id: string,
    calibrations: readonly (readonly [number: string, calibratedOn: string, validTo: string])[],
  ): Promise<void> => {
    const place = keys.current(crew.id, 'INSTRUMENT', id);
    for (const [certificateNumber, calibratedOn, validTo] of calibrations) {
      const item = await stage.table.get(place);
      if (item === undefined) throw new Error(id);
      const { record, body } = readItem(instrument, item);
      const calibration = { ...body.calibration, certificateNumber, calibratedOn, validTo };
      const written = await append(stage.table, {
        subject: crew.id,
        type: 'InstrumentRegistered',
        cause: `${id} ${record.version}`,
        time: instant('2026-11-02T02:00:00Z'),
        actor: { ref: 'test', role: 'organisation' },
        source: { channel: 'api' },
        correlation: 'test',
        changes: [{ kind: 'INSTRUMENT', id, body: toJson({ ...body, calibration }), previous: record }],
      });
      if (!written.ok) throw new Error(written.code);
    }
  };
  /** What R06 says of a report of 2 March; calibrated on 1 February as registered. */
  const said = async () => {
    const report = await submit(here(0));
    stage.world.reset();
    await stage.settle();
    const { body } = await stage.ask('readFile', province, { path: { id: crew.id } });
    const run = body.derived.find((item: { report?: string }) => item.report === report);
    return run.rules.find(({ rule }: { rule: string }) => rule === 'R06');
  };

  it('a calibration renewed since does not touch an old report: the version of the day is read', async () => {
    await renewed(crew.instruments[1], [['DEMO-CAL-27', '2026-10-01', '2027-09-30']]);
    expect(await said()).toMatchObject({ outcome: 'does not', missing: [] });
  });

  it('a version that was corrected since counts as corrected', async () => {
    await renewed(crew.instruments[1], [
      ['DEMO-CAL-3', '2026-02-01', '2026-02-28'],
      ['DEMO-CAL-27', '2026-10-01', '2027-09-30'],
    ]);
    expect(await said()).toMatchObject({ outcome: 'applies' });
  });

  it('more versions than are read end in "cannot tell", in one call more', async () => {
    const often = Array.from(
      { length: bounds.olderVersions + 2 },
      (_, n) => [`DEMO-${n}`, '2026-10-01', '2027-09-30'] as const,
    );
    await renewed(crew.instruments[1], often);
    await submit(here(0));
    await stage.publish({ Records: [...stage.entries()] });
    stage.world.reset();
    expect(await stage.deliver('anomaly-detection', [lastEvent()])).toEqual([]);
    expect(stage.world.counts()).toMatchObject({ calls: 12, depth: 4 });
    const { body } = await stage.ask('readFile', province, { path: { id: crew.id } });
    const [run] = body.derived.filter((item: { kind: string }) => item.kind === 'RULE_RUN');
    expect(run.rules.find(({ rule }: { rule: string }) => rule === 'R06')).toMatchObject({
      outcome: 'cannot tell',
      missing: [`${crew.instruments[1]}: VERSIONS_UNREAD`],
    });
    expect(await leads()).toEqual([]);
  });
});
