import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  waitUntilTableExists,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromWire } from '../transport/wire.ts';
import { edgeVectors, sizeVectors, type SizeVector } from '../transport/size-vectors.ts';

// Any endpoint by AWS_ENDPOINT_URL, as for every SDK client; else the one that the set-up brought up.
const settings = process.env['AWS_ENDPOINT_URL'] ? {} : (await import('./world.ts')).world.clientSettings;
const client = new DynamoDBClient(settings);
const TableName = `size-rules-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;

beforeAll(async () => {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName });
});

afterAll(async () => {
  await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
});

const vectors = [...sizeVectors, ...edgeVectors].filter(({ emulatorDiffers }) => emulatorDiffers !== true);

const clear = async (Item: Record<string, AttributeValue>): Promise<void> => {
  const { pk, sk } = Item;
  if (pk === undefined || sk === undefined) throw new TypeError('a vector without keys');
  await client.send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
};

const unitsOfPut = async ({ item }: SizeVector): Promise<number | undefined> => {
  const Item = fromWire(item);
  await clear(Item);
  const answer = await client.send(new PutItemCommand({ TableName, Item, ReturnConsumedCapacity: 'TOTAL' }));
  return answer.ConsumedCapacity?.CapacityUnits;
};

describe('the endpoint charges writes as the transport does', () => {
  it.each(vectors)('$what: $writeUnits', async (vector) => {
    expect(await unitsOfPut(vector)).toBe(vector.writeUnits);
  });

  it('twice for a transaction', async () => {
    const wanted = sizeVectors.filter(({ what }) => what === 'one byte over 4 kB');
    const answers = wanted.map(async ({ item }) => {
      const Item = fromWire(item);
      await clear(Item);
      return await client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item } }],
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );
    });
    const [answer] = await Promise.all(answers);
    expect(answer?.ConsumedCapacity?.[0]?.CapacityUnits).toBe(10);
  });
});
