import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import {
  county,
  locationOf,
  registerOrganisation,
  registerStation,
  reportBy,
  type Organisation,
} from '../../builders/parties.ts';
import { archiveName, makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Organisation;
let other: Organisation;
let station: SubjectId;
beforeEach(async () => {
  stage = makeStage();
  crew = await registerOrganisation(stage, 1);
  other = await registerOrganisation(stage, 2);
  station = await registerStation(stage);
});

const submit = async (body: unknown, caller: Caller = crew.clerk, key?: string) =>
  stage.ask('submitReport', caller, { body, ...(key === undefined ? {} : { key }) });
const written = () => ({
  items: stage.world.items(tableName),
  originals: stage.world.s3.list(archiveName).length,
});

describe('the same command again', () => {
  it('gets the first answer to the byte; nothing is written, nothing archived', async () => {
    const body = reportBy(crew, station);
    const first = await submit(body, crew.clerk, 'submit-once');
    const before = written();
    stage.world.reset();
    const again = await submit(body, crew.clerk, 'submit-once');
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect(written()).toEqual(before);
    expect(stage.world.counts().operations).toMatchObject({ 'dynamodb.BatchGetItem': { calls: 1 } });
    expect(stage.world.counts().calls).toBe(1);
  });

  it('with another body is refused, and with another organisation’s token it is another command', async () => {
    await submit(reportBy(crew, station, 0), crew.clerk, 'submit-once');
    const reused = await submit(reportBy(crew, station, 1), crew.clerk, 'submit-once');
    expect([reused.status, reused.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    const foreign = await submit(reportBy(other, station, 0), other.clerk, 'submit-once');
    expect(foreign.status).toBe(202);
  });

  it('overtaken by itself it gets the same answer, not a conflict with its own report number', async () => {
    const body = reportBy(crew, station);
    const answers = await Promise.all([1, 2, 3].map(async () => submit(body, crew.clerk, 'submit-once')));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const ledger = await stage.ask('readLedger', county, { path: { id: station } });
    expect(ledger.body.entries).toHaveLength(2);
  });
});

describe('at the same moment', () => {
  it('of two reports with one number exactly one wins', async () => {
    const { reportNumber } = reportBy(crew, station);
    const answers = await Promise.all(
      [1, 2].map(async (n) => submit(reportBy(crew, station, n, { reportNumber }))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('REPORT_NUMBER_TAKEN');
    const ledger = await stage.ask('readLedger', county, { path: { id: station } });
    expect(ledger.body.entries).toHaveLength(2);
  });

  it('reports of different numbers for one unit all get in, one after the other in the chain', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(async (n) => submit(reportBy(crew, station, n))));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    expect(answers.map(({ body }) => body.receipt.sequence).toSorted()).toEqual([2, 3, 4, 5, 6]);
    expect(stage.world.s3.list(archiveName)).toHaveLength(5);
  });
});

describe('budgets of a submission', () => {
  it('3 calls and depth 3 when the data key is known: heads, archive, transaction', async () => {
    await submit(reportBy(crew, station, 0));
    stage.world.reset();
    await submit(reportBy(crew, station, 1));
    const { calls, depth, operations } = stage.world.counts();
    expect({ calls, depth }).toEqual({ calls: 3, depth: 3 });
    expect(Object.keys(operations)).toEqual([
      'dynamodb.BatchGetItem',
      'dynamodb.TransactWriteItems',
      's3.PutObject',
    ]);
  });

  it('4 calls the first time for a unit in a process: its data key is opened once', async () => {
    await submit(reportBy(crew, station, 0));
    const next = await registerStation(stage, 2);
    stage.world.reset();
    await submit(reportBy(crew, next, 1, { at: locationOf(2) }));
    expect(stage.world.counts()).toMatchObject({
      calls: 4,
      depth: 4,
      operations: { 'kms.Decrypt': { calls: 1 } },
    });
  });

  it('the first call of a process asks for its warrant meanwhile: two calls, no deeper', async () => {
    stage.world.reset();
    await submit(reportBy(crew, station, 0));
    expect(stage.world.counts()).toMatchObject({
      calls: 6,
      depth: 4,
      operations: { 'kms.GetPublicKey': { calls: 1 }, 'kms.Sign': { calls: 1 } },
    });
  });

  it('a lost race for the tail adds two calls and archives nothing again', async () => {
    await submit(reportBy(crew, station, 0));
    stage.world.reset();
    stage.world.inject({ fault: 'conflict', operation: 'dynamodb.TransactWriteItems', times: 1 });
    expect((await submit(reportBy(crew, station, 1))).status).toBe(202);
    const { calls, operations } = stage.world.counts();
    expect(calls).toBe(5);
    expect(operations).toMatchObject({
      's3.PutObject': { calls: 1 },
      'dynamodb.GetItem': { calls: 1 },
      'dynamodb.TransactWriteItems': { calls: 2, failed: 1 },
    });
  });
});

describe('when AWS fails', () => {
  it.each([
    ['the archive', 's3.PutObject'],
    ['the read', 'dynamodb.BatchGetItem'],
    ['the key service', 'kms.Decrypt'],
  ])('%s: 500, nothing is written, and the same command succeeds later', async (_, operation) => {
    const before = stage.world.items(tableName);
    stage.world.inject({ fault: 'deny', operation });
    const failed = await submit(reportBy(crew, station), crew.clerk, 'submit-once');
    expect([failed.status, failed.body.code]).toEqual([500, 'INTERNAL']);
    expect(failed.text).not.toContain('injected');
    expect(stage.world.items(tableName)).toEqual(before);
    stage.world.calm();
    expect((await submit(reportBy(crew, station), crew.clerk, 'submit-once')).status).toBe(202);
  });

  it('an answer that is lost after the transaction was done is found again by the client’s repetition', async () => {
    const body = reportBy(crew, station);
    stage.world.inject({ fault: 'timeout', operation: 'dynamodb.TransactWriteItems' });
    expect((await submit(body, crew.clerk, 'submit-once')).status).toBe(500);
    stage.world.calm();
    const again = await submit(body, crew.clerk, 'submit-once');
    expect(again.status).toBe(202);
    const ledger = await stage.ask('readLedger', county, { path: { id: station } });
    expect(ledger.body.entries).toHaveLength(2);
    expect(again.body.receipt.entryHash).toBe(ledger.body.entries[1].hash);
  });
});
