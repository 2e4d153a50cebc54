import { describe, expect, it } from 'vitest';
import { problem, refuse } from '../../../shared/kernel/problem.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { makeTable } from '../../../shared/subject-file/table.ts';
import type { AppendInput, Companion, Removal } from '../../../shared/subject-file/writes.ts';
import { aSubject, someTime } from '../../builders/files.ts';
import { dynamoDb } from '../../transport/clients.ts';
import { createTransport } from '../../transport/transport.ts';

const name = 'files';
const alias = { pk: 'alias#x', sk: '#' };
const refused = refuse(problem('NOTHING_TO_ERASE'));
const removal = (holds: Removal['holds']): Removal => ({ remove: alias, holds, refusal: () => refused });
const input = (companions: readonly (Companion | Removal)[]): AppendInput => ({
  subject: aSubject,
  type: 'PersonalDataErased',
  cause: 'command',
  time: someTime,
  actor: { ref: 'function:test', role: 'system' },
  source: { channel: 'system' },
  correlation: 'c-1',
  changes: [{ kind: 'ERASURE', id: 'ers', body: { keys: ['1'] } }],
  companions: () => companions,
});
const set = async (stored?: Readonly<Record<string, string>>) => {
  const world = createTransport({ tables: [{ name }] });
  const table = makeTable(dynamoDb(world, 1), name);
  if (stored !== undefined) await table.put({ ...alias, ...stored });
  return { table, before: world.items(name), items: () => world.items(name) };
};

describe('an item that goes along with an entry', () => {
  it.each([{}, { subject: 'a' }, { subject: 'a', kind: 'b' }])('goes where it holds %j', async (holds) => {
    const { table } = await set({ subject: 'a', kind: 'b' });
    expect(await append(table, input([removal(holds)]))).toMatchObject({ ok: true });
    expect(await table.get(alias)).toBeUndefined();
  });

  it.each([
    ['is not there', undefined, {}],
    ['holds something else', { subject: 'b' }, { subject: 'a' }],
    ['lacks what it should hold', { kind: 'b' }, { subject: 'a' }],
    ['holds only one of two', { subject: 'a', kind: 'c' }, { subject: 'a', kind: 'b' }],
  ])('that %s refuses the whole entry', async (_, stored, holds) => {
    const { table, before, items } = await set(stored);
    expect(await append(table, input([removal(holds)]))).toEqual(refused);
    expect(items()).toEqual(before);
  });
});

describe('an item that takes the place of another', () => {
  const put = (unless: Companion['unless']): Companion => ({
    item: { ...alias, subject: 'new' },
    unless,
    refusal: () => refused,
  });
  it.each([
    ['one that holds it', { subject: 'a' }, { holds: { subject: 'a' } }, true],
    ['one that holds another', { subject: 'b' }, { holds: { subject: 'a' } }, false],
    ['none, where one must be', undefined, { holds: { subject: 'a' } }, false],
    ['none, where none may be', undefined, { absentOr: { subject: 'a' } }, true],
    ['one that holds it, or none', { subject: 'a' }, { absentOr: { subject: 'a' } }, true],
    ['one that holds another, where none may be', { subject: 'b' }, { absentOr: { subject: 'a' } }, false],
  ] as const)('%s', async (_, stored, unless, done) => {
    const { table, before, items } = await set(stored);
    const written = await append(table, input([put(unless)]));
    expect(written.ok).toBe(done);
    if (!done) expect(items()).toEqual(before);
    else expect(await table.get(alias)).toMatchObject({ subject: 'new' });
  });
});
