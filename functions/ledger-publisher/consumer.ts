import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import type { LedgerEntry } from '../../shared/ledger/entry.ts';
import { cry, say } from '../../shared/lambda/log.ts';
import { backFrom, entryIn } from '../../shared/lambda/stream.ts';
import { entryNames } from '../../shared/subject-file/named-entries.ts';
import { versionsOf } from '../../shared/subject-file/versions.ts';
import { dependencies as connect, type Dependencies } from './dependencies.ts';
import { eventOf } from './event-of.ts';
import { republish, type Republished } from './republish.ts';

/** What an operator sends to have entries told once more: at most 100 of any files. */
const order = z.strictObject({ republish: entryNames });

/** One entry → one event, under the entry's id, out of the versions that it names. Throws when it was not told. */
const publishOne = async (entry: LedgerEntry, deps: Dependencies): Promise<void> => {
  // Packed points are in no event.
  const records = await versionsOf(deps.table, entry, ({ kind }) => kind !== 'POINTS');
  await deps.publish(eventOf(deps.province, entry, records));
  say('EVENT_PUBLISHED', { event: entry.id, type: entry.type, sequence: entry.sequence });
};

/**
 * Entries of one shard are told in order; at the first that fails the batch ends and comes back from there, until the
 * stream gives that entry to its dead-letter queue.
 */
const publishBatch = async (
  { Records }: DynamoDBStreamEvent,
  deps: Dependencies,
): Promise<DynamoDBBatchResponse> => {
  for (const record of Records) {
    try {
      await publishOne(entryIn(record).entry, deps);
    } catch (error) {
      cry('PUBLISH_FAILED', error, { record: record.eventID });
      return { batchItemFailures: [backFrom(record)] };
    }
  }
  return { batchItemFailures: [] };
};

/** Called by the table's stream, or by an operator with an order. */
export interface PublisherHandler {
  (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse>;
  (event: z.input<typeof order>): Promise<Republished>;
}

/** The table's stream → the bus. */
export const makeHandler = (deps: () => Dependencies): PublisherHandler => {
  async function handle(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse>;
  async function handle(event: z.input<typeof order>): Promise<Republished>;
  async function handle(event: DynamoDBStreamEvent | z.input<typeof order>) {
    const known = deps();
    return 'Records' in event
      ? publishBatch(event, known)
      : republish(order.parse(event).republish, known.table, async (entry) => publishOne(entry, known));
  }
  return handle;
};

let kept: Dependencies | undefined;
export const handler = makeHandler(() => (kept ??= connect()));
