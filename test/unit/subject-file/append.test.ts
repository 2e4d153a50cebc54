import { describe, expect, it } from 'vitest';
import { problem, refuse } from '../../../shared/kernel/problem.ts';
import { append, appendAll } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { fromItem, type RecordChange } from '../../../shared/subject-file/record.ts';
import { makeTable, type Table } from '../../../shared/subject-file/table.ts';
import type { AppendInput } from '../../../shared/subject-file/writes.ts';
import { audit } from '../../builders/audit.ts';
import { aSubject, someTime } from '../../builders/files.ts';
import { dynamoDb } from '../../transport/clients.ts';
import { createTransport } from '../../transport/transport.ts';

const name = 'files';
/** A table whose client tries so often; one try makes every fault a crash of the caller. */
const set = (tries = 1, seed = 1) => {
  const world = createTransport({ tables: [{ name }], seed });
  return { world, table: makeTable(dynamoDb(world, tries), name) };
};
const input = (cause: string, changes: readonly RecordChange[]): AppendInput => ({
  subject: aSubject,
  type: 'HazardFound',
  cause,
  time: someTime,
  actor: { ref: 'function:test', role: 'system' },
  source: { channel: 'system' },
  correlation: 'c-1',
  changes,
});
const fresh = (id: string, step = 1): RecordChange => ({ kind: 'HAZARD', id, body: { step } });
const hazards = (count: number) => Array.from({ length: count }, (_, n) => fresh(`haz-${n}`));
const read = async (table: Table, id: string) => {
  const item = await table.get(keys.current(aSubject, 'HAZARD', id));
  if (item === undefined) throw new Error(`no ${id}`);
  return fromItem(item);
};

