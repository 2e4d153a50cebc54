import { GetItemCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keys } from '../shared/subject-file/keys.ts';

/** Virtual time: every writer and the sweep add this one stored offset to the machine's clock. */
const place = (): { pk: { S: string }; sk: { S: string } } => {
  const { pk, sk } = keys.clock();
  return { pk: { S: pk }, sk: { S: sk } };
};

/** Seconds that the world is ahead of the machine's clock; 0 before it was ever moved. */
export const readOffset = async (client: DynamoDBClient, TableName: string): Promise<number> => {
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: place(), ConsistentRead: true }));
  return Number(Item?.['seconds']?.N ?? 0);
};

/** Moves the world forwards and returns the new offset in seconds. There is no way back but a reset: what was written stays written. */
export const advance = async (
  client: DynamoDBClient,
  TableName: string,
  seconds: number,
): Promise<number> => {
  if (!Number.isSafeInteger(seconds) || seconds <= 0)
    throw new RangeError(`time moves forwards by whole seconds: ${seconds}`);
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: place(),
      UpdateExpression: 'ADD #seconds :more',
      ExpressionAttributeNames: { '#seconds': 'seconds' },
      ExpressionAttributeValues: { ':more': { N: String(seconds) } },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Number(Attributes?.['seconds']?.N);
};

const unitSeconds = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const isUnit = (text: string): text is keyof typeof unitSeconds => Object.hasOwn(unitSeconds, text);
/** Further than any deadline of the domain, and short enough that every date keeps four digits of year. */
const furthest = 3_660 * unitSeconds.d;

/** Reads `+30d`, `+1d12h`, `+90m`, `+45s` as seconds; undefined when it is not such a span, is zero, goes back, or exceeds ten years. */
export const parseSpan = (text: string): number | undefined => {
  if (!/^\+(\d+[dhms])+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)([dhms])/g)];
  const total = parts.reduce(
    (sum, [, count = '', unit = '']) => sum + Number(count) * (isUnit(unit) ? unitSeconds[unit] : 0),
    0,
  );
  return total > 0 && total <= furthest ? total : undefined;
};

/** `2592000` → `30 d`, `5400` → `1 h 30 min`. */
export const describeSpan = (seconds: number): string => {
  const days = Math.floor(seconds / unitSeconds.d);
  const hours = Math.floor((seconds % unitSeconds.d) / unitSeconds.h);
  const minutes = Math.floor((seconds % unitSeconds.h) / unitSeconds.m);
  const parts = [
    [days, 'd'] as const,
    [hours, 'h'] as const,
    [minutes, 'min'] as const,
    [seconds % unitSeconds.m, 's'] as const,
  ];
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`])).join(' ') || '0 s';
};
