import * as z from 'zod';
import { every, functionIn, queueIn, short, synthesise } from '../../../scripts/synthesised.ts';
import type { QueueRules } from '../../transport/receive.ts';
import type { FeedRules } from '../../transport/feed.ts';

const queue = z.object({
  VisibilityTimeout: z.int(),
  RedrivePolicy: z.object({ maxReceiveCount: z.int(), deadLetterTargetArn: z.unknown() }),
});
const feed = z.object({
  BatchSize: z.int(),
  FunctionResponseTypes: z.array(z.string()),
  MaximumRetryAttempts: z.int().optional(),
  BisectBatchOnFunctionError: z.boolean().optional(),
});

export interface WorkedQueue {
  readonly worker: string;
  readonly batchSize: number;
  /** Whether the function may give back single messages. */
  readonly partial: boolean;
  readonly rules: QueueRules;
}
export interface WorkedStream extends FeedRules {
  readonly worker: string;
  readonly partial: boolean;
  readonly halves: boolean;
}

/** Every queue and stream on which a deployed function works, as the templates of a province have them. */
export const workedOn = (): {
  readonly queues: readonly WorkedQueue[];
  readonly streams: readonly WorkedStream[];
} => {
  const stacks = synthesise();
  const feeds = every(stacks, 'AWS::Lambda::EventSourceMapping').map((found) => {
    const worker = functionIn(found, found.properties['FunctionName']) ?? '';
    const read = feed.parse(found.properties);
    const partial = read.FunctionResponseTypes.includes('ReportBatchItemFailures');
    return { found, worker, read, partial, from: queueIn(found, found.properties['EventSourceArn']) };
  });
  const queues = feeds.flatMap(({ found, worker, read, partial, from: name }) => {
    if (name === undefined) return [];
    const made = every([found.stack], 'AWS::SQS::Queue').find(
      ({ properties }) => short(String(properties['QueueName'])) === name,
    );
    if (made === undefined) throw new Error(`no queue ${name}`);
    const { VisibilityTimeout, RedrivePolicy } = queue.parse(made.properties);
    const deadLetters = queueIn(made, RedrivePolicy.deadLetterTargetArn) ?? '';
    const { maxReceiveCount } = RedrivePolicy;
    const rules = { name, visibilitySeconds: VisibilityTimeout, maxReceiveCount, deadLetters };
    return [{ worker, batchSize: read.BatchSize, partial, rules }];
  });
  const streams = feeds.flatMap(({ worker, read, partial, from }) =>
    from === undefined
      ? [
          {
            worker,
            partial,
            batchSize: read.BatchSize,
            maximumRetryAttempts: read.MaximumRetryAttempts ?? -1,
            halves: read.BisectBatchOnFunctionError ?? false,
          },
        ]
      : [],
  );
  return { queues, streams };
};