describe('a refusal says why', () => {
  it('somebody else was faster: with the version that was found', async () => {
    const { table } = set();
    await append(table, input('found', [fresh('a')]));
    const first = await read(table, 'a');
    await append(table, input('moved', [{ ...fresh('a', 2), previous: first }]));
    const late = await append(table, input('late', [{ ...fresh('a', 3), previous: first }]));
    expect(late).toMatchObject({ ok: false, code: 'RECORD_CHANGED' });
    expect(JSON.stringify(late)).toContain('version 2');
  });

  it('the record exists, or is gone', async () => {
    const { table } = set();
    await append(table, input('found', [fresh('a')]));
    expect(await append(table, input('again', [fresh('a')]))).toMatchObject({ code: 'ALREADY_REGISTERED' });
    const record = await read(table, 'a');
    await table.remove(keys.current(aSubject, 'HAZARD', 'a'));
    expect(await append(table, input('moved', [{ ...fresh('a', 2), previous: record }]))).toMatchObject({
      code: 'RECORD_MISSING',
    });
  });

  it('the record is in a state out of which the command cannot be given', async () => {
    const { world, table } = set();
    await append(table, input('found', [{ ...fresh('a'), state: 'FOUND' }]));
    const first = await read(table, 'a');
    const closing = { ...fresh('a', 2), state: 'CLOSED', previous: first };
    await append(table, input('closed', [closing]));
    const from = { states: ['FOUND', 'CONFIRMED'], command: 'confirm' };
    const before = world.items(name);
    // Read before it was closed, and read after: the write itself looks, in both cases.
    for (const previous of [first, await read(table, 'a')]) {
      const confirmed = { ...fresh('a', 3), state: 'CONFIRMED', previous, from };
      const refused = await append(table, input(`confirmed upon ${previous.version}`, [confirmed]));
      expect(refused).toMatchObject({ ok: false, code: 'RECORD_WRONG_STATE' });
      expect(JSON.stringify(refused)).toContain(
        'the state is CLOSED; confirm is possible in: FOUND, CONFIRMED',
      );
    }
    expect(world.items(name)).toEqual(before);
  });

  it('somebody was faster, but the state would still allow it', async () => {
    const { table } = set();
    await append(table, input('found', [{ ...fresh('a'), state: 'FOUND' }]));
    const previous = await read(table, 'a');
    await append(table, input('noted', [{ ...fresh('a', 2), state: 'FOUND', previous }]));
    const from = { states: ['FOUND'], command: 'confirm' };
    const late = await append(
      table,
      input('late', [{ ...fresh('a', 3), state: 'CONFIRMED', previous, from }]),
    );
    expect(late).toMatchObject({ ok: false, code: 'RECORD_CHANGED' });
  });

  it('what it needs has expired, or is not there; while it lasts it is used', async () => {
    const { world, table } = set();
    const key = { pk: 'alias#ticket', sk: '#' };
    const seconds = Math.floor(Date.parse(someTime) / 1000);
    const use = async (cause: string) =>
      append(table, {
        ...input(cause, [fresh(cause)]),
        companions: () => [
          { item: { ...key, ttl: seconds + 60, used: cause }, unless: 'unexpired' as const },
        ],
      });
    expect(await use('before')).toMatchObject({ ok: false, code: 'RECORD_MISSING' });
    await table.put({ ...key, ttl: seconds - 1 });
    const late = await use('late');
    expect(late).toMatchObject({ ok: false, code: 'RECORD_EXPIRED' });
    expect(JSON.stringify(late)).toContain('valid until 2026-03-02T00:59:59.000Z');
    expect(world.items(name)).toHaveLength(1);
    await table.put({ ...key, ttl: seconds });
    expect(await use('in time')).toMatchObject({ ok: true });
  });

  it('an expired item is replaced where only a living one stands in the way', async () => {
    const { table } = set();
    const key = { pk: 'idem#x', sk: 'key-0001' };
    const seconds = Math.floor(Date.parse(someTime) / 1000);
    const remembered = async (cause: string) =>
      append(table, {
        ...input(cause, [fresh(cause)]),
        companions: () => [{ item: { ...key, ttl: seconds + 60 }, unless: 'live' as const }],
      });
    await table.put({ ...key, ttl: seconds - 1 });
    expect(await remembered('one')).toMatchObject({ ok: true });
    expect(await remembered('two')).toMatchObject({ ok: false, code: 'ALREADY_REGISTERED' });
  });

  it('a companion stood in the way: in its own words', async () => {
    const { world, table } = set();
    const companion = { item: { pk: 'alias#x', sk: '#' }, unless: 'new' as const };
    const taken = refuse(problem('REPORT_NUMBER_TAKEN', { number: 'x' }));
    await append(table, { ...input('one', [fresh('a')]), companions: () => [companion] });
    const before = world.items(name);
    const second = await append(table, {
      ...input('two', [fresh('b')]),
      companions: () => [{ ...companion, refusal: () => taken }],
    });
    expect(second).toEqual(taken);
    expect(world.items(name)).toEqual(before);
  });

  it('a reason that nobody knows is an outage, not a refusal', async () => {
    const { table } = set();
    const tooLarge = { ...fresh('a'), body: { text: 'x'.repeat(500_000) } };
    await expect(append(table, input('one', [tooLarge]))).rejects.toThrow(/./);
  });
});

describe('the same cause again', () => {
  it('changes nothing, at once and after others went on with the record', async () => {
    const { world, table } = set();
    await append(table, input('found', [fresh('a'), fresh('b')]));
    expect(await append(table, input('found', [fresh('a'), fresh('b')]))).toMatchObject({
      value: { repeated: true },
    });
    for (const step of [2, 3])
      await append(
        table,
        input(`moved-${step}`, [{ ...fresh('a', step), previous: await read(table, 'a') }]),
      );
    const before = world.items(name);
    expect(await append(table, input('found', [fresh('a'), fresh('b')]))).toMatchObject({
      value: { repeated: true },
    });
    expect(world.items(name)).toEqual(before);
  });

  it('changes nothing when it is composed anew upon its own effect', async () => {
    const { world, table } = set();
    await append(table, input('found', [fresh('a')]));
    const move = async () =>
      append(table, input('moved', [{ ...fresh('a', 2), previous: await read(table, 'a') }]));
    expect(await move()).toMatchObject({ value: { repeated: false } });
    const before = world.items(name);
    expect(await move()).toMatchObject({ value: { repeated: true } });
    expect(world.items(name)).toEqual(before);
  });

  it('with a stale version, after others went on, it is still known', async () => {
    const { table } = set();
    await append(table, input('found', [fresh('a')]));
    const first = await read(table, 'a');
    const move = async () => append(table, input('moved', [{ ...fresh('a', 2), previous: first }]));
    await move();
    await append(table, input('closed', [{ ...fresh('a', 3), previous: await read(table, 'a') }]));
    expect(await move()).toMatchObject({ value: { repeated: true } });
  });
});

