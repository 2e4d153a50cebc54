import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Transport } from './dynamodb.ts';

/** A queue to which a function hands work. */
export interface Queue {
  /** Sends any number of messages. Throws, naming how many and why, when the queue did not take every one of them. */
  send(messages: readonly object[]): Promise<void>;
}

/** Most messages of one call (SQS). */
const batchSize = 10;
const maxTries = 3;
const batchesAtOnce = 5;

export const openQueue = (url: string, transport?: Transport): Queue => {
  const sqs = new SQSClient({
    // A queue's URL may name a host that only its own machine knows; the configured endpoint decides.
    useQueueUrlAsEndpoint: false,
    ...(transport === undefined ? {} : { requestHandler: transport }),
  });
  /** Sends one batch; what the queue refused for a fault of its own is sent again. */
  const sendBatch = async (batch: readonly object[]): Promise<void> => {
    let left = batch.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
    let codes: readonly string[] = [];
    for (let tries = 1; left.length > 0 && tries <= maxTries; tries += 1) {
      const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: left }));
      const refused = answer.Failed ?? [];
      const ids = new Set(refused.map((one) => one.Id));
      left = left.filter((entry) => ids.has(entry.Id));
      codes = refused.map((one) => one.Code ?? 'unknown');
    }
    if (left.length > 0) throw new Error(`the queue refused ${left.length} messages: ${codes.join(' ')}`);
  };
  return {
    send: async (messages) => {
      const batches: (readonly object[])[] = [];
      for (let from = 0; from < messages.length; from += batchSize)
        batches.push(messages.slice(from, from + batchSize));
      for (let from = 0; from < batches.length; from += batchesAtOnce)
        await Promise.all(batches.slice(from, from + batchesAtOnce).map(sendBatch));
    },
  };
};
