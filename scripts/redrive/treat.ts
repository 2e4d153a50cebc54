import * as z from 'zod';
import { addMs, parseInstant, type Instant } from '../../shared/kernel/time.ts';
import type { Chosen } from '../republish/choose.ts';
import type { EntryPlace, Told } from '../republish/tell.ts';
import type { Treated } from './bring-back.ts';
import { readingOf } from './reading.ts';
import type { Letter } from './queues.ts';
import type { DeadLetters } from './ways.ts';

/** What bringing letters back may do besides reading and deleting them. */
export interface Hands {
  readonly send: (url: string, body: string) => Promise<string>;
  /** Has the publisher tell entries again. */
  readonly tell: (entries: readonly EntryPlace[]) => Promise<Told>;
  /** Calls the sweep as its schedule does. */
  readonly sweep: () => Promise<void>;
  /** Has the integrator give a place in the tree to every entry that has none. */
  readonly place: () => Promise<Told>;
  /** What the archive has of a span of time. */
  readonly archived: (from: Instant, to: Instant) => Promise<Chosen>;
  /** By how much the province's clock is ahead of the machine's, milliseconds; 0 in production. */
  readonly aheadMs: number;
}
type Treat = (letter: Letter) => Promise<Treated>;

const stays = (why: string): Treated => ({ done: false, why });
/** What EventBridge hands over, or keeps where it could not. */
const event = z.looseObject({ detail: z.looseObject({ subject: z.string(), sequence: z.int().positive() }) });
/** What Lambda writes about records of a stream that it gave up (DynamoDB streams, on-failure destination). */
const givenUp = z.looseObject({
  DDBStreamBatchInfo: z.looseObject({
    approximateArrivalOfFirstRecord: z.string(),
    approximateArrivalOfLastRecord: z.string(),
    batchSize: z.int().positive(),
  }),
});
/** An arrival is counted in whole seconds, and a writer's clock may be off by as much as AWS bears with in a signature's. */
const marginMs = 5 * 60_000;
/** By how much the archive's youngest entry may be older than the arrival of the last one that is sought, in a quiet hour. */
const quietMs = 10_000;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The events of a bus that was not reached. */
const tellEvent =
  ({ tell }: Hands): Treat =>
  async ({ body }) => {
    const read = event.safeParse(parsed(body));
    if (!read.success) return stays('it is no event of ours');
    const { subject, sequence } = read.data.detail;
    const { failed } = await tell([{ subject, sequence }]);
    return failed[0] === undefined ? { done: true } : stays(failed[0].why);
  };

/** Everything of the time in which the records came, once: a letter does not say which entries they were. */
const tellSpan = ({ tell, archived, aheadMs }: Hands): Treat => {
  const told = new Set<string>();
  const nameOf = ({ subject, sequence }: EntryPlace): string => `${subject}#${sequence}`;
  return async ({ body }) => {
    const read = givenUp.safeParse(parsed(body));
    const batch = read.data?.DDBStreamBatchInfo;
    const [first, last] = [batch?.approximateArrivalOfFirstRecord, batch?.approximateArrivalOfLastRecord].map(
      (text) => (text === undefined ? undefined : parseInstant(text)),
    );
    if (first === undefined || last === undefined) return stays('it names no place in the stream');
    const to = addMs(last, marginMs + aheadMs);
    const { entries, reach } = await archived(addMs(first, -marginMs), to);
    const isThere = reach !== undefined && reach.entry.time >= addMs(last, -quietMs);
    if (batch === undefined || !isThere || entries.length < batch.batchSize)
      return stays('the archive does not reach so far yet: once heads are written, say it again');
    const wanted = entries.map(({ entry }) => entry).filter((entry) => !told.has(nameOf(entry)));
    const { failed } = await tell(wanted);
    const broken = new Set(failed.map(nameOf));
    for (const entry of wanted) if (!broken.has(nameOf(entry))) told.add(nameOf(entry));
    const [one] = failed;
    return one === undefined
      ? { done: true }
      : stays(
          `${failed.length} entries could not be told, first ${one.subject} entry ${one.sequence}: ${one.why}`,
        );
  };
};

/** One look through the table makes good all letters; entries that cannot be placed keep them here. */
const placeOnce = ({ place }: Hands): Treat => {
  let placed: Promise<Told> | undefined;
  return async () => {
    const { failed } = await (placed ??= place());
    const [one] = failed;
    return one === undefined
      ? { done: true }
      : stays(
          `${failed.length} entries get no place, first ${one.subject} entry ${one.sequence}: ${one.why}`,
        );
  };
};

/** One call makes good all minutes that were missed. */
const sweepOnce = ({ sweep }: Hands): Treat => {
  let swept: Promise<void> | undefined;
  return async () => {
    await (swept ??= sweep());
    return { done: true };
  };
};

/** What is done with a letter of this queue. */
export const treatOf = ({ way, to, queue }: DeadLetters, hands: Hands): Treat => {
  const sendTo = async (body: string): Promise<Treated> =>
    to === undefined
      ? stays(`the queue that takes it is not there`)
      : { done: true, sent: await hands.send(to.url, body) };
  const treats: Readonly<Record<DeadLetters['way'], Treat>> = {
    move: async ({ body }) => await sendTo(body),
    readings: async ({ body, sentAt }) => {
      const read = readingOf(body, sentAt);
      return 'why' in read ? stays(read.why) : await sendTo(read.message);
    },
    tell: tellEvent(hands),
    retell: tellSpan(hands),
    place: placeOnce(hands),
    sweep: sweepOnce(hands),
    unknown: async () =>
      await Promise.resolve(stays(`this version knows no way back for ${queue.name}: see docs/runbooks`)),
  };
  return treats[way];
};
