import type { Answer, Call } from '../call.ts';
import { jsonBody } from '../call.ts';
import type { Bill } from '../counts.ts';
import { NotDone, Refused } from '../refused.ts';
import { query } from './query.ts';
import { batchGetItem, getItem } from './read.ts';
import { makeTables, type Tables } from './tables.ts';
import type { TableDefinition } from './schema.ts';
import { transactWriteItems, type Befallen, type Held, type TokenMemory } from './transact.ts';
import { deleteItem, putItem, updateItem } from './write.ts';

/** Faults that only the engine can bring about. */
export interface Disturbance {
  readonly partial: boolean;
  /** What befalls one write of a transaction (its index, modulo their number), or a write alone; undefined for nothing. */
  readonly befalls: Befallen | undefined;
  /** Where transactions that overlap in time meet each other. */
  readonly held?: Held | undefined;
}
export interface Engine {
  readonly tables: Tables;
  /** Keeps all items, streams and tokens; the function it gives brings them back. */
  save(): () => void;
  answer(call: Call, bill: Bill, disturbance: Disturbance): Answer;
}

const writers: Readonly<Record<string, (tables: Tables, input: unknown, bill: Bill) => object>> = {
  PutItem: putItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
};
const readers: Readonly<
  Record<string, (tables: Tables, input: unknown, bill: Bill, partial: boolean) => object>
> = { GetItem: getItem, BatchGetItem: batchGetItem, Query: query };

export const makeEngine = (definitions: readonly TableDefinition[]): Engine => {
  const tables = makeTables(definitions);
  const tokens: TokenMemory = new Map();
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return {
    tables,
    save: () => {
      const known = new Map(tokens);
      const back = tables.save();
      return () => {
        back();
        tokens.clear();
        for (const [token, request] of known) tokens.set(token, request);
      };
    },
    answer: (call, bill, { partial, befalls, held }) => {
      const input = jsonBody(call);
      if (call.operation === 'TransactWriteItems')
        return { headers, json: transactWriteItems(tables, tokens, input, bill, befalls, held) };
      const { [call.operation]: reader } = readers;
      if (reader !== undefined) return { headers, json: reader(tables, input, bill, partial) };
      const { [call.operation]: writer } = writers;
      if (writer === undefined) throw new NotDone(`dynamodb.${call.operation}`);
      if (befalls !== undefined)
        throw new Refused('TransactionConflictException', 'Transaction is ongoing for the item');
      return { headers, json: writer(tables, input, bill) };
    },
  };
};
