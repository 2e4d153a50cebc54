import { PutItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoDb } from '../../transport/clients.ts';
import { makeStore, writeCharges } from '../../transport/dynamodb/store.ts';
import { itemBytes, readUnits, writeUnits } from '../../transport/dynamodb/size.ts';
import { edgeVectors, sizeVectors } from '../../transport/size-vectors.ts';
import { createTransport } from '../../transport/transport.ts';
import type { Item } from '../../transport/dynamodb/value.ts';

describe('size rules', () => {
  it.each([...sizeVectors, ...edgeVectors])('$what', (vector) => {
    const bytes = itemBytes(vector.item);
    expect({ bytes, writeUnits: writeUnits(bytes), readUnits: readUnits(bytes, true) }).toEqual({
      bytes: vector.bytes,
      writeUnits: vector.writeUnits,
      readUnits: vector.readUnits,
    });
  });

  it('halve eventually consistent reads and charge a missing item as the smallest', () => {
    expect([readUnits(0, true), readUnits(0, false), readUnits(4097, false), writeUnits(0)]).toEqual([
      1, 0.5, 1, 1,
    ]);
  });
});

describe('charges of a write', () => {
  const definition = { name: 't', indexes: [{ name: 'due', pk: 'dueSlot', sk: 'dueAt' }] };
  const item = (bytes: number, more: Item = {}): Item => ({
    pk: { S: 'p' },
    sk: { S: 's' },
    b: { S: 'x'.repeat(bytes) },
    ...more,
  });
  const due = (slot: string): Item => ({ dueSlot: { S: slot }, dueAt: { S: '1' } });
  const units = (...change: Parameters<typeof writeCharges> extends [unknown, ...infer R] ? R : never) =>
    writeCharges(definition, ...change).map(({ write }) => write);

  it.each([
    ['a new item', undefined, item(1500), 1, [2]],
    ['a smaller one over a larger one', item(3000), item(10), 1, [3]],
    ['a removal', item(3000), undefined, 1, [3]],
    ['a removal of nothing', undefined, undefined, 1, [1]],
    ['in a transaction', undefined, item(1500), 2, [4]],
    ['into an index', item(10), item(10, due('a')), 1, [1, 1]],
    ['within its slot of an index that projects keys only', item(10, due('a')), item(20, due('a')), 1, [1]],
    ['from slot to slot', item(10, due('a')), item(10, due('b')), 2, [2, 2]],
    ['out of an index', item(10, due('a')), item(10), 1, [1, 1]],
  ] as const)('%s', (_, old, next, factor, expected) => {
    expect(units(old, next, factor)).toEqual(expected);
  });

  it('sees each write through the store', () => {
    const store = makeStore(definition);
    store.write({ pk: 'p', sk: 's' }, item(1, due('a')));
    expect(store.partition('a', definition.indexes[0])).toHaveLength(1);
  });
});

describe('counted units', () => {
  const put = (sk: string, bytes: number) => ({
    TableName: 't',
    Item: { pk: { S: 'p' }, sk: { S: sk }, b: { S: 'x'.repeat(bytes) } },
  });

  it('sum a query before rounding, and double a transaction', async () => {
    const world = createTransport({ tables: [{ name: 't' }] });
    const client = dynamoDb(world);
    const answer = await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [1000, 1500, 2000].map((bytes, at) => ({ Put: put(String(at), bytes) })),
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(answer.ConsumedCapacity).toMatchObject([{ TableName: 't', CapacityUnits: 2 + 4 + 4 }]);
    await client.send(
      new QueryCommand({
        TableName: 't',
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'p' } },
        ConsistentRead: true,
      }),
    );
    expect(world.counts()).toMatchObject({ readUnits: 2, writeUnits: 10 });
  });

  it('charge a refused write by what is stored', async () => {
    const world = createTransport({ tables: [{ name: 't' }] });
    const client = dynamoDb(world);
    await client.send(new PutItemCommand(put('a', 3000)));
    world.reset();
    const again = new PutItemCommand({ ...put('a', 10), ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(client.send(again)).rejects.toThrow('The conditional request failed');
    expect(world.counts()).toMatchObject({ calls: 1, failed: 1, writeUnits: 3 });
  });
});
