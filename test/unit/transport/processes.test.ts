import { GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoDb } from '../../transport/clients.ts';
import { invoke } from '../../transport/process.ts';
import { createTransport } from '../../transport/transport.ts';

const start = (seed = 1) => {
  const world = createTransport({ tables: [{ name: 't' }], seed });
  return { world, client: dynamoDb(world) };
};
const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });
const put = (sk: string) => new PutItemCommand({ TableName: 't', Item: key(sk) });

describe('a process that dies', () => {
  it.each([
    ['crash', ['a']],
    ['crash-late', ['a', 'b']],
  ] as const)('%s: does nothing more, whatever it catches, and answers nothing', async (fault, stored) => {
    const { world, client } = start();
    world.inject({ fault, skip: 1, times: 1 });
    const ended = await invoke(async () => {
      for (const sk of ['a', 'b', 'c']) await client.send(put(sk)).catch(() => undefined);
      return 'done';
    });
    expect(ended).toEqual({ died: true });
    expect(world.items('t').map(({ sk }) => sk)).toEqual(stored.map((S) => ({ S })));
    expect(world.struck()).toBe(1);
  });

  it('is the only one: its neighbours go on', async () => {
    const { world, client } = start();
    world.inject({ fault: 'crash', times: 1 });
    const work = (sk: string) => async () => {
      await client.send(put(sk));
      await client.send(put(`${sk}${sk}`));
    };
    const ended = await Promise.all([invoke(work('a')), invoke(work('b'))]);
    expect(ended.map(({ died }) => died)).toEqual([true, false]);
    expect(world.items('t').map(({ sk }) => sk)).toEqual([{ S: 'b' }, { S: 'bb' }]);
  });

  it('lives on where the rule is for others, and throws what it throws', async () => {
    const { world, client } = start();
    world.inject({ fault: 'crash', inProcess: true });
    await client.send(put('a'));
    expect(world.items('t')).toHaveLength(1);
    world.calm();
    await expect(invoke(async () => await Promise.reject(new Error('its own')))).rejects.toThrow('its own');
  });
});

describe('transactions that overlap', () => {
  const write = (sk: string, other: string) =>
    new TransactWriteItemsCommand({
      TransactItems: [sk, other].map((one) => ({ Put: { TableName: 't', Item: key(one) } })),
    });

  it('meet on a common item, and only there', async () => {
    const { world, client } = start();
    await client.send(new GetItemCommand({ TableName: 't', Key: key('warm') }));
    world.inject({ fault: 'overlap' });
    const answers = await Promise.allSettled(
      [write('a', 'b'), write('b', 'c'), write('d', 'e')].map(async (one) => await client.send(one)),
    );
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(answers[1]).toMatchObject({
      reason: { CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }] },
    });
    // The first is over: nothing is held any more.
    await client.send(write('b', 'c'));
    expect(world.items('t')).toHaveLength(5);
  });
});

describe('what lies in the services', () => {
  it('is kept and comes back, as often as it is asked for, with index, stream and tokens', async () => {
    const world = createTransport({
      tables: [{ name: 't', indexes: [{ name: 'due', pk: 'slot', sk: 'sk' }] }],
    });
    const client = dynamoDb(world);
    world.sqs.open({ name: 'q', visibilitySeconds: 30, maxReceiveCount: 2, deadLetters: 'dead' });
    await client.send(put('a'));
    world.sqs.put('q', 'one');
    const back = world.save();
    const before = world.items('t');
    for (const round of [1, 2]) {
      await client.send(put(`later-${round}`));
      world.sqs.receive('q', 1);
      world.sqs.put('q', 'two');
      back();
      expect(world.items('t')).toEqual(before);
      expect(world.stream('t')).toHaveLength(1);
      expect([world.sqs.visible('q'), world.sqs.messages('q').length]).toEqual([1, 1]);
      expect(world.counts().calls).toBe(0);
    }
  });
});
