import { BatchProcessor, EventType as BatchType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { envelope, type Envelope, type EventType } from '../contracts/events.ts';
import type { Instant } from '../kernel/time.ts';
import { clockFor, type HasTable } from './clock.ts';
import { cry, say } from './log.ts';

/** An event as a consumer gets it, and the instant at which it is handled. */
export interface Received<S> {
  readonly event: Envelope;
  readonly state: S;
  readonly now: Instant;
}
type Reaction<D> = (event: Envelope, now: Instant, deps: D) => Promise<void>;
export type BoundReaction<D> = readonly [EventType, Reaction<D>];

/** Binds a reaction to a type of event; the state is checked against that type's contract before it runs. */
export const on = <S, D>(
  type: EventType,
  schema: z.ZodType<S>,
  react: (received: Received<S>, deps: D) => Promise<void>,
): BoundReaction<D> => [
  type,
  async (event, now, deps) => {
    await react({ event, state: schema.parse(event.state), now }, deps);
  },
];

export interface ConsumerDefinition<D extends HasTable> {
  readonly capability: string;
  readonly dependencies: () => D;
  readonly reactions: readonly BoundReaction<D>[];
}
export type ConsumerHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** A type may be logged as far as it looks like one: a spoiled message could hold anything there. */
const nameOf = (type: string): string => (/^[A-Za-z]{1,60}$/.test(type) ? type : 'what is no type of event');

/** EventBridge puts the envelope into `detail`. */
const delivered = z.object({ detail: envelope });

/**
 * The one chain around every queue of events. Each message succeeds or fails alone; a failed one comes back until the
 * queue gives it to its dead-letter queue. Reactions must be repeatable: an event can come twice.
 */
export const defineConsumer = <D extends HasTable>(definition: ConsumerDefinition<D>): ConsumerHandler => {
  let kept: D | undefined;
  const reactions = new Map(
    definition.reactions.map(([type, react]): [string, Reaction<D>] => [type, react]),
  );
  const handle = async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const deps = (kept ??= definition.dependencies());
    const clock = await clockFor(deps.table);
    const one = async (record: SQSRecord): Promise<void> => {
      try {
        const { detail } = delivered.parse(JSON.parse(record.body));
        const react = reactions.get(detail.type);
        if (react === undefined) throw new Error(`no reaction to ${nameOf(detail.type)}`);
        await react(detail, clock(), deps);
        say('EVENT_HANDLED', { event: detail.id, type: detail.type, capability: definition.capability });
      } catch (error) {
        cry('EVENT_FAILED', error, { messageId: record.messageId, capability: definition.capability });
        throw error;
      }
    };
    const processor = new BatchProcessor(BatchType.SQS);
    return await processPartialResponse(batch, one, processor, { throwOnFullBatchFailure: false });
  };
  return middy<SQSEvent, SQSBatchResponse>().handler(handle);
};
