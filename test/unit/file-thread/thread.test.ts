import { describe, expect, it } from 'vitest';
import { audit } from '../../builders/audit.ts';
import { verifiedFor } from '../../builders/exports.ts';
import {
  county,
  locationOf,
  province,
  registerOrganisation,
  registerStation,
  reportBy,
} from '../../builders/parties.ts';
import { plantCopiedColumn, plantTwoPlaces, plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { archiveName, makeStage, tableName, type Stage } from '../../builders/stage.ts';
import { auditTree } from '../../builders/tree-audit.ts';

/** Two stations, one crew, two reports: an honest one with two failed points, and one made at a desk. */
const play = async (stage: Stage) => {
  const crew = await registerOrganisation(stage);
  const west = await registerStation(stage, 1);
  const east = await registerStation(stage, 2);
  const honest = withFailures(reportBy(crew, west, 0), ['2-01', '2-02']);
  const own = reportBy(crew, east, 1, { at: locationOf(2) });
  const copied = plantCopiedColumn(plantTwoPlaces(own, honest), honest, '3', 'EARTH_RESISTANCE');
  const forged = plantVerdictConflict(copied, '1-05', 'BAD_VALUE_PASSES');
  for (const [n, body] of [honest, forged].entries()) {
    const { status } = await stage.ask('submitReport', crew.clerk, { body, key: `thread-report-${n}` });
    if (status !== 202) throw new Error(`report ${n}: ${status}`);
    await stage.settle();
  }
  return { crew, west, east };
};
const subjects = ({ crew, west, east }: Awaited<ReturnType<typeof play>>) =>
  [crew.id, west, east, ...crew.technicians] as const;

const sealedOf = async (stage: Stage) =>
  auditTree(stage.world, tableName, archiveName, await stage.ledgerKey());

describe('the thread: intake, stream, publisher, bus, consumers, files', () => {
  it('ends with leads, hazards and a grade, each pointing at what caused it, in files that verify', async () => {
    const stage = makeStage();
    const cast = await play(stage);
    const { crew, west } = cast;

    const { body: leads } = await stage.ask('listAnomalies', province, { path: { id: crew.id } });
    expect(leads.anomalies.map((one: { rule: string }) => one.rule).toSorted()).toEqual([
      'R01',
      'R21',
      'R29',
    ]);
    const { body: hazards } = await stage.ask('listHazards', county, { path: { id: west } });
    const found = hazards.hazards.map(
      (one: { state: string; origin: { point: string } }) => `${one.origin.point} ${one.state}`,
    );
    expect(found.toSorted()).toEqual(['2-01 FOUND', '2-02 FOUND']);
    expect(stage.world.sfn.executions()).toHaveLength(2);
    const grade = await stage.ask('readCreditGrade', crew.clerk, { path: { id: crew.id } });
    expect(grade.status).toBe(200);

    for (const id of subjects(cast)) {
      expect(audit(stage.world, tableName, id).faults).toEqual([]);
      const caller = id === west || id === cast.east ? county : province;
      expect(await verifiedFor(stage, caller, id, { whole: true, sealed: true })).toMatchObject({ ok: true });
    }
  });

  it('every entry was told once, and every event is an entry', async () => {
    const stage = makeStage();
    const cast = await play(stage);
    const written = subjects(cast).flatMap((id) => audit(stage.world, tableName, id).entries);
    const told = stage.world.events.list().map(({ detail }) => Object(detail).id);
    expect(told.toSorted()).toEqual(written.map(({ id }) => id).toSorted());
  });

  /** What stands in the files at the end, without what chance and the clock put there. */
  const outcome = (stage: Stage, cast: Awaited<ReturnType<typeof play>>) =>
    subjects(cast).map((id) => {
      const { entries, versions, faults } = audit(stage.world, tableName, id);
      const types = Object.entries(Object.groupBy(entries, ({ type }) => type)).map(
        ([type, list]) => `${type} ${list?.length ?? 0}`,
      );
      return { types: types.toSorted(), versions, faults };
    });

  it.each([1, 2, 3, 4, 5])(
    'deliveries that come twice and in another order end in the same files (seed %i)',
    async (seed) => {
      const plain = makeStage();
      const expected = outcome(plain, await play(plain));
      const disturbed = makeStage({ seed });
      disturbed.world.inject({ fault: 'duplicate', rate: 0.4 });
      disturbed.world.inject({ fault: 'shuffle' });
      disturbed.world.inject({ fault: 'timeout', operation: 'dynamodb.TransactWriteItems', rate: 0.1 });
      const cast = await play(disturbed);
      disturbed.world.calm();
      expect(outcome(disturbed, cast)).toEqual(expected);
      const originals = disturbed.world.s3
        .list(archiveName)
        .filter(({ key }) => key.startsWith('originals/'));
      expect(originals).toHaveLength(2);
      expect(await sealedOf(disturbed)).toMatchObject({ waiting: 0, faults: [] });
    },
  );
});

describe('a crash before or after any call', () => {
  /** The client of the SDK tries four times: as many faults in a row are a crash for the function. */
  const crash = (stage: Stage, fault: 'lost' | 'timeout', operation: string): void => {
    stage.world.inject({ fault, operation, times: 4 });
  };
  const cases = [
    'dynamodb.BatchGetItem',
    'kms.Decrypt',
    's3.PutObject',
    'dynamodb.TransactWriteItems',
  ].flatMap((operation) => (['lost', 'timeout'] as const).map((fault) => [fault, operation] as const));

  it.each(cases)(
    'of the intake (%s %s): the repeated command ends in one report',
    async (fault, operation) => {
      const stage = makeStage();
      const crew = await registerOrganisation(stage);
      const station = await registerStation(stage);
      crash(stage, fault, operation);
      const given = { body: reportBy(crew, station), key: 'crash-report' };
      const crashed = await stage.ask('submitReport', crew.clerk, given);
      expect(crashed.status).toBe(500);
      stage.world.calm();
      const again = await stage.ask('submitReport', crew.clerk, given);
      expect(again.status).toBe(202);
      const { entries, faults } = audit(stage.world, tableName, station);
      expect(faults).toEqual([]);
      expect(entries.map(({ id }) => id)).toContain(again.body.receipt.entry);
      expect(entries).toHaveLength(2);
      expect(stage.world.s3.list(archiveName)).toHaveLength(1);
    },
  );

  it.each(['lost', 'timeout'] as const)(
    'of the detection (%s): the message comes back and ends in one lead',
    async (fault) => {
      const stage = makeStage();
      const crew = await registerOrganisation(stage);
      const station = await registerStation(stage);
      await stage.settle();
      const body = plantVerdictConflict(reportBy(crew, station), '1-03', 'BAD_VALUE_PASSES');
      await stage.ask('submitReport', crew.clerk, { body });
      await stage.publish({ Records: [...stage.entries()].slice(-1) });
      const [event] = stage.world.events.list('InspectionReportReceived').map(({ detail }) => detail);
      for (const operation of ['dynamodb.BatchGetItem', 'dynamodb.TransactWriteItems']) {
        crash(stage, fault, operation);
        expect(await stage.deliver('anomaly-detection', [event])).toEqual([0]);
        stage.world.calm();
      }
      expect(await stage.deliver('anomaly-detection', [event])).toEqual([]);
      const { entries, faults } = audit(stage.world, tableName, crew.id);
      expect(faults).toEqual([]);
      expect(entries.filter(({ type }) => type === 'AnomalyFound')).toHaveLength(1);
    },
  );
});
