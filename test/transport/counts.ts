/** What one operation cost, over all its calls (retries are calls too). */
export interface Tally {
  readonly calls: number;
  /** Calls that were answered with an error, or not at all. */
  readonly failed: number;
  /** Bytes of bodies; headers and addresses are not counted. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** DynamoDB capacity units by the published rules; 0 for other services. */
  readonly readUnits: number;
  readonly writeUnits: number;
}
export interface Counts extends Tally {
  /** By `service.Operation`, e.g. `dynamodb.GetItem`. */
  readonly operations: Readonly<Record<string, Tally>>;
  /** Longest chain of calls of which each began after the one before had ended. */
  readonly depth: number;
}

/** The capacity that one call used, by table and index. */
export interface Charge {
  readonly table: string;
  readonly index?: string;
  readonly read: number;
  readonly write: number;
}
export type Bill = Charge[];

const nothing: Tally = {
  calls: 0,
  failed: 0,
  requestBytes: 0,
  responseBytes: 0,
  readUnits: 0,
  writeUnits: 0,
};
const add = (one: Tally, other: Tally): Tally => ({
  calls: one.calls + other.calls,
  failed: one.failed + other.failed,
  requestBytes: one.requestBytes + other.requestBytes,
  responseBytes: one.responseBytes + other.responseBytes,
  readUnits: one.readUnits + other.readUnits,
  writeUnits: one.writeUnits + other.writeUnits,
});

/** An open call, as the counter gave it out. */
export interface OpenCall {
  /** Place in the longest chain that ends with this call. */
  readonly level: number;
}

export interface Counter {
  /** Notes the beginning of a call: it may depend on every call that has ended by now. */
  begin(): OpenCall;
  end(call: OpenCall, operation: string, tally: Tally): void;
  read(): Counts;
  /** Zero again; open calls still count when they end. */
  reset(): void;
}

export const makeCounter = (): Counter => {
  let operations = new Map<string, Tally>();
  let ended = 0;
  return {
    begin: () => ({ level: ended + 1 }),
    end: ({ level }, operation, tally) => {
      ended = Math.max(ended, level);
      operations.set(operation, add(operations.get(operation) ?? nothing, tally));
    },
    read: () => ({
      ...[...operations.values()].reduce(add, nothing),
      operations: Object.fromEntries([...operations].sort(([a], [b]) => (a < b ? -1 : 1))),
      depth: ended,
    }),
    reset: () => {
      operations = new Map();
      ended = 0;
    },
  };
};

export const unitsOf = (bill: Bill): { readonly readUnits: number; readonly writeUnits: number } => ({
  readUnits: bill.reduce((sum, { read }) => sum + read, 0),
  writeUnits: bill.reduce((sum, { write }) => sum + write, 0),
});
