import type { Bill } from '../counts.ts';
import { Refused } from '../refused.ts';
import { consumed } from './answer.ts';
import { charge, chargeRefused, deleteChange, putChange, updateChange, type Change } from './change.ts';
import { deleteRequest, putRequest, readRequest, updateRequest } from './requests.ts';
import type { Tables } from './tables.ts';
import { equal, type Item } from './value.ts';

const conditionFailed = (change: Change): Refused =>
  new Refused(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    change.shown === undefined ? {} : { Item: change.shown },
  );

/** Applies one change outside a transaction. Throws when its condition does not hold. */
const apply = (change: Change, bill: Bill): Item | undefined => {
  if (!change.holds) {
    chargeRefused(bill, change);
    throw conditionFailed(change);
  }
  const next = change.next();
  charge(bill, change, next);
  change.store.write(change.key, next);
  return next;
};

const attributes = (item: Item | undefined): object => (item === undefined ? {} : { Attributes: item });

export const putItem = (tables: Tables, input: unknown, bill: Bill): object => {
  const request = readRequest(putRequest, 'PutItem', input);
  const change = putChange(tables, request);
  apply(change, bill);
  return {
    ...(request.ReturnValues === 'ALL_OLD' ? attributes(change.old) : {}),
    ...consumed(request.ReturnConsumedCapacity, bill, request.TableName),
  };
};

export const deleteItem = (tables: Tables, input: unknown, bill: Bill): object => {
  const request = readRequest(deleteRequest, 'DeleteItem', input);
  const change = deleteChange(tables, request);
  apply(change, bill);
  return {
    ...(request.ReturnValues === 'ALL_OLD' ? attributes(change.old) : {}),
    ...consumed(request.ReturnConsumedCapacity, bill, request.TableName),
  };
};

const only = (item: Item | undefined, names: readonly string[]): Item | undefined => {
  const found = Object.entries(item ?? {}).filter(([name]) => names.includes(name));
  return found.length === 0 ? undefined : Object.fromEntries(found);
};
/** Attributes that an update named and that really differ, or are new. */
const changed = (change: Change, next: Item | undefined): readonly string[] =>
  change.touches.filter((name) => {
    const [before, after] = [change.old?.[name], next?.[name]];
    return before === undefined || after === undefined || !equal(before, after);
  });

export const updateItem = (tables: Tables, input: unknown, bill: Bill): object => {
  const request = readRequest(updateRequest, 'UpdateItem', input);
  const change = updateChange(tables, request);
  const next = apply(change, bill);
  const returned = {
    NONE: undefined,
    ALL_OLD: change.old,
    ALL_NEW: next,
    UPDATED_OLD: only(change.old, changed(change, next)),
    UPDATED_NEW: only(next, change.touches),
  }[request.ReturnValues ?? 'NONE'];
  return {
    ...attributes(returned),
    ...consumed(request.ReturnConsumedCapacity, bill, request.TableName),
  };
};
