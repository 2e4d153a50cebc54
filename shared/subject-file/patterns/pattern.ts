import type { keys } from '../keys.ts';

/** How the table is asked or written: a method of `Table`, or a command of the SDK where it needs a condition of its own. */
export const operations = [
  'get',
  'getAll',
  'query',
  'put',
  'putIfNewer',
  'QueryCommand',
  'PutItemCommand',
  'DeleteItemCommand',
  'TransactWriteItemsCommand',
] as const;
export type Operation = (typeof operations)[number];

/** One way in which the code asks or writes the table. */
export interface AccessPattern {
  readonly what: string;
  readonly by: Operation;
  /** Kinds of items, by the function that makes their keys. */
  readonly of: readonly (keyof typeof keys)[];
  /** Condition of a query's keys, or of a write; absent where keys are named one by one. */
  readonly condition?: string;
  /** Whether it sees every write that was answered before. */
  readonly consistent: 'strongly' | 'eventually' | 'a file eventually, lists and the ledger strongly';
  /** What keeps its cost from growing with the table. */
  readonly bound: string;
  /** Files in which the call stands. */
  readonly usedBy: readonly string[];
}

/** Files of a capability, of the store, of the chains around functions. */
export const part = (capability: string, ...files: readonly string[]): readonly string[] =>
  files.map((file) => `functions/${capability}/${file}.ts`);
export const store = (...files: readonly string[]): readonly string[] =>
  files.map((file) => `shared/subject-file/${file}.ts`);
export const chain = (...files: readonly string[]): readonly string[] =>
  files.map((file) => `shared/lambda/${file}.ts`);
