import { createHash } from 'node:crypto';
import * as z from 'zod';
import { jsonBody, type Answer, type Call } from './call.ts';
import { makeReceivers, nameOf, type Message, type Receivers } from './receive.ts';
import type { Random } from './random.ts';
import { NotDone, Refused } from './refused.ts';

export interface Queues extends Omit<Receivers, 'hold' | 'save'> {
  /** Messages that ever came to a queue, by its URL or its name (the URL's last part), in order. */
  messages(queue: string): readonly Message[];
  /** Puts a message into a queue as a rule of the bus or of the device registry does; no call is counted. */
  put(queue: string, body: string): void;
  /** Keeps what lies in the queues; the function it gives brings it back. */
  save(): () => void;
  /** `partial`: the last entry of a batch fails. */
  answer(call: Call, partial: boolean): Answer;
}

const mostEntries = 10;
/** Newer limits are higher; what fits here fits everywhere. */
const mostBytes = 256 * 1024;

const message = {
  MessageBody: z.string().min(1),
  DelaySeconds: z.int().min(0).max(900).optional(),
  MessageAttributes: z.record(z.string(), z.unknown()).optional(),
};
const single = z.strictObject({ QueueUrl: z.string(), ...message });
const batch = z.strictObject({
  QueueUrl: z.string(),
  Entries: z.array(z.strictObject({ Id: z.string(), ...message })),
});

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** `isRepeated`: whether a delivery comes once more although its message was removed. */
export const makeQueues = (random: Random, isRepeated: (what: string) => boolean): Queues => {
  const sent: Message[] = [];
  const come = (one: Message): void => {
    sent.push(one);
    receivers.hold(one);
  };
  const receivers = makeReceivers(random, isRepeated, come);
  const keep = (
    queueUrl: string,
    one: Pick<z.infer<typeof single>, 'MessageBody' | 'DelaySeconds' | 'MessageAttributes'>,
  ) => {
    const messageId = `00000000-0000-4000-8000-${String(sent.length + 1).padStart(12, '0')}`;
    come({
      messageId,
      queueUrl,
      body: one.MessageBody,
      delaySeconds: one.DelaySeconds ?? 0,
      attributes: one.MessageAttributes ?? {},
    });
    return { MessageId: messageId, MD5OfMessageBody: md5(one.MessageBody) };
  };
  const checkBytes = (bodies: readonly string[]): void => {
    if (bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0) > mostBytes)
      throw new Refused('AWS.SimpleQueueService.BatchRequestTooLong', 'Batch requests cannot be longer');
  };
  const sendBatch = (input: unknown, partial: boolean): Answer => {
    const { QueueUrl, Entries } = batch.parse(input);
    if (Entries.length === 0)
      throw new Refused('AWS.SimpleQueueService.EmptyBatchRequest', 'There should be at least one entry');
    if (Entries.length > mostEntries)
      throw new Refused(
        'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
        'Maximum number of entries is 10',
      );
    if (new Set(Entries.map(({ Id }) => Id)).size !== Entries.length)
      throw new Refused('AWS.SimpleQueueService.BatchEntryIdsNotDistinct', 'Ids of entries must be distinct');
    checkBytes(Entries.map(({ MessageBody }) => MessageBody));
    const done = partial ? Entries.slice(0, -1) : Entries;
    return {
      json: {
        Successful: done.map((one) => ({ Id: one.Id, ...keep(QueueUrl, one) })),
        Failed: Entries.slice(done.length).map(({ Id }) => ({
          Id,
          Code: 'InternalError',
          Message: 'injected',
          SenderFault: false,
        })),
      },
    };
  };
  return {
    ...receivers,
    messages: (queue) => sent.filter(({ queueUrl }) => queueUrl === queue || nameOf(queueUrl) === queue),
    put: (queue, body) => {
      keep(queue, { MessageBody: body });
    },
    save: () => {
      const [{ length }, back] = [sent, receivers.save()];
      return () => {
        sent.length = length;
        back();
      };
    },
    answer: (call, partial) => {
      if (call.operation === 'SendMessageBatch') return sendBatch(jsonBody(call), partial);
      if (call.operation !== 'SendMessage') throw new NotDone(`sqs.${call.operation}`);
      const request = single.parse(jsonBody(call));
      checkBytes([request.MessageBody]);
      return { json: keep(request.QueueUrl, request) };
    },
  };
};
