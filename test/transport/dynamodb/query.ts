import type { Bill } from '../counts.ts';
import { invalid } from '../refused.ts';
import { consumed, readProjection } from './answer.ts';
import { readCondition } from './condition.ts';
import { makePlaceholders } from './expression.ts';
import { readKeyCondition } from './key-condition.ts';
import { queryRequest, readRequest } from './requests.ts';
import { keyOf, type IndexDefinition, type TableDefinition } from './schema.ts';
import { itemBytes, readUnits } from './size.ts';
import type { Tables } from './tables.ts';
import { compareText, type Item } from './value.ts';

const mostPageBytes = 1024 * 1024;

const findIndex = (
  { indexes = [] }: TableDefinition,
  name: string | undefined,
): IndexDefinition | undefined => {
  if (name === undefined) return undefined;
  const index = indexes.find((one) => one.name === name);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${name}`);
  return index;
};

const text = (item: Item, name: string): string => {
  const { [name]: value } = item;
  if (value === undefined || !('S' in value)) throw invalid('The provided starting key is invalid');
  return value.S;
};

/** Key by which a result goes on: table keys, and the index's where one is asked. */
const cursor = (item: Item, index: IndexDefinition | undefined): Item => {
  const names = ['pk', 'sk', ...(index === undefined ? [] : [index.pk, index.sk])];
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
};

/** Order within a partition, as the store keeps it. */
const place = (item: Item, index: IndexDefinition | undefined): string => {
  const { pk, sk } = keyOf(item);
  return index === undefined ? sk : `${text(item, index.sk)}\u0000${pk}\u0000${sk}`;
};

interface Page {
  readonly items: readonly Item[];
  readonly bytes: number;
  readonly more: boolean;
}
const cutPage = (items: readonly Item[], limit: number): Page => {
  const page: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    if (page.length === limit || bytes > mostPageBytes) return { items: page, bytes, more: true };
    page.push(item);
    bytes += itemBytes(item);
  }
  // Like the service: a page that ends exactly at the limit names a next key, even if nothing follows.
  return { items: page, bytes, more: page.length === limit };
};

export const query = (tables: Tables, input: unknown, bill: Bill): object => {
  const request = readRequest(queryRequest, 'Query', input);
  const store = tables.get(request.TableName);
  const index = findIndex(store.definition, request.IndexName);
  const consistent = request.ConsistentRead ?? false;
  if (index !== undefined && consistent)
    throw invalid('Consistent reads are not supported on global secondary indexes');
  const placeholders = makePlaceholders(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
  const range = readKeyCondition(
    request.KeyConditionExpression,
    placeholders,
    index ?? { pk: 'pk', sk: 'sk' },
  );
  const keep =
    request.FilterExpression === undefined
      ? () => true
      : readCondition(request.FilterExpression, placeholders, 'FilterExpression');
  const project = readProjection(request.ProjectionExpression, placeholders);
  placeholders.finish();

  const sort = index?.sk ?? 'sk';
  const inRange = store
    .partition(range.pk, index, range.within)
    .filter((item) => range.within(text(item, sort)));
  const forward = request.ScanIndexForward ?? true;
  const ordered = forward ? inRange : inRange.toReversed();
  const { ExclusiveStartKey: start } = request;
  const after = start === undefined ? undefined : place(start, index);
  const rest =
    after === undefined
      ? ordered
      : ordered.filter((item) => compareText(place(item, index), after) * (forward ? 1 : -1) > 0);
  const page = cutPage(rest, request.Limit ?? Infinity);
  const units = readUnits(page.bytes, consistent);
  bill.push({
    table: request.TableName,
    ...(index === undefined ? {} : { index: index.name }),
    read: units,
    write: 0,
  });
  const items = page.items.filter(keep).map(project);
  const last = page.items.at(-1);
  return {
    ...(request.Select === 'COUNT' ? {} : { Items: items }),
    Count: items.length,
    ScannedCount: page.items.length,
    ...(page.more && last !== undefined ? { LastEvaluatedKey: cursor(last, index) } : {}),
    ...consumed(request.ReturnConsumedCapacity, bill, request.TableName),
  };
};
