import { beforeEach, describe, expect, it } from 'vitest';
import { eventStates, restricted } from '../../../shared/contracts/events.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import {
  province,
  registerOrganisation,
  registerStation,
  reportBy,
  stationBody,
  type Organisation,
} from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Organisation;
let station: SubjectId;
beforeEach(async () => {
  stage = makeStage();
  crew = await registerOrganisation(stage);
  station = await registerStation(stage);
});
const published = (type?: string) => stage.world.events.list(type);
const publishAll = async () => stage.publish({ Records: [...stage.entries()] });
const submit = async (n = 0) => {
  const body = plantVerdictConflict(reportBy(crew, station, n), '1-03', 'BAD_VALUE_PASSES');
  return (await stage.ask('submitReport', crew.clerk, { body })).body;
};
const decide = async (anomaly: string, command: string) =>
  stage.ask('decideAnomaly', province, {
    path: { id: crew.id, anomaly, command },
    body: { reason: '经现场核实，情况属实' },
  });

describe('an entry becomes an event', () => {
  it('once, in order, under its own id, with who caused it', async () => {
    const { receipt, id } = await submit();
    expect(await publishAll()).toEqual({ batchItemFailures: [] });
    expect(published().map(({ detailType }) => detailType)).toEqual([
      'InspectionOrganisationRegistered',
      'TechnicianRegistered',
      'TechnicianRegistered',
      'InstrumentRegistered',
      'InstrumentRegistered',
      'KeyUnitRegistered',
      'InspectionReportReceived',
    ]);
    const [event] = published('InspectionReportReceived');
    expect(event).toMatchObject({
      bus: 'leian-33-events',
      source: 'leian.33',
      detail: {
        id: receipt.entry,
        type: 'InspectionReportReceived',
        version: '1.0',
        subject: station,
        sequence: receipt.sequence,
        province: '33',
        time: receipt.time,
        correlation: expect.stringMatching(/^request-/),
        dataClass: 'general',
        state: { id, keyUnit: station, organisation: crew.id, pointCount: 100 },
      },
    });
  });

  it('only what its contract names leaves the file', async () => {
    await submit();
    await stage.settle();
    for (const { detailType, detail } of published()) {
      const contract = Object.entries(eventStates).find(([type]) => type === detailType)?.[1];
      const { state } = Object(detail);
      // A strict reading of the contract finds nothing more than the contract's own parse keeps.
      expect(contract?.parse(state), detailType).toEqual(state);
    }
    const all = JSON.stringify(published());
    for (const kept of [stationBody().name, stationBody().address, 'enc:1:', 'certificate', '1-03', 'salt'])
      expect(all.includes(kept), kept).toBe(false);
  });

  it('leads and decisions about them are marked as restricted, and nothing else is', async () => {
    await submit();
    await stage.settle();
    const { body } = await stage.ask('listAnomalies', province, { path: { id: crew.id } });
    await decide(body.anomalies[0].id, 'confirm');
    await stage.settle();
    const marked = published().map(({ detailType, detail }) => [detailType, Object(detail).dataClass]);
    expect(new Set(marked.filter(([, mark]) => mark === 'restricted').map(([type]) => type))).toEqual(
      new Set(restricted),
    );
    expect(marked.filter(([, mark]) => mark === 'general').length).toBeGreaterThan(5);
  });

  it('an effect names its cause: lead and grade point at the report’s entry', async () => {
    const { receipt } = await submit();
    await stage.settle();
    const causes = (type: string) => published(type).map(({ detail }) => Object(detail).causation);
    expect(causes('AnomalyFound')).toEqual([receipt.entry]);
    expect(causes('CreditGradeChanged')).toContain(receipt.entry);
  });
});

describe('versions', () => {
  it('a version superseded before it was published is read from history', async () => {
    await submit();
    await stage.settle();
    const told = stage.world.stream(tableName).length;
    const { body } = await stage.ask('listAnomalies', province, { path: { id: crew.id } });
    const [{ id }] = body.anomalies;
    await decide(id, 'release');
    await decide(id, 'confirm');
    const records = [...stage.entries(told)];
    expect(await stage.publish({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(published('AnomalyDecided').map(({ detail }) => Object(detail).state.state)).toEqual([
      'RELEASED',
      'CONFIRMED',
    ]);
  });

  it('a record that differs from its digest is never told: the batch ends there and comes back from there', async () => {
    await submit(0);
    const records = [...stage.entries()];
    const at = records.findIndex(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S === station);
    const key = { pk: station, sk: `C#HEAD#${station}` };
    const head = stage.world.item(tableName, key);
    stage.world.load(tableName, [
      { ...head, body: { S: String(Object(head?.['body']).S).replace('330106', '330108') } },
    ]);
    const { batchItemFailures } = await stage.publish({ Records: records });
    expect(batchItemFailures).toEqual([{ itemIdentifier: records[at]?.dynamodb?.SequenceNumber }]);
    expect(published()).toHaveLength(at);
    expect(JSON.stringify(published())).not.toContain(station);
  });

  it('a record that is gone is a failure, not an event without it', async () => {
    await stage.table.remove({ pk: station, sk: `C#HEAD#${station}` });
    const { batchItemFailures } = await publishAll();
    expect(batchItemFailures).toHaveLength(1);
    expect(published('KeyUnitRegistered')).toEqual([]);
  });
});

describe('when the bus does not take it', () => {
  it.each(['partial', 'deny'] as const)('%s: nothing behind it is told before it', async (fault) => {
    const records = [...stage.entries()];
    stage.world.inject({ fault, operation: 'events.PutEvents', skip: 2, times: 1 });
    const { batchItemFailures } = await stage.publish({ Records: records });
    expect(batchItemFailures).toEqual([{ itemIdentifier: records[2]?.dynamodb?.SequenceNumber }]);
    expect(published()).toHaveLength(2);
    await stage.publish({ Records: records.slice(2) });
    expect(published().map(({ detail }) => Object(detail).id)).toEqual(
      records.map(({ dynamodb }) => JSON.parse(dynamodb?.NewImage?.['body']?.S ?? '').id),
    );
  });

  it('an answer that is lost is told twice, under one id', async () => {
    const records = [...stage.entries()].slice(0, 1);
    stage.world.inject({ fault: 'timeout', operation: 'events.PutEvents', times: 1 });
    expect(await stage.publish({ Records: records })).toEqual({ batchItemFailures: [] });
    const ids = published().map(({ detail }) => Object(detail).id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('a stream record that is no entry is a failure', async () => {
    const [first] = stage.entries();
    const broken = [
      { ...first, dynamodb: { ...first?.dynamodb, SequenceNumber: '7', NewImage: { body: { S: '{}' } } } },
      { ...first, dynamodb: { SequenceNumber: '8' } },
    ];
    expect(await stage.publish({ Records: broken })).toEqual({
      batchItemFailures: [{ itemIdentifier: '7' }],
    });
    expect(await stage.publish({ Records: broken.slice(1) })).toEqual({
      batchItemFailures: [{ itemIdentifier: '8' }],
    });
  });
});

it('publishing an entry costs two calls, whatever it says', async () => {
  await submit();
  const last = stage.entries().at(-1);
  if (last === undefined) throw new Error('no entry');
  stage.world.reset();
  await stage.publish({ Records: [last] });
  expect(stage.world.counts()).toMatchObject({
    calls: 2,
    depth: 2,
    operations: { 'dynamodb.BatchGetItem': { calls: 1 }, 'events.PutEvents': { calls: 1 } },
  });
});
