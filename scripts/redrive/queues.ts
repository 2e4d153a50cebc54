import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  paginateListQueues,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';

/** A queue of ours, as SQS describes it. */
export interface FoundQueue {
  readonly name: string;
  readonly url: string;
  /** Messages that could be received now; SQS counts approximately. */
  readonly waiting: number;
  /** Messages that somebody has received and not deleted yet. */
  readonly inHand: number;
  /** Name of the queue that takes its poison. */
  readonly deadLetters: string | undefined;
}
/** A message of a dead-letter queue. */
export interface Letter {
  readonly id: string;
  readonly body: string;
  readonly receipt: string;
  /** When it was sent first, ms since 1970. */
  readonly sentAt: number;
}
/** What a redrive does with queues; SQS without what it does not need. */
export interface Queues {
  /** At most ten letters, hidden from others for `hiddenSeconds`; none when nothing is visible. */
  take(url: string, most: number): Promise<readonly Letter[]>;
  drop(url: string, letter: Letter): Promise<void>;
  /** Shows a letter to others again at once. */
  release(url: string, letter: Letter): Promise<void>;
  /** Gives the id that the message got. */
  send(url: string, body: string): Promise<string>;
}

/** How long a letter that was taken is hidden: longer than anything done with ten of them. */
const hiddenSeconds = 300;

const redrivePolicy = z.looseObject({ deadLetterTargetArn: z.string() });
const lastOf = (text: string, separator: string): string => text.split(separator).at(-1) ?? text;

/** Every queue whose name begins so, with what a person wants to know of it. */
export const findQueues = async (sqs: SQSClient, prefix: string): Promise<readonly FoundQueue[]> => {
  const urls: string[] = [];
  for await (const page of paginateListQueues({ client: sqs, pageSize: 1000 }, { QueueNamePrefix: prefix }))
    urls.push(...(page.QueueUrls ?? []));
  const found = urls.map(async (url): Promise<FoundQueue> => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesNotVisible',
          'RedrivePolicy',
        ],
      }),
    );
    const policy = Attributes['RedrivePolicy'] ?? '';
    return {
      name: lastOf(url, '/'),
      url,
      waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
      inHand: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
      deadLetters:
        policy === '' ? undefined : lastOf(redrivePolicy.parse(JSON.parse(policy)).deadLetterTargetArn, ':'),
    };
  });
  return (await Promise.all(found)).toSorted((a, b) => a.name.localeCompare(b.name));
};

/** The queues of an account, for a redrive. `waitSeconds`: how long SQS looks for a message before it says that there is none. */
export const openQueues = (sqs: SQSClient, waitSeconds = 1): Queues => ({
  take: async (QueueUrl, most) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: Math.min(most, 10),
        VisibilityTimeout: hiddenSeconds,
        // Long polling asks every server of the queue: a short one may miss messages.
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages.map(({ MessageId = '', Body = '', ReceiptHandle = '', Attributes = {} }) => ({
      id: MessageId,
      body: Body,
      receipt: ReceiptHandle,
      sentAt: Number(Attributes['SentTimestamp'] ?? 0),
    }));
  },
  drop: async (QueueUrl, { receipt }) => {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
  },
  release: async (QueueUrl, { receipt }) => {
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }),
    );
  },
  send: async (QueueUrl, MessageBody) => {
    const { MessageId = '' } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    return MessageId;
  },
});
