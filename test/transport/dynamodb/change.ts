import type { Bill } from '../counts.ts';
import { invalid } from '../refused.ts';
import { readCondition, type Condition } from './condition.ts';
import { makePlaceholders } from './expression.ts';
import { checkItem, keyItem, readKey, type Key } from './schema.ts';
import { writeCharges, type Store } from './store.ts';
import type { Tables } from './tables.ts';
import { readUpdate } from './update.ts';
import type { Item } from './value.ts';

interface Conditional {
  readonly TableName: string;
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: 'NONE' | 'ALL_OLD' | undefined;
}

/** One write (or mere check) of a request, read and ready: nothing is stored yet. */
export interface Change {
  readonly store: Store;
  readonly key: Key;
  readonly old: Item | undefined;
  readonly holds: boolean;
  /** The item afterwards; throws what the service would say of an update that cannot be done. */
  readonly next: () => Item | undefined;
  /** Attributes that an update names. */
  readonly touches: readonly string[];
  readonly writes: boolean;
  /** The old item where a failed condition shall show it. */
  readonly shown: Item | undefined;
}

const always: Condition = () => true;

const ready = (
  tables: Tables,
  request: Conditional,
  key: Key,
  how: (old: Item | undefined) => Item | undefined,
  more: { readonly update?: string | undefined; readonly writes?: boolean } = {},
): Change => {
  const store = tables.get(request.TableName);
  const placeholders = makePlaceholders(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
  const update = more.update === undefined ? undefined : readUpdate(more.update, placeholders);
  const condition =
    request.ConditionExpression === undefined
      ? always
      : readCondition(request.ConditionExpression, placeholders);
  placeholders.finish();
  const ownKey = update?.touches.find((name) => name === 'pk' || name === 'sk');
  if (ownKey !== undefined)
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${ownKey}. This attribute is part of the key`,
    );
  const old = store.get(key);
  return {
    store,
    key,
    old,
    holds: condition(old ?? {}),
    next: () => {
      if (update === undefined) return how(old);
      const next = { ...update.apply(old ?? {}), ...keyItem(key) };
      checkItem(store.definition, next);
      return next;
    },
    touches: update?.touches ?? [],
    writes: more.writes ?? true,
    shown: request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? old : undefined,
  };
};

export const putChange = (tables: Tables, request: Conditional & { readonly Item: Item }): Change => {
  const key = checkItem(tables.get(request.TableName).definition, request.Item);
  return ready(tables, request, key, () => request.Item);
};
interface Keyed extends Conditional {
  readonly Key: Item;
}
export const deleteChange = (tables: Tables, request: Keyed): Change =>
  ready(tables, request, readKey(request.Key), () => undefined);
export const updateChange = (
  tables: Tables,
  request: Keyed & { readonly UpdateExpression?: string | undefined },
): Change => {
  const key = readKey(request.Key);
  return ready(tables, request, key, (old) => old ?? keyItem(key), { update: request.UpdateExpression });
};
export const checkOnly = (tables: Tables, request: Keyed): Change =>
  ready(tables, request, readKey(request.Key), (old) => old, { writes: false });

/** Charges for a change that was applied. */
export const charge = (bill: Bill, change: Change, next: Item | undefined, factor: 1 | 2 = 1): void => {
  bill.push(...writeCharges(change.store.definition, change.old, next, factor));
};
/** A refused write costs as much as its stored item's size, at least one unit; no index is touched. */
export const chargeRefused = (bill: Bill, change: Change, factor: 1 | 2 = 1): void => {
  bill.push(...writeCharges({ name: change.store.definition.name }, change.old, undefined, factor));
};
