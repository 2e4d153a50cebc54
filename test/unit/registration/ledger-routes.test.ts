import { beforeAll, describe, expect, it } from 'vitest';
import type { KeyObject } from 'node:crypto';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { readNote } from '../../../shared/ledger/checkpoint.ts';
import { isConsistent, isIncluded, leafHash } from '../../../shared/ledger/merkle.ts';
import { readStatement, signedStatement } from '../../../shared/ledger/statement.ts';
import { audit } from '../../builders/audit.ts';
import { exportFrom, headOf, verifiedFor } from '../../builders/exports.ts';
import {
  county,
  instrumentBody,
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
let key: KeyObject;
let crew: Organisation;
let station: SubjectId;
beforeAll(async () => {
  stage = makeStage();
  key = await stage.ledgerKey();
  crew = await registerOrganisation(stage);
  station = await registerStation(stage);
  await stage.settle();
  const body = plantVerdictConflict(reportBy(crew, station), '1-03', 'BAD_VALUE_PASSES');
  await stage.ask('submitReport', crew.clerk, { body });
  await stage.settle();
});
const bytes = (hash: string): Buffer => Buffer.from(hash, 'base64url');
const stated = async (id: SubjectId) => {
  const { body } = await stage.ask('readStatement', province, { path: { id } });
  const read = readStatement(signedStatement.parse(body.statement), key);
  if (!read.ok) throw new Error(read.reason);
  return { ...read.statement, head: body.head };
};

describe('receipts', () => {
  it('of every command carry a statement that the ledger’s key proves, with the newest tree', async () => {
    const before = await headOf(stage);
    const { body } = await stage.ask('registerInstrument', crew.clerk, {
      path: { id: crew.id },
      body: instrumentBody(40),
    });
    const { statement, ...receipt } = body.receipt;
    expect(readStatement(statement, key)).toEqual({
      ok: true,
      statement: {
        ...{ province: '33', subject: crew.id, treeSize: before.size },
        ...{ sequence: receipt.sequence, entryHash: receipt.entryHash, time: receipt.time },
      },
    });
    const last = audit(stage.world, tableName, crew.id).entries.at(-1);
    expect([last?.sequence, last?.id]).toEqual([receipt.sequence, receipt.entry]);
  });

  it('are the same to the byte when the command comes again, to another process too', async () => {
    const ask = async (on: Stage) =>
      on.ask('registerSubject', county, { body: stationBody(77), key: 'one-and-the-same' });
    const first = await ask(stage);
    await stage.settle();
    expect((await ask(stage)).text).toBe(first.text);
    expect((await ask(makeStage({ on: stage.world }))).text).toBe(first.text);
    expect(readStatement(first.body.receipt.statement, key)).toMatchObject({ ok: true });
  });

  it('prove a later cut: whoever kept one finds that its entry is gone', async () => {
    const { body } = await stage.ask('registerInstrument', crew.clerk, {
      path: { id: crew.id },
      body: instrumentBody(41),
    });
    const read = readStatement(body.receipt.statement, key);
    if (!read.ok) throw new Error(read.reason);
    const receipts = [read.statement];
    expect(await verifiedFor(stage, province, crew.id, { receipts })).toMatchObject({ ok: true });
    const other = { ...read.statement, entryHash: 'A'.repeat(43) };
    expect(await verifiedFor(stage, province, crew.id, { receipts: [other] })).toMatchObject({
      fault: { code: 'receipt of another entry', sequence: read.statement.sequence },
    });
  });
});

describe('GET …/ledger/statement', () => {
  it('says where the file ends, and gives the head that its size is of', async () => {
    const { sequence, entryHash, treeSize, head } = await stated(station);
    const { entries } = audit(stage.world, tableName, station);
    const tail = stage.world
      .items(tableName)
      .find(({ pk, sk }) => Object(pk).S === station && Object(sk).S === 'T#');
    expect([sequence, entryHash]).toEqual([entries.length, Object(tail?.['hash']).S]);
    expect(readNote(head, key)).toMatchObject({ ok: true, head: { origin: 'leian/33', size: treeSize } });
  });

  it('costs two calls: the head of the file, which decides who may read, then tail and newest head', async () => {
    await stated(station);
    stage.world.reset();
    await stated(station);
    expect(stage.world.counts()).toMatchObject({ calls: 2, depth: 2 });
  });

  it('of a province that has signed no head gives none, and says so', async () => {
    const fresh = makeStage();
    const id = await registerStation(fresh);
    const { body } = await fresh.ask('readStatement', county, { path: { id } });
    expect(body.head).toBeUndefined();
    expect(readStatement(body.statement, await fresh.ledgerKey())).toMatchObject({
      statement: { treeSize: 0 },
    });
    expect((await fresh.ask('readProofs', county, { path: { id } })).body).toEqual({
      ...{ subject: id, treeSize: 0, entries: [] },
    });
    expect(await verifiedFor(fresh, county, id)).toMatchObject({ ok: true, sealed: 0, unsealed: 1 });
  });
});

describe('GET …/ledger/proofs', () => {
  const ask = async (query: Readonly<Record<string, string>>) =>
    stage.ask('readProofs', province, { path: { id: station }, query });

  it('lead from each entry to the newest head', async () => {
    const head = await headOf(stage);
    const { ledger } = await exportFrom(stage, province, station);
    const { body } = await ask({});
    expect(body.treeSize).toBe(head.size);
    expect(body.entries).toHaveLength(ledger.entries.length);
    for (const [at, { sequence, index, path }] of body.entries.entries()) {
      expect(sequence).toBe(at + 1);
      const leaf = leafHash(station, sequence, ledger.entries[at]?.hash ?? '');
      expect(isIncluded(leaf, index, head.size, path.map(bytes), head.root)).toBe(true);
    }
  });

  it('begin where they are asked to, and lead to the head of an older size', async () => {
    const older = await headOf(stage);
    await registerStation(stage, 30);
    await stage.seal();
    const newer = await headOf(stage);
    expect(newer.size).toBeGreaterThan(older.size);
    const { body } = await ask({ from: '2', size: String(older.size) });
    expect(body.entries[0].sequence).toBe(2);
    expect(body.treeSize).toBe(older.size);
    const since = await ask({ since: String(older.size) });
    expect(since.body.consistency.from).toBe(older.size);
    expect(isConsistent(older, newer, since.body.consistency.path.map(bytes))).toBe(true);
  });

  it('leave out what is in no tree yet', async () => {
    await stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station, 9) });
    const { sequence } = await stated(station);
    expect((await ask({})).body.entries).toHaveLength(sequence - 1);
    expect(await verifiedFor(stage, province, station)).toMatchObject({ ok: true, unsealed: 1 });
    await stage.seal();
    expect((await ask({})).body.entries).toHaveLength(sequence);
    expect(await verifiedFor(stage, province, station, { whole: true, sealed: true })).toMatchObject({
      ok: true,
      unsealed: 0,
    });
  });

  it.each([
    [{ size: '100000' }, '/size'],
    [{ size: '-1' }, '/size'],
    [{ since: '0' }, '/since'],
    [{ since: '9', size: '8' }, '/since'],
    [{ from: '0' }, '/from'],
    [{ from: '1.5' }, '/from'],
  ])('refuse %j', async (query, pointer) => {
    const { status, body } = await ask(query);
    expect([status, body.code, body.problems[0].pointer]).toEqual([422, 'FIELD_INVALID', pointer]);
  });
});

