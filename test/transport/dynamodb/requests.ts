import * as z from 'zod';
import { NotDone, invalid } from '../refused.ts';
import { item, value } from './value.ts';

const names = z.record(z.string().startsWith('#'), z.string());
const placeholders = {
  ExpressionAttributeNames: names.optional(),
  ExpressionAttributeValues: z.record(z.string().startsWith(':'), value).optional(),
};
const capacity = { ReturnConsumedCapacity: z.enum(['NONE', 'TOTAL', 'INDEXES']).optional() };
const onFailure = { ReturnValuesOnConditionCheckFailure: z.enum(['NONE', 'ALL_OLD']).optional() };
const condition = { ConditionExpression: z.string().optional(), ...placeholders, ...onFailure };
const table = { TableName: z.string() };
const projection = {
  ProjectionExpression: z.string().optional(),
  ExpressionAttributeNames: names.optional(),
};

const put = z.strictObject({ ...table, Item: item, ...condition });
const update = z.strictObject({
  ...table,
  Key: item,
  UpdateExpression: z.string(),
  ...condition,
});
const remove = z.strictObject({ ...table, Key: item, ...condition });
const check = z.strictObject({ ...table, Key: item, ...condition, ConditionExpression: z.string() });

const returned = <V extends string>(...values: readonly [V, ...V[]]) => ({
  ReturnValues: z.enum(values).optional(),
});

export const getRequest = z.strictObject({
  ...table,
  Key: item,
  ConsistentRead: z.boolean().optional(),
  ...projection,
  ...capacity,
});
const keysAndAttributes = z.strictObject({
  Keys: z.array(item).min(1),
  ConsistentRead: z.boolean().optional(),
  ...projection,
});
export const batchGetRequest = z.strictObject({
  RequestItems: z.record(z.string(), keysAndAttributes),
  ...capacity,
});
export const queryRequest = z.strictObject({
  ...table,
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string(),
  FilterExpression: z.string().optional(),
  ProjectionExpression: z.string().optional(),
  ...placeholders,
  Limit: z.int().positive().optional(),
  ScanIndexForward: z.boolean().optional(),
  ConsistentRead: z.boolean().optional(),
  ExclusiveStartKey: item.optional(),
  Select: z.enum(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT']).optional(),
  ...capacity,
});
export const putRequest = put.extend({ ...returned('NONE', 'ALL_OLD'), ...capacity });
export const deleteRequest = remove.extend({ ...returned('NONE', 'ALL_OLD'), ...capacity });
export const updateRequest = update.extend({
  UpdateExpression: z.string().optional(),
  ...returned('NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'),
  ...capacity,
});
export const transactItem = z.union([
  z.strictObject({ Put: put }),
  z.strictObject({ Update: update }),
  z.strictObject({ Delete: remove }),
  z.strictObject({ ConditionCheck: check }),
]);
export type TransactItem = z.infer<typeof transactItem>;
export const transactRequest = z.strictObject({
  TransactItems: z.array(transactItem).min(1).max(100),
  ClientRequestToken: z.string().min(1).max(36).optional(),
  ...capacity,
});

/**
 * Reads a request. A parameter that the engine does not know is no fault of the caller but of the engine: it says so
 * instead of ignoring it.
 */
export const readRequest = <T>(schema: z.ZodType<T>, operation: string, input: unknown): T => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const text = z.prettifyError(parsed.error);
  if (text.includes('Unrecognized key')) throw new NotDone(`${operation}: ${text}`);
  throw invalid(`${operation}: ${text}`);
};
