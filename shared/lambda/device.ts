import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { deliveredMessage, maxMessageBytes, type DeliveredMessage } from '../contracts/device.ts';
import type { Id } from '../kernel/ids.ts';
import type { Result } from '../kernel/problem.ts';
import type { Instant } from '../kernel/time.ts';
import { clockFor, type HasTable } from './clock.ts';
import { cry, say } from './log.ts';

export interface DeviceDefinition<D extends HasTable> {
  readonly capability: string;
  readonly dependencies: () => D;
  /**
   * Takes all messages of one device in this batch. Must be repeatable: a message comes once or more, in any order.
   * A refusal or an exception gives all of them back to the queue.
   */
  readonly take: (
    device: Id<'dev'>,
    messages: readonly DeliveredMessage[],
    deps: D,
    now: Instant,
  ) => Promise<Result<{ readonly fresh: number }>>;
}
export type DeviceHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

type Refused = 'OVERSIZED' | 'MALFORMED' | 'FOREIGN_TOPIC';
type Read = { readonly message: DeliveredMessage } | { readonly refused: Refused };

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const read = (record: SQSRecord): Read => {
  if (Buffer.byteLength(record.body) > maxMessageBytes) return { refused: 'OVERSIZED' };
  const parsed = deliveredMessage.safeParse(parseJson(record.body));
  if (!parsed.success) return { refused: 'MALFORMED' };
  // The policy lets a device publish to its own topic only; this holds even where a policy has been attached wrongly.
  return parsed.data.client === parsed.data.device ? { message: parsed.data } : { refused: 'FOREIGN_TOPIC' };
};

interface Group {
  readonly messages: DeliveredMessage[];
  readonly ids: string[];
}

/** Devices worked on at the same time. */
const atOnce = 16;

/**
 * The one chain around the queue that the topic rule fills. A refused message is logged by code, given back, and lands in
 * the dead-letter queue after the queue's last try: none is lost silently. Sibling of `defineConsumer`; there is no event here.
 */
export const defineDevice = <D extends HasTable>(definition: DeviceDefinition<D>): DeviceHandler => {
  let kept: D | undefined;
  const handle = async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const deps = (kept ??= definition.dependencies());
    const now = (await clockFor(deps.table))();
    const failed: string[] = [];
    let fresh = 0;
    const groups = new Map<Id<'dev'>, Group>();
    for (const record of batch.Records) {
      const result = read(record);
      if ('refused' in result) {
        say('TELEMETRY_REFUSED', { messageId: record.messageId, reason: result.refused });
        failed.push(record.messageId);
        continue;
      }
      const group = groups.get(result.message.device) ?? { messages: [], ids: [] };
      group.messages.push(result.message);
      group.ids.push(record.messageId);
      groups.set(result.message.device, group);
    }
    const one = async (device: Id<'dev'>, { messages, ids }: Group): Promise<void> => {
      try {
        const result = await definition.take(device, messages, deps, now);
        if (result.ok) {
          fresh += result.value.fresh;
          return;
        }
        say('TELEMETRY_REFUSED', { device, reason: result.code, messages: ids.length });
      } catch (error) {
        cry('TELEMETRY_FAILED', error, { device, messages: ids.length });
      }
      failed.push(...ids);
    };
    const waiting = [...groups];
    for (let from = 0; from < waiting.length; from += atOnce) {
      await Promise.all(
        waiting.slice(from, from + atOnce).map(async ([device, group]) => await one(device, group)),
      );
    }
    say('TELEMETRY_STORED', {
      messages: batch.Records.length,
      fresh,
      devices: groups.size,
      failed: failed.length,
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
  return middy<SQSEvent, SQSBatchResponse>().handler(handle);
};
