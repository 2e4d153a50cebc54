import {
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoDb } from '../../transport/clients.ts';
import { createTransport } from '../../transport/transport.ts';

const start = () => {
  const world = createTransport({ tables: [{ name: 't' }], seed: 7 });
  const client = dynamoDb(world, 1);
  const write = async (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems,
        ...(ClientRequestToken === undefined ? {} : { ClientRequestToken }),
      }),
    );
  return { world, client, write };
};
const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });
const put = (sk: string, n: string, more: object = {}): TransactWriteItem => ({
  Put: { TableName: 't', Item: { ...key(sk), n: { N: n } }, ...more },
});
const fresh = {
  ConditionExpression: 'attribute_not_exists(pk)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};

const cancellation = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof TransactionCanceledException) return error;
  throw new Error('the transaction was not cancelled');
};

describe('a transaction', () => {
  it('does all of its writes', async () => {
    const { world, write } = start();
    await write([put('A', '1'), put('B', '1')]);
    await write([
      { Delete: { TableName: 't', Key: key('A') } },
      {
        Update: {
          TableName: 't',
          Key: key('B'),
          UpdateExpression: 'SET n = n + :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
      { ConditionCheck: { TableName: 't', Key: key('C'), ConditionExpression: 'attribute_not_exists(pk)' } },
    ]);
    expect(world.items('t')).toEqual([{ ...key('B'), n: { N: '2' } }]);
  });

  it('does nothing when one condition fails, and shows the old item to whom it was asked for', async () => {
    const { world, write } = start();
    await write([put('A', '1')]);
    const error = await cancellation(write([put('B', '1'), put('A', '2', fresh)]));
    expect(error.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
    );
    expect(error.CancellationReasons).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { ...key('A'), n: { N: '1' } },
      },
    ]);
    expect(world.items('t')).toHaveLength(1);
  });

  it('takes each item once', async () => {
    const { write } = start();
    await expect(write([put('A', '1'), put('A', '2')])).rejects.toThrow(
      'Transaction request cannot include multiple operations on one item',
    );
  });

  it('counts once under its token, and another request under that token is refused', async () => {
    const { world, write } = start();
    await write([put('A', '1', fresh)], 'token');
    await write([put('A', '1', fresh)], 'token');
    expect(world.stream('t')).toHaveLength(1);
    await expect(write([put('A', '2')], 'token')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('forgets the token of a refused request', async () => {
    const { client, write } = start();
    await write([put('A', '1')]);
    await cancellation(write([put('A', '2', fresh)], 'token'));
    await write([put('B', '1', fresh)], 'token');
    const { Item } = await client.send(new GetItemCommand({ TableName: 't', Key: key('B') }));
    expect(Item).toBeDefined();
  });

  it('meets conflicts where they are injected, and nothing is written', async () => {
    const { world, write } = start();
    world.inject({ fault: 'conflict', times: 1 });
    const { CancellationReasons = [] } = await cancellation(write([put('A', '1'), put('B', '1')]));
    expect(CancellationReasons.map(({ Code }) => Code).toSorted()).toEqual(['None', 'TransactionConflict']);
    expect(world.items('t')).toEqual([]);
    await write([put('A', '1'), put('B', '1')]);
    expect(world.items('t')).toHaveLength(2);
  });
});
