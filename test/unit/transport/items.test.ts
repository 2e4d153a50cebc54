import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoDb } from '../../transport/clients.ts';
import { createTransport } from '../../transport/transport.ts';

const table = { name: 'files', indexes: [{ name: 'due', pk: 'dueSlot', sk: 'dueAt' }] };
const start = () => {
  const world = createTransport({ tables: [table] });
  return { world, client: dynamoDb(world) };
};
const key = (sk: string) => ({ pk: { S: 'sub_1' }, sk: { S: sk } });
const fill = async ({ client }: ReturnType<typeof start>, ...sortKeys: readonly string[]) => {
  for (const sk of sortKeys)
    await client.send(new PutItemCommand({ TableName: 'files', Item: { ...key(sk), n: { N: '1' } } }));
};

describe('items', () => {
  it('come back as they were put, numbers in their normal form, bytes as bytes', async () => {
    const { client } = start();
    const Item = { ...key('C#1'), n: { N: '001.500' }, b: { B: new Uint8Array([1, 2]) }, z: { S: '雷' } };
    await client.send(new PutItemCommand({ TableName: 'files', Item }));
    const answer = await client.send(
      new GetItemCommand({ TableName: 'files', Key: key('C#1'), ConsistentRead: true }),
    );
    expect(answer.Item).toEqual({ ...Item, n: { N: '1.5' } });
  });

  it('are absent, without an error, where none was put', async () => {
    const { client } = start();
    const answer = await client.send(new GetItemCommand({ TableName: 'files', Key: key('C#1') }));
    expect(answer.Item).toBeUndefined();
  });

  it('are read in one batch, the missing ones left out', async () => {
    const all = start();
    await fill(all, 'A', 'B');
    const answer = await all.client.send(
      new BatchGetItemCommand({ RequestItems: { files: { Keys: [key('A'), key('X'), key('B')] } } }),
    );
    expect(answer.Responses?.['files']?.map(({ sk }) => sk?.S)).toEqual(['A', 'B']);
    expect(answer.UnprocessedKeys).toEqual({});
  });

  it('update: sets, adds, removes, and returns what was asked', async () => {
    const all = start();
    await fill(all, 'A');
    const answer = await all.client.send(
      new UpdateItemCommand({
        TableName: 'files',
        Key: key('A'),
        UpdateExpression: 'SET a = :a, #c = if_not_exists(#c, :zero) + :one ADD n :one REMOVE gone',
        ExpressionAttributeNames: { '#c': 'count' },
        ExpressionAttributeValues: { ':a': { S: 'x' }, ':one': { N: '1' }, ':zero': { N: '0' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(answer.Attributes).toEqual({ ...key('A'), a: { S: 'x' }, count: { N: '1' }, n: { N: '2' } });
  });

  it('delete returns the old item and leaves nothing', async () => {
    const all = start();
    await fill(all, 'A');
    const answer = await all.client.send(
      new DeleteItemCommand({ TableName: 'files', Key: key('A'), ReturnValues: 'ALL_OLD' }),
    );
    expect(answer.Attributes?.['n']).toEqual({ N: '1' });
    expect(all.world.items('files')).toEqual([]);
  });
});

describe('queries', () => {
  const ask = async (all: ReturnType<typeof start>, more: object) =>
    await all.client.send(
      new QueryCommand({
        TableName: 'files',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'sub_1' } },
        ...more,
      }),
    );
  const sortKeys = (answer: Awaited<ReturnType<typeof ask>>) => answer.Items?.map(({ sk }) => sk?.S);

  it.each([
    ['begins_with(sk, :a)', { ':a': 'B' }, ['B1', 'B2']],
    ['sk BETWEEN :a AND :b', { ':a': 'B1', ':b': 'C' }, ['B1', 'B2', 'C']],
    ['sk > :a', { ':a': 'B1' }, ['B2', 'C', '雷', '𠀀']],
    ['sk <= :a', { ':a': 'B1' }, ['A', 'B1']],
    ['sk = :a', { ':a': 'C' }, ['C']],
  ])('give the range %s in order', async (condition, values, expected) => {
    const all = start();
    await fill(all, 'C', 'B2', '𠀀', 'B1', 'A', '雷');
    const bound = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, { S: text }]));
    const answer = await ask(all, {
      KeyConditionExpression: `pk = :pk AND ${condition}`,
      ExpressionAttributeValues: { ':pk': { S: 'sub_1' }, ...bound },
    });
    expect(sortKeys(answer)).toEqual(expected);
  });

  it('turn around, page, and go on after the last key until nothing is left', async () => {
    const all = start();
    await fill(all, 'A', 'B', 'C', 'D');
    const first = await ask(all, { Limit: 2, ScanIndexForward: false });
    expect(sortKeys(first)).toEqual(['D', 'C']);
    const second = await ask(all, {
      Limit: 2,
      ScanIndexForward: false,
      ExclusiveStartKey: first.LastEvaluatedKey,
    });
    expect(sortKeys(second)).toEqual(['B', 'A']);
    const third = await ask(all, {
      Limit: 2,
      ScanIndexForward: false,
      ExclusiveStartKey: second.LastEvaluatedKey,
    });
    expect(third).toMatchObject({ Count: 0 });
    expect(third.LastEvaluatedKey).toBeUndefined();
  });

  it('cut a page at one megabyte', async () => {
    const all = start();
    for (const sk of ['A', 'B', 'C', 'D'])
      await all.client.send(
        new PutItemCommand({ TableName: 'files', Item: { ...key(sk), body: { S: 'x'.repeat(390_000) } } }),
      );
    expect(sortKeys(await ask(all, {}))).toEqual(['A', 'B', 'C']);
  });

  it('on an index see only items that have its keys, and only what is projected', async () => {
    const all = start();
    await fill(all, 'A');
    const due = { ...key('B'), dueSlot: { S: 's1' }, dueAt: { S: '2026' }, body: { S: 'x' } };
    await all.client.send(new PutItemCommand({ TableName: 'files', Item: due }));
    const asked = {
      IndexName: 'due',
      KeyConditionExpression: 'dueSlot = :slot',
      ExpressionAttributeValues: { ':slot': { S: 's1' } },
    };
    const { dueSlot, dueAt } = due;
    expect((await ask(all, asked)).Items).toEqual([{ ...key('B'), dueSlot, dueAt }]);
    await fill(all, 'B');
    expect((await ask(all, asked)).Items).toEqual([]);
    await expect(ask(all, { ...asked, ConsistentRead: true })).rejects.toThrow(
      'Consistent reads are not supported on global secondary indexes',
    );
  });
});

describe('the stream', () => {
  it('tells insertions, changes and removals once each, in order, with new images', async () => {
    const all = start();
    await fill(all, 'A', 'A', 'B');
    await all.client.send(
      new UpdateItemCommand({
        TableName: 'files',
        Key: key('A'),
        UpdateExpression: 'SET n = :n',
        ExpressionAttributeValues: { ':n': { N: '2' } },
      }),
    );
    await all.client.send(new DeleteItemCommand({ TableName: 'files', Key: key('B') }));
    const told = all.world
      .stream('files')
      .map(({ eventName, dynamodb }) => [eventName, dynamodb?.Keys?.['sk']?.S, dynamodb?.NewImage?.['n']?.N]);
    expect(told).toEqual([
      ['INSERT', 'A', '1'],
      ['INSERT', 'B', '1'],
      ['MODIFY', 'A', '2'],
      ['REMOVE', 'B', undefined],
    ]);
  });
});
