import { aws_lambda as lambda, type aws_sqs as sqs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Grant } from './grant.ts';
import type { HouseFunction } from './function.ts';

/** What a function needs to work on a queue. */
export const consume = (queue: sqs.IQueue): Grant => ({
  sid: 'WorkOnItsQueue',
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  on: [queue.queueArn],
});

/** Feeds a function from its queue in batches; it gives back the ids of what failed, and only these come again. */
export const feedFromQueue = (
  scope: Construct,
  id: string,
  props: {
    target: HouseFunction;
    queue: sqs.IQueue;
    batchSize: number;
    windowSeconds?: number;
    maxConcurrency?: number;
  },
): lambda.CfnEventSourceMapping =>
  new lambda.CfnEventSourceMapping(scope, id, {
    functionName: props.target.function.functionName,
    eventSourceArn: props.queue.queueArn,
    batchSize: props.batchSize,
    maximumBatchingWindowInSeconds: props.windowSeconds ?? 0,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: props.maxConcurrency ?? 10 },
  });

interface StreamFeedProps {
  readonly target: HouseFunction;
  readonly streamArn: string;
  readonly filter: object;
  readonly dlq: sqs.IQueue;
  readonly batchSize?: number;
  /** How long a batch may be gathered. */
  readonly windowSeconds?: number;
  /** Batches of one shard that are worked on at the same time. */
  readonly atOnce?: number;
}

/** Feeds a function from a table's stream, filtered; what fails again and again is halved, then set aside. */
export const feedFromStream = (
  scope: Construct,
  id: string,
  props: StreamFeedProps,
): lambda.CfnEventSourceMapping =>
  new lambda.CfnEventSourceMapping(scope, id, {
    functionName: props.target.function.functionName,
    eventSourceArn: props.streamArn,
    startingPosition: 'TRIM_HORIZON',
    batchSize: props.batchSize ?? 100,
    ...(props.windowSeconds === undefined ? {} : { maximumBatchingWindowInSeconds: props.windowSeconds }),
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 20,
    parallelizationFactor: props.atOnce ?? 2,
    functionResponseTypes: ['ReportBatchItemFailures'],
    filterCriteria: { filters: [{ pattern: JSON.stringify(props.filter) }] },
    destinationConfig: { onFailure: { destination: props.dlq.queueArn } },
  });
