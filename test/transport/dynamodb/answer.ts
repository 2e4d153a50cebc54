import type { Bill } from '../counts.ts';
import { invalid } from '../refused.ts';
import { makeReader, type Placeholders } from './expression.ts';
import type { Item } from './value.ts';

const sum = (bill: Bill, table: string, index?: string): number =>
  bill
    .filter((charge) => charge.table === table && charge.index === index)
    .reduce((total, { read, write }) => total + read + write, 0);

const consumedBy = (bill: Bill, table: string, detail: boolean) => {
  const indexes = [...new Set(bill.filter((one) => one.table === table).flatMap(({ index }) => index ?? []))];
  const units = (index?: string) => ({ CapacityUnits: sum(bill, table, index) });
  return {
    TableName: table,
    CapacityUnits: [undefined, ...indexes].reduce((total, index) => total + sum(bill, table, index), 0),
    ...(detail
      ? {
          Table: units(),
          GlobalSecondaryIndexes: Object.fromEntries(indexes.map((index) => [index, units(index)])),
        }
      : {}),
  };
};

type Wish = 'NONE' | 'TOTAL' | 'INDEXES' | undefined;

/** The part of an answer that says what the call used, if it was asked for: of one table. */
export const consumed = (wish: Wish, bill: Bill, table: string): object =>
  wish === undefined || wish === 'NONE'
    ? {}
    : { ConsumedCapacity: consumedBy(bill, table, wish === 'INDEXES') };
/** The same as a list, for calls on several tables. */
export const consumedByTable = (wish: Wish, bill: Bill): object =>
  wish === undefined || wish === 'NONE'
    ? {}
    : {
        ConsumedCapacity: [...new Set(bill.map(({ table }) => table))].map((table) =>
          consumedBy(bill, table, wish === 'INDEXES'),
        ),
      };

/** The named attributes of an item; all of them without an expression. */
export const readProjection = (
  expression: string | undefined,
  placeholders: Placeholders,
): ((item: Item) => Item) => {
  if (expression === undefined) return (item) => item;
  const reader = makeReader('ProjectionExpression', expression, placeholders);
  const names = [reader.path()];
  while (reader.accepts(',')) names.push(reader.path());
  reader.atEnd();
  if (new Set(names).size !== names.length)
    throw invalid('Invalid ProjectionExpression: Two document paths overlap with each other');
  return (item) => Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
};
