import {
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  BatchGetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoDb } from '../../transport/clients.ts';
import { createTransport } from '../../transport/transport.ts';

const start = (seed = 1, attempts = 3) => {
  const world = createTransport({ tables: [{ name: 't' }], seed });
  return { world, client: dynamoDb(world, attempts) };
};
const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });
const put = (sk: string) => new PutItemCommand({ TableName: 't', Item: key(sk) });
const get = (sk: string) => new GetItemCommand({ TableName: 't', Key: key(sk) });
const increment = () =>
  new UpdateItemCommand({
    TableName: 't',
    Key: key('n'),
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  });

describe('faults', () => {
  it('throttle: the client tries again and the call is counted each time', async () => {
    const { world, client } = start();
    world.inject({ fault: 'throttle', operation: 'dynamodb.PutItem', times: 2 });
    await client.send(put('a'));
    await client.send(get('a'));
    expect(world.counts().operations['dynamodb.PutItem']).toMatchObject({
      calls: 3,
      failed: 2,
      writeUnits: 1,
    });
    expect(world.items('t')).toHaveLength(1);
  });

  it('time-out after success: applied, and applied again by the retry', async () => {
    const { world, client } = start();
    world.inject({ fault: 'timeout', times: 1 });
    await client.send(increment());
    expect(world.items('t')).toEqual([{ ...key('n'), n: { N: '2' } }]);
  });

  it('lost: never applied', async () => {
    const { world, client } = start(1, 1);
    world.inject({ fault: 'lost', skip: 1 });
    await client.send(put('a'));
    await expect(client.send(put('b'))).rejects.toMatchObject({ name: 'TimeoutError' });
    world.calm();
    await client.send(put('c'));
    expect(world.items('t').map(({ sk }) => sk)).toEqual([{ S: 'a' }, { S: 'c' }]);
  });

  it('deny: refused as a missing grant is, without a retry', async () => {
    const { world, client } = start();
    world.inject({ fault: 'deny', operation: 'dynamodb.GetItem' });
    await expect(client.send(get('a'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(world.counts().calls).toBe(1);
  });

  it('partial: part of a batch comes back unprocessed', async () => {
    const { world, client } = start();
    world.inject({ fault: 'partial', times: 1 });
    const Keys = ['a', 'b', 'c', 'd'].map(key);
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { t: { Keys } } }));
    expect(answer.UnprocessedKeys?.['t']?.Keys).toEqual([key('c'), key('d')]);
  });

  it('duplicate: nothing is lost, some come again, no sooner than their first time', () => {
    const { world } = start();
    expect(world.deliver([1, 2, 3])).toEqual([1, 2, 3]);
    world.inject({ fault: 'duplicate', rate: 0.5 });
    const delivered = world.deliver(Array.from({ length: 50 }, (_, at) => at));
    expect(new Set(delivered).size).toBe(50);
    expect(delivered.length).toBeGreaterThan(60);
    expect([...new Set(delivered)]).toEqual(Array.from({ length: 50 }, (_, at) => at));
  });

  it('rates follow from the seed alone', async () => {
    const failures = async (seed: number) => {
      const { world, client } = start(seed, 1);
      world.inject({ fault: 'throttle', rate: 0.5 });
      const results: boolean[] = [];
      for (let at = 0; at < 20; at += 1)
        results.push(
          await client.send(put('a')).then(
            () => true,
            () => false,
          ),
        );
      return results;
    };
    const first = await failures(5);
    expect(await failures(5)).toEqual(first);
    expect(await failures(6)).not.toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it('shuffle: calls made together are applied in an order of the seed', async () => {
    const order = async (seed: number, shuffled: boolean) => {
      const { world, client } = start(seed);
      await client.send(get('warm'));
      if (shuffled) world.inject({ fault: 'shuffle' });
      await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(async (sk) => await client.send(put(sk))));
      return world
        .stream('t')
        .map(({ dynamodb }) => dynamodb?.Keys?.['sk']?.S ?? '')
        .join('');
    };
    expect(await order(1, false)).toBe('abcdef');
    const shuffled = await order(1, true);
    expect(shuffled).not.toBe('abcdef');
    expect(await order(1, true)).toBe(shuffled);
    expect([...shuffled].toSorted().join('')).toBe('abcdef');
  });
});

describe('counts', () => {
  it('depth: calls side by side are one step, calls in a row are many', async () => {
    const { world, client } = start();
    await client.send(get('warm'));
    world.reset();
    await Promise.all(['a', 'b', 'c'].map(async (sk) => await client.send(put(sk))));
    expect(world.counts()).toMatchObject({ calls: 3, depth: 1 });
    await client.send(get('a'));
    await Promise.all(['a', 'b'].map(async (sk) => await client.send(get(sk))));
    expect(world.counts()).toMatchObject({ calls: 6, depth: 3 });
  });

  it('bytes: of bodies, in and out', async () => {
    const { world, client } = start();
    await client.send(get('a'));
    const sent = JSON.stringify({ TableName: 't', Key: key('a') });
    expect(world.counts()).toMatchObject({ requestBytes: sent.length, responseBytes: 2, readUnits: 0.5 });
    expect(world.storedBytes('t')).toBe(0);
  });
});