describe('GET …/history', () => {
  it('gives superseded versions as stored, which verify against the ledger', async () => {
    const verdict = await verifiedFor(stage, province, crew.id);
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.versions).toBeGreaterThan(0);
  });

  it('keeps every version of a lead from the organisation until officers release it', async () => {
    const kinds = async (who: typeof province) =>
      (await exportFrom(stage, who, crew.id)).history?.versions.map(({ kind }) => kind) ?? [];
    const leads = await stage.ask('listAnomalies', province, { path: { id: crew.id } });
    const [{ id }] = leads.body.anomalies;
    const decide = async (command: string) => {
      const path = { id: crew.id, anomaly: id, command };
      const { status } = await stage.ask('decideAnomaly', province, {
        path,
        body: { reason: '情况属实，请说明' },
      });
      expect(status).toBe(200);
      await stage.settle();
    };
    await decide('release');
    expect(await kinds(province)).toContain('ANOMALY');
    expect(await kinds(crew.clerk)).toContain('ANOMALY');
    expect(await verifiedFor(stage, crew.clerk, crew.id)).toMatchObject({ ok: true, opaque: 0 });
    await decide('dismiss');
    expect(await kinds(province)).toContain('ANOMALY');
    expect(await kinds(crew.clerk)).not.toContain('ANOMALY');
    const verdict = await verifiedFor(stage, crew.clerk, crew.id);
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.opaque).toBeGreaterThanOrEqual(3);
  });
});
