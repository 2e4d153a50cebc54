import type { DynamoDBRecord } from 'aws-lambda';
import type { HttpRequest, HttpResponse, RequestHandler } from '@smithy/types';
import { readCall, type Answer, type Call } from './call.ts';
import { makeCounter, unitsOf, type Bill, type Counts } from './counts.ts';
import { makeEngine } from './dynamodb/engine.ts';
import { keyOf, type Key, type TableDefinition } from './dynamodb/schema.ts';
import { itemBytes } from './dynamodb/size.ts';
import type { Imagined } from './dynamodb/store.ts';
import type { Item } from './dynamodb/value.ts';
import { encodeAnswer, encodeRefusal, type Encoded } from './encode.ts';
import { makeBus, type Bus } from './events.ts';
import { denied, makeFaults, repeatSome, throttled, timeOut, type FaultRule } from './faults.ts';
import { makeRegistry, type Registry } from './iot.ts';
import { makeKeys } from './kms.ts';
import { currentProcess, ProcessDied } from './process.ts';
import { makeRandom } from './random.ts';
import { Refused } from './refused.ts';
import { makeObjects, type Objects } from './s3.ts';
import { makeMachines, type Machines } from './sfn.ts';
import { makeQueues, type Queues } from './sqs.ts';
import { makeTurns } from './turns.ts';

export interface TransportOptions {
  readonly tables?: readonly TableDefinition[];
  /** Everything that looks like chance follows from it; 1 without it. */
  readonly seed?: number;
}

type Handler = RequestHandler<HttpRequest, HttpResponse> & {
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
};

/** The services in memory, behind one request handler for any number of SDK clients. */
export interface Transport {
  readonly requestHandler: Handler;
  /** Calls, bytes, units and depth since the beginning or the last `reset`. */
  counts(): Counts;
  /** Counts go to zero; what is stored stays. */
  reset(): void;
  /** Arms a fault; several may be armed. */
  inject(rule: FaultRule): void;
  /** How often the armed faults have struck so far. */
  struck(): number;
  /** Disarms all faults. */
  calm(): void;
  /** Everything that looks like chance follows from this number from now on. */
  reseed(seed: number): void;
  /** Keeps what lies in all services; the function it gives brings that back, as often as it is called. Counts go to zero. */
  save(): () => void;
  /** How long each way of a call takes, the answer's as the request's; without it, no longer than the turns of others. */
  travels(how: () => Promise<void>): void;
  /** Calls that have begun and are not answered yet. */
  open(): number;
  /** A list as a stream or queue would deliver it: with the repetitions that a `duplicate` fault causes. */
  deliver<T>(list: readonly T[], what?: string): readonly T[];
  /** Changes of a table in order, in the shape in which Lambda receives them (new images). */
  stream(table: string): readonly DynamoDBRecord[];
  /** All items of a table in DynamoDB's JSON, by partition and sort key. */
  items(table: string): readonly Item[];
  item(table: string, key: Key): Item | undefined;
  /** Bytes of all items of a table by the published size rules. */
  storedBytes(table: string): number;
  /** Stores items without a call, a count or a condition. */
  load(table: string, items: readonly Item[]): void;
  /** From now on queries of the table also find these items: crowds larger than memory. */
  imagine(table: string, of: Imagined): void;
  readonly s3: Pick<Objects, 'get' | 'list'>;
  readonly sqs: Omit<Queues, 'answer' | 'save'>;
  readonly events: Pick<Bus, 'list'>;
  readonly sfn: Omit<Machines, 'answer' | 'save'>;
  readonly iot: Pick<Registry, 'calls'>;
}

