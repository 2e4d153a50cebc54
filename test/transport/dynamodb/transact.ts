import type { Bill } from '../counts.ts';
import { Refused, invalid } from '../refused.ts';
import { consumedByTable } from './answer.ts';
import {
  charge,
  chargeRefused,
  checkOnly,
  deleteChange,
  putChange,
  updateChange,
  type Change,
} from './change.ts';
import { readRequest, transactRequest, type TransactItem } from './requests.ts';
import { itemBytes, readUnits } from './size.ts';
import type { Tables } from './tables.ts';
import type { Item } from './value.ts';

const mostBytes = 4 * 1024 * 1024;

/** Tokens of transactions that were done, with the request they stood for. Kept for ever; the service forgets after ten minutes. */
export type TokenMemory = Map<string, string>;

/** Items that transactions hold from their arrival until their answer: who comes in between meets a conflict. */
export interface Held {
  has(place: string): boolean;
  add(place: string): void;
}

/** A write that meets another transaction, or a partition that has no units left. */
export interface Befallen {
  readonly at: number;
  readonly code: 'TransactionConflict' | 'ThrottlingError';
}
const befallen = {
  TransactionConflict: 'Transaction is ongoing for the item',
  ThrottlingError: 'Throughput exceeds the current capacity of your table or index',
} as const;

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}
const none: Reason = { Code: 'None' };

const changeOf = (tables: Tables, item: TransactItem): Change => {
  if ('Put' in item) return putChange(tables, item.Put);
  if ('Update' in item) return updateChange(tables, item.Update);
  if ('Delete' in item) return deleteChange(tables, item.Delete);
  return checkOnly(tables, item.ConditionCheck);
};

export const placeOf = ({ store, key }: Change): string =>
  `${store.definition.name}\u0000${key.pk}\u0000${key.sk}`;

const checkWhole = (changes: readonly Change[], results: readonly (Item | undefined)[]): void => {
  const places = changes.map(placeOf);
  if (new Set(places).size !== places.length)
    throw invalid('Transaction request cannot include multiple operations on one item');
  if (results.reduce((sum, item) => sum + itemBytes(item ?? {}), 0) > mostBytes)
    throw invalid('Member must have length less than or equal to 4194304: transaction too large');
};

const cancelled = (reasons: readonly Reason[]): Refused =>
  new Refused(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    { CancellationReasons: reasons },
  );

/** Why an update cannot be done, if it cannot: in a transaction that is a reason of its own. */
const resultOf = (change: Change): { readonly item: Item | undefined } | Reason => {
  if (!change.holds)
    return {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      ...(change.shown === undefined ? {} : { Item: change.shown }),
    };
  try {
    return { item: change.next() };
  } catch (error) {
    if (error instanceof Refused) return { Code: 'ValidationError', Message: error.message };
    throw error;
  }
};

/** A second request under a known token changes nothing and reads what the first one wrote. */
const repeated = (changes: readonly Change[], bill: Bill): void => {
  for (const { store, old } of changes)
    bill.push({ table: store.definition.name, read: 2 * readUnits(itemBytes(old ?? {}), true), write: 0 });
};

export const transactWriteItems = (
  tables: Tables,
  tokens: TokenMemory,
  input: unknown,
  bill: Bill,
  befalls: Befallen | undefined,
  held?: Held,
): object => {
  const request = readRequest(transactRequest, 'TransactWriteItems', input);
  const { ClientRequestToken: token, TransactItems: items } = request;
  const changes = items.map((item) => changeOf(tables, item));
  const known = token === undefined ? undefined : tokens.get(token);
  if (known !== undefined) {
    if (known !== JSON.stringify(items))
      throw new Refused(
        'IdempotentParameterMismatchException',
        'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical',
      );
    repeated(changes, bill);
    return consumedByTable(request.ReturnConsumedCapacity, bill);
  }
  const befallsAt = (at: number, change: Change): Befallen['code'] | undefined => {
    if (held?.has(placeOf(change)) === true) return 'TransactionConflict';
    return befalls !== undefined && befalls.at % changes.length === at ? befalls.code : undefined;
  };
  const results = changes.map((change, at) => {
    const code = befallsAt(at, change);
    return code === undefined ? resultOf(change) : { Code: code, Message: befallen[code] };
  });
  checkWhole(
    changes,
    results.map((result) => ('Code' in result ? undefined : result.item)),
  );
  if (results.some((result) => 'Code' in result)) {
    for (const change of changes) chargeRefused(bill, change, 2);
    throw cancelled(results.map((result) => ('Code' in result ? result : none)));
  }
  for (const [at, change] of changes.entries()) {
    const result = results[at];
    if (result === undefined || 'Code' in result) continue;
    charge(bill, change, result.item, 2);
    if (change.writes) change.store.write(change.key, result.item);
  }
  for (const change of changes) held?.add(placeOf(change));
  if (token !== undefined) tokens.set(token, JSON.stringify(items));
  return consumedByTable(request.ReturnConsumedCapacity, bill);
};
