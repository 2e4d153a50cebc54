import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../shared/ledger/entry.ts';
import { newId, type SubjectId } from '../../../shared/kernel/ids.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { readEntry } from '../../../shared/subject-file/entry-item.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { fromItem } from '../../../shared/subject-file/record.ts';
import { versionsOf, versionsOfAll } from '../../../shared/subject-file/versions.ts';
import { someTime } from '../../builders/files.ts';
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';

const subject: SubjectId = newId('sub', someTime, (length) => Buffer.alloc(length, 9));
const hazard = (n: number) => `haz_01KJHAZ000000000000000000${n}`;
let stage: Stage;
let entries: readonly LedgerEntry[];

const write = async (cause: string, ids: readonly string[]): Promise<void> => {
  const found = await stage.table.getAll(ids.map((id) => keys.current(subject, 'HAZARD', id)));
  const done = await append(stage.table, {
    ...{ subject, type: 'HazardMoved', cause, time: someTime, correlation: cause },
    actor: { ref: 'test', role: 'system' },
    source: { channel: 'system' },
    changes: [
      ...ids.map((id) => {
        const item = found.get(`${subject} C#HAZARD#${id}`);
        const body = { cause };
        return {
          kind: 'HAZARD' as const,
          id,
          body,
          ...(item === undefined ? {} : { previous: fromItem(item) }),
        };
      }),
      { kind: 'POINTS', id: cause, body: { cause }, packed: Buffer.from('points') },
    ],
  });
  if (!done.ok) throw new Error(done.code);
};
const causes = (answer: Awaited<ReturnType<typeof versionsOfAll>>) =>
  answer.map((one) =>
    one.ok ? one.records.map(({ kind, body, version }) => `${kind} ${version} ${body}`) : one.error.message,
  );

beforeEach(async () => {
  stage = makeStage();
  await write('one', [hazard(1), hazard(2)]);
  await write('two', [hazard(1)]);
  await write('three', [hazard(1), hazard(3)]);
  entries = stage.entries().map(({ dynamodb }) => {
    const body = dynamodb?.NewImage?.['body']?.S ?? '';
    return readEntry({ pk: subject, body }).entry;
  });
  stage.world.reset();
});

describe('the versions that entries name', () => {
  it('come from the current range, the packed one and history, in the order of the entries, in two calls', async () => {
    expect(causes(await versionsOfAll(stage.table, entries.toReversed()))).toEqual([
      ['HAZARD 3 {"cause":"three"}', 'HAZARD 1 {"cause":"three"}', 'POINTS 1 {"cause":"three"}'],
      ['HAZARD 2 {"cause":"two"}', 'POINTS 1 {"cause":"two"}'],
      ['HAZARD 1 {"cause":"one"}', 'HAZARD 1 {"cause":"one"}', 'POINTS 1 {"cause":"one"}'],
    ]);
    expect(stage.world.counts()).toMatchObject({ calls: 2, depth: 2 });
  });

  it('cost one call where nothing was superseded, and only what is wanted is read', async () => {
    const last = entries.slice(-1);
    const answer = await versionsOfAll(stage.table, last, ({ kind }) => kind !== 'POINTS');
    expect(causes(answer)).toEqual([['HAZARD 3 {"cause":"three"}', 'HAZARD 1 {"cause":"three"}']]);
    expect(stage.world.counts()).toMatchObject({ calls: 1, readUnits: 2 });
  });

  it.each([
    ['differs', { body: { S: '{}' } }, /^version 2 of haz_\w+ differs from its digest$/],
    ['is of another version', { version: { N: '7' } }, /^version 2 of haz_\w+ is not in the table$/],
    ['is no record', { salt: { S: 'none' } }, /^item lacks bytes attribute salt$/],
  ])('one that %s spoils its own entry and no other', async (_, damage, message) => {
    const key = keys.history(subject, 'HAZARD', hazard(1), 2);
    stage.world.load(tableName, [{ ...stage.world.item(tableName, key), ...damage }]);
    const [first, second, third] = causes(await versionsOfAll(stage.table, entries));
    expect(second).toMatch(message);
    expect([first, third].every((one) => Array.isArray(one) && one.length > 1)).toBe(true);
    const [, bad] = entries;
    if (bad === undefined) throw new Error('no entry');
    await expect(versionsOf(stage.table, bad)).rejects.toThrow(message);
  });

  it('an entry that names a kind that nobody knows is told as such', async () => {
    const [one, two] = entries;
    if (one === undefined || two === undefined) throw new Error('no entries');
    const odd = { ...one, changes: one.changes.map((change) => ({ ...change, kind: 'DREAM' })) };
    const [first, second] = causes(await versionsOfAll(stage.table, [odd, two]));
    expect(first).toBe('entry names a record of unknown kind DREAM');
    expect(second).toHaveLength(2);
  });

  it('of no entries cost nothing', async () => {
    expect(await versionsOfAll(stage.table, [])).toEqual([]);
    expect(stage.world.counts().calls).toBe(0);
  });
});