export const createTransport = ({ tables = [], seed = 1 }: TransportOptions = {}): Transport => {
  let source = makeRandom(seed);
  const random = (): number => source();
  const faults = makeFaults(random);
  const engine = makeEngine(tables);
  const [s3, sqs, events, sfn, iot] = [
    makeObjects(),
    makeQueues(random, (what) => faults.strikes('duplicate', what)),
    makeBus(),
    makeMachines(),
    makeRegistry(),
  ];
  const kms = makeKeys(seed);
  const turns = makeTurns(random);
  const counter = makeCounter();
  let number = 0;
  let waiting = 0;
  let travel: (() => Promise<void>) | undefined;
  const wait = async (): Promise<void> => {
    if (travel === undefined) return await turns.wait();
    // On its way a call does not keep the time of others from passing.
    waiting -= 1;
    await travel();
    waiting += 1;
  };

  const nameOf = (call: Call): string =>
    `${call.service}.${call.service === 'iot' ? iot.operationOf(call) : call.operation}`;

  /** Items that transactions hold at this moment, with the call that holds them. */
  const holders = new Map<string, object>();
  const heldBy = (bill: Bill) => ({
    has: (place: string): boolean => holders.has(place),
    add: (place: string): void => {
      holders.set(place, bill);
    },
  });
  const release = (bill: Bill): void => {
    for (const [place, holder] of holders) if (holder === bill) holders.delete(place);
  };

  const carryOut = (call: Call, name: string, bill: Bill): Answer => {
    if (faults.strikes('deny', name)) throw denied(name);
    const isTransaction = name === 'dynamodb.TransactWriteItems';
    const short = faults.strikes('throttle', name);
    // A transaction learns of throttling in either way: as a whole, or as the reason of one of its writes.
    const isShortWithin = short && isTransaction && random() < 0.5;
    if (short && !isShortWithin) throw throttled(name);
    const partial = faults.strikes('partial', name);
    switch (call.service) {
      case 'dynamodb': {
        const code = isShortWithin ? 'ThrottlingError' : 'TransactionConflict';
        const isHit = isShortWithin || faults.strikes('conflict', name);
        const befalls = isHit ? ({ at: Math.floor(random() * 100), code } as const) : undefined;
        const held = isTransaction && faults.strikes('overlap', name) ? heldBy(bill) : undefined;
        return engine.answer(call, bill, { partial, befalls, held });
      }
      case 's3':
        return s3.answer(call);
      case 'sqs':
        return sqs.answer(call, partial);
      case 'events':
        return events.answer(call, partial);
      case 'sfn':
        return sfn.answer(call);
      case 'kms':
        return kms.answer(call);
      case 'iot':
        return iot.answer(call);
    }
  };
  const answerOrRefusal = (call: Call, name: string, bill: Bill): Encoded & { readonly failed: boolean } => {
    try {
      return { ...encodeAnswer(carryOut(call, name, bill), number), failed: false };
    } catch (error) {
      if (error instanceof Refused) return { ...encodeRefusal(call, error, number), failed: true };
      throw error;
    }
  };

  /** Ends the calling process where such a fault strikes; a dead one reaches no service any more. */
  const liveOrDie = (fault: 'crash' | 'crash-late', name: string): void => {
    const own = currentProcess();
    if (own?.dead !== true && !faults.strikes(fault, name)) return;
    if (own !== undefined) own.dead = true;
    throw new ProcessDied();
  };
  const handle = async (request: HttpRequest): Promise<{ response: HttpResponse }> => {
    waiting += 1;
    try {
      return await carry(request);
    } finally {
      waiting -= 1;
    }
  };
  const carry = async (request: HttpRequest): Promise<{ response: HttpResponse }> => {
    const open = counter.begin();
    number += 1;
    const call = await readCall(request);
    const name = nameOf(call);
    currentProcess()?.made.push(name);
    await wait();
    liveOrDie('crash', name);
    const bill: Bill = [];
    const lost = faults.strikes('lost', name);
    const encoded = lost ? undefined : answerOrRefusal(call, name, bill);
    try {
      liveOrDie('crash-late', name);
      await wait();
    } finally {
      release(bill);
    }
    const silent = encoded === undefined || faults.strikes('timeout', name);
    counter.end(open, name, {
      calls: 1,
      failed: silent || encoded.failed ? 1 : 0,
      requestBytes: call.body.length,
      responseBytes: silent ? 0 : encoded.bytes,
      ...unitsOf(bill),
    });
    if (silent) throw timeOut(name);
    return { response: encoded.response };
  };

  return {
    requestHandler: {
      metadata: { handlerProtocol: 'http/1.1' },
      handle,
      destroy: () => undefined,
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
    counts: () => counter.read(),
    reset: () => counter.reset(),
    inject: (rule) => {
      if (rule.fault === 'shuffle') turns.shuffle(true);
      else faults.add(rule);
    },
    struck: () => faults.struck(),
    calm: () => {
      turns.shuffle(false);
      faults.clear();
    },
    reseed: (next) => {
      source = makeRandom(next);
    },
    save: () => {
      const parts = [engine, s3, sqs, events, sfn, iot, kms].map((part) => part.save());
      return () => {
        for (const back of parts) back();
        counter.reset();
      };
    },
    travels: (how) => {
      travel = how;
    },
    open: () => waiting,
    deliver: (list, what = 'delivery') => repeatSome(list, random, () => faults.strikes('duplicate', what)),
    stream: (table) => engine.tables.get(table).stream,
    items: (table) => engine.tables.get(table).all(),
    item: (table, key) => engine.tables.get(table).get(key),
    storedBytes: (table) =>
      engine.tables
        .get(table)
        .all()
        .reduce((sum, item) => sum + itemBytes(item), 0),
    load: (table, items) => {
      for (const item of items) engine.tables.get(table).write(keyOf(item), item);
    },
    imagine: (table, of) => engine.tables.get(table).imagine(of),
    s3,
    sqs,
    events,
    sfn,
    iot,
  };
};
