import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  DeleteItemCommand,
  QueryCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { fromWire, keyToWire, toWire, type Item, type KeyedItem, type Wire } from './item.ts';
import type { Key } from './keys.ts';

export interface RangeQuery {
  readonly pk: string;
  /** Which sort keys: those that begin so, or those between two texts (both included). */
  readonly keys: { readonly prefix: string } | { readonly from: string; readonly to: string };
  readonly limit: number;
  readonly consistent?: boolean;
  readonly newestFirst?: boolean;
  /** Sort key after which to go on. */
  readonly after?: string;
}
export interface RangePage {
  readonly items: readonly Item[];
  /** Sort key to go on after; absent when the range is exhausted. */
  readonly next?: string;
}

/** The table of one province: reads, and the few writes that are no commands. All changes of files go through `append`. */
export interface Table {
  readonly name: string;
  readonly client: DynamoDBClient;
  get(key: Key): Promise<Item | undefined>;
  /** One consistent BatchGet (one call up to 100 keys); the answer is keyed by `pk sk`. Keys that came back unprocessed are asked for again. */
  getAll(keys: readonly Key[]): Promise<ReadonlyMap<string, Item>>;
  query(range: RangeQuery): Promise<RangePage>;
  put(item: KeyedItem): Promise<void>;
  /** Writes a derived item unless the stored one is at least as new by the named number attribute; says whether it wrote. */
  putIfNewer(item: KeyedItem, by: string): Promise<boolean>;
  remove(key: Key): Promise<void>;
}

export const keyText = (key: Key): string => `${key.pk} ${key.sk}`;
const maxRounds = 8;
/** Most keys of one BatchGetItem; more are read in turn. */
const mostKeys = 100;

const batchGet = async (client: DynamoDBClient, name: string, keys: readonly Key[]) => {
  const found = new Map<string, Item>();
  const distinct = [...new Map(keys.map((key) => [keyText(key), keyToWire(key)])).values()];
  let wanted: Wire[] = distinct.slice(0, mostKeys);
  let later: Wire[] = distinct.slice(mostKeys);
  for (let round = 0; wanted.length > 0; round += 1) {
    if (round === maxRounds + Math.ceil(distinct.length / mostKeys))
      throw new Error(`BatchGetItem left ${wanted.length} keys unprocessed in ${round} rounds`);
    const answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [name]: { Keys: wanted, ConsistentRead: true } } }),
    );
    for (const wire of answer.Responses?.[name] ?? []) {
      const item = fromWire(wire);
      found.set(`${String(item['pk'])} ${String(item['sk'])}`, item);
    }
    const again = answer.UnprocessedKeys?.[name]?.Keys ?? [];
    const room = mostKeys - again.length;
    wanted = [...again, ...later.slice(0, room)];
    later = later.slice(room);
  }
  return found;
};

const query = async (client: DynamoDBClient, name: string, range: RangeQuery): Promise<RangePage> => {
  const answer = await client.send(
    new QueryCommand({
      TableName: name,
      ...('prefix' in range.keys
        ? {
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': { S: range.pk }, ':prefix': { S: range.keys.prefix } },
          }
        : {
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: {
              ':pk': { S: range.pk },
              ':from': { S: range.keys.from },
              ':to': { S: range.keys.to },
            },
          }),
      Limit: range.limit,
      ConsistentRead: range.consistent ?? false,
      ScanIndexForward: !(range.newestFirst ?? false),
      ...(range.after === undefined
        ? {}
        : { ExclusiveStartKey: keyToWire({ pk: range.pk, sk: range.after }) }),
    }),
  );
  const next = answer.LastEvaluatedKey?.['sk']?.S;
  return { items: (answer.Items ?? []).map(fromWire), ...(next === undefined ? {} : { next }) };
};

const isConditionFailure = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

export const makeTable = (client: DynamoDBClient, name: string): Table => ({
  name,
  client,
  get: async (key) => {
    const answer = await client.send(
      new GetItemCommand({ TableName: name, Key: keyToWire(key), ConsistentRead: true }),
    );
    return answer.Item === undefined ? undefined : fromWire(answer.Item);
  },
  getAll: async (wanted) => await batchGet(client, name, wanted),
  query: async (range) => await query(client, name, range),
  put: async (item) => {
    await client.send(new PutItemCommand({ TableName: name, Item: toWire(item) }));
  },
  putIfNewer: async (item, by) => {
    const { [by]: mark } = toWire(item);
    if (mark === undefined) throw new TypeError(`item lacks ${by}`);
    try {
      await client.send(
        new PutItemCommand({
          TableName: name,
          Item: toWire(item),
          ConditionExpression: 'attribute_not_exists(pk) OR #by < :mark',
          ExpressionAttributeNames: { '#by': by },
          ExpressionAttributeValues: { ':mark': mark },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  },
  remove: async (key) => {
    await client.send(new DeleteItemCommand({ TableName: name, Key: keyToWire(key) }));
  },
});
