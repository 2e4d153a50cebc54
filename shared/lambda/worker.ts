import { BatchProcessor, EventType as BatchType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import type { LogCode } from '../contracts/log-codes.ts';
import type { Instant } from '../kernel/time.ts';
import type { Table } from '../subject-file/table.ts';
import { clockFor } from './clock.ts';
import { cry, say } from './log.ts';

export interface WorkerDefinition<M, D> {
  readonly capability: string;
  readonly done: LogCode;
  readonly failed: LogCode;
  readonly dependencies: () => D & { readonly table: Table };
  readonly message: z.ZodType<M>;
  /** Does one message's work; the text it gives says in the log what came of it. Must be repeatable. */
  readonly work: (message: M, deps: D, now: Instant) => Promise<string>;
}
export type WorkerHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** The one chain around a queue of our own work (no events): each message succeeds or fails alone and comes back alone. */
export const defineWorker = <M, D>(definition: WorkerDefinition<M, D>): WorkerHandler => {
  let kept: (D & { readonly table: Table }) | undefined;
  const { capability } = definition;
  const handle = async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const deps = (kept ??= definition.dependencies());
    const clock = await clockFor(deps.table);
    const one = async (record: SQSRecord): Promise<void> => {
      try {
        const outcome = await definition.work(
          definition.message.parse(JSON.parse(record.body)),
          deps,
          clock(),
        );
        say(definition.done, { messageId: record.messageId, capability, outcome });
      } catch (error) {
        cry(definition.failed, error, { messageId: record.messageId, capability });
        throw error;
      }
    };
    return await processPartialResponse(batch, one, new BatchProcessor(BatchType.SQS), {
      throwOnFullBatchFailure: false,
    });
  };
  return middy<SQSEvent, SQSBatchResponse>().handler(handle);
};
