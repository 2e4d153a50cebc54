import type { Bill } from '../counts.ts';
import { invalid } from '../refused.ts';
import { consumed, consumedByTable, readProjection } from './answer.ts';
import { makePlaceholders } from './expression.ts';
import { batchGetRequest, getRequest, readRequest } from './requests.ts';
import { readKey, type Key } from './schema.ts';
import { itemBytes, readUnits } from './size.ts';
import type { Tables } from './tables.ts';
import type { Item } from './value.ts';

const mostBatchKeys = 100;
const mostBatchBytes = 16 * 1024 * 1024;

export const getItem = (tables: Tables, input: unknown, bill: Bill): object => {
  const request = readRequest(getRequest, 'GetItem', input);
  const placeholders = makePlaceholders(request.ExpressionAttributeNames);
  const project = readProjection(request.ProjectionExpression, placeholders);
  placeholders.finish();
  const found = tables.get(request.TableName).get(readKey(request.Key));
  const units = readUnits(itemBytes(found ?? {}), request.ConsistentRead ?? false);
  bill.push({ table: request.TableName, read: units, write: 0 });
  return {
    ...(found === undefined ? {} : { Item: project(found) }),
    ...consumed(request.ReturnConsumedCapacity, bill, request.TableName),
  };
};

const distinct = (keys: readonly Key[]): boolean =>
  new Set(keys.map(({ pk, sk }) => `${pk}\u0000${sk}`)).size === keys.length;

/** `partial`: leaves the second half of the keys unprocessed, as the service may at any time. */
export const batchGetItem = (tables: Tables, input: unknown, bill: Bill, partial: boolean): object => {
  const request = readRequest(batchGetRequest, 'BatchGetItem', input);
  const asked = Object.entries(request.RequestItems);
  const total = asked.reduce((sum, [, { Keys }]) => sum + Keys.length, 0);
  if (total > mostBatchKeys) throw invalid('Too many items requested for the BatchGetItem call');
  let [left, bytes] = [partial ? Math.floor(total / 2) : total, 0];
  const [responses, unprocessed]: [Record<string, Item[]>, Record<string, object>] = [{}, {}];
  for (const [table, { Keys, ...rest }] of asked) {
    const store = tables.get(table);
    const placeholders = makePlaceholders(rest.ExpressionAttributeNames);
    const project = readProjection(rest.ProjectionExpression, placeholders);
    placeholders.finish();
    const keys = Keys.map(readKey);
    if (!distinct(keys)) throw invalid('Provided list of item keys contains duplicates');
    const [items, later]: [Item[], Item[]] = [[], []];
    for (const [at, key] of keys.entries()) {
      const found = store.get(key);
      bytes += itemBytes(found ?? {});
      if (left <= 0 || bytes > mostBatchBytes) {
        later.push(Keys[at] ?? {});
        continue;
      }
      left -= 1;
      bill.push({ table, read: readUnits(itemBytes(found ?? {}), rest.ConsistentRead ?? false), write: 0 });
      if (found !== undefined) items.push(project(found));
    }
    responses[table] = items;
    if (later.length > 0) unprocessed[table] = { Keys: later, ...rest };
  }
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ...consumedByTable(request.ReturnConsumedCapacity, bill),
  };
};
