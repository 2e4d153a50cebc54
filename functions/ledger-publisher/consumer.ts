import { unmarshal } from './stream-image.ts';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { cry, say } from '../../shared/lambda/log.ts';
import { readEntry } from '../../shared/subject-file/entry-item.ts';
import { dependencies as connect, type Dependencies } from './dependencies.ts';
import { eventOf } from './event-of.ts';
import { versionsOf } from './versions.ts';

const publishOne = async (record: DynamoDBRecord, deps: Dependencies): Promise<void> => {
  const image = record.dynamodb?.NewImage;
  if (image === undefined) throw new Error('stream record without an image');
  const entry = readEntry(unmarshal(image)).entry;
  await deps.publish(eventOf(deps.province, entry, await versionsOf(deps.table, entry)));
  say('EVENT_PUBLISHED', { event: entry.id, type: entry.type, sequence: entry.sequence });
};

/**
 * The table's stream → the bus. Entries of one shard are told in order; at the first that fails the batch ends and
 * comes back from there, until the stream gives that entry to its dead-letter queue.
 */
export const makeHandler =
  (deps: () => Dependencies) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const known = deps();
    for (const record of event.Records) {
      try {
        await publishOne(record, known);
      } catch (error) {
        cry('PUBLISH_FAILED', error, { record: record.eventID });
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
      }
    }
    return { batchItemFailures: [] };
  };

let kept: Dependencies | undefined;
export const handler = makeHandler(() => (kept ??= connect()));