describe('faults', () => {
  it('an answer that is lost is no second entry: the client repeats under one token', async () => {
    const { world, table } = set(3);
    world.inject({ fault: 'timeout', operation: 'dynamodb.TransactWriteItems', times: 2 });
    expect(await append(table, input('found', [fresh('a')]))).toMatchObject({ value: { repeated: false } });
    expect(audit(world, name, aSubject)).toMatchObject({ entries: { length: 1 }, faults: [] });
  });

  it.each(['throttle', 'conflict'] as const)('%s is met by trying again', async (fault) => {
    const { world, table } = set(3);
    world.inject({ fault, operation: 'dynamodb.TransactWriteItems', times: 2 });
    expect(await append(table, input('found', [fresh('a')]))).toMatchObject({ ok: true });
    expect(audit(world, name, aSubject)).toMatchObject({ entries: { length: 1 }, faults: [] });
  });

  it('a grant that is missing is told at once', async () => {
    const { world, table } = set();
    world.inject({ fault: 'deny', operation: 'dynamodb.TransactWriteItems' });
    await expect(append(table, input('found', [fresh('a')]))).rejects.toThrow(/not authorized/);
    expect(world.counts().operations['dynamodb.TransactWriteItems']?.calls).toBe(1);
  });
});

describe('20 writers on one file at once', () => {
  it('all get in, each once, one after the other in the chain', async () => {
    const { world, table } = set(3);
    const writers = Array.from({ length: 20 }, (_, n) => `writer-${n}`);
    const results = await Promise.all(
      writers.map(async (writer) => append(table, input(writer, [fresh(writer)]))),
    );
    expect(results.every((result) => result.ok && !result.value.repeated)).toBe(true);
    const { entries, faults } = audit(world, name, aSubject);
    expect(faults).toEqual([]);
    expect(entries.map(({ sequence }) => sequence)).toEqual(writers.map((_, n) => n + 1));
  });
});

describe('a batch of 95 records', () => {
  it('is three entries of at most 40', async () => {
    const { world, table } = set();
    expect(await appendAll(table, input('report', hazards(95)))).toMatchObject({ ok: true });
    const { entries, versions, faults } = audit(world, name, aSubject);
    expect(faults).toEqual([]);
    expect(versions).toBe(95);
    expect(entries.map(({ changes }) => changes.length)).toEqual([40, 40, 15]);
  });

  /** Calls of an undisturbed batch: where a crash can come before or after. */
  const boundaries = [0, 1, 2, 3, 4, 5].flatMap((skip) =>
    (['lost', 'timeout'] as const).map((fault) => [fault, skip] as const),
  );
  it.each(boundaries)(
    'crashed (%s) at call %i and repeated, is whole and written once',
    async (fault, skip) => {
      const { world, table } = set();
      world.inject({ fault, operation: 'dynamodb.', skip, times: 1 });
      await expect(appendAll(table, input('report', hazards(95)))).rejects.toThrow(/injected/);
      expect(await appendAll(table, input('report', hazards(95)))).toMatchObject({ ok: true });
      expect(audit(world, name, aSubject)).toMatchObject({
        entries: { length: 3 },
        versions: 95,
        faults: [],
      });
    },
  );

  it('costs the calls that the boundaries above name', async () => {
    const { world, table } = set();
    await appendAll(table, input('report', hazards(95)));
    expect(world.counts().calls).toBe(6);
  });

  it.each([0, 41])('%i records are no single entry', async (count) => {
    await expect(append(set().table, input('report', hazards(count)))).rejects.toThrow(/1 to 40/);
  });
});
