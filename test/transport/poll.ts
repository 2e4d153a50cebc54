import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { invoke } from './process.ts';
import type { Received } from './receive.ts';
import type { Transport } from './transport.ts';

type Work = (event: SQSEvent) => Promise<SQSBatchResponse>;

const recordOf = (queue: string, { messageId, body, receiptHandle, receives }: Received): SQSRecord => ({
  messageId,
  receiptHandle,
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: '0',
    SenderId: 'sender',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws-cn:sqs:cn-north-1:000000000000:${queue}`,
  awsRegion: 'cn-north-1',
});

/**
 * One round of Lambda's poller: receives a batch, calls the function as a process of its own, and removes what it did
 * not give back. Nothing is removed when the function throws, dies, or gives back an id that was not in the batch.
 * Says what became of the process; `idle` when there was nothing to receive.
 */
export const poll = async (
  { sqs }: Transport,
  queue: string,
  batchSize: number,
  work: Work,
  skewMs = 0,
): Promise<'idle' | 'answered' | 'threw' | 'died'> => {
  const received = sqs.receive(queue, batchSize);
  if (received.length === 0) return 'idle';
  const Records = received.map((one) => recordOf(queue, one));
  const ended = await invoke(async () => await work({ Records }), skewMs).catch(() => undefined);
  if (ended === undefined) return 'threw';
  if (ended.died) return 'died';
  const back = ended.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  if (back.every((id) => received.some(({ messageId }) => messageId === id))) {
    const done = received.filter(({ messageId }) => !back.includes(messageId));
    sqs.remove(
      queue,
      done.map(({ receiptHandle }) => receiptHandle),
    );
  }
  return 'answered';
};
