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

/** Feeds a function from a table's stream, filtered; what fails again and again is halved, then set aside. */
export const feedFromStream = (
  scope: Construct,
  id: string,
  props: { target: HouseFunction; streamArn: string; filter: object; dlq: sqs.IQueue },
): lambda.CfnEventSourceMapping =>
  new lambda.CfnEventSourceMapping(scope, id, {
    functionName: props.target.function.functionName,
    eventSourceArn: props.streamArn,
    startingPosition: 'TRIM_HORIZON',
    batchSize: 100,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 20,
    parallelizationFactor: 2,
    functionResponseTypes: ['ReportBatchItemFailures'],
    filterCriteria: { filters: [{ pattern: JSON.stringify(props.filter) }] },
    destinationConfig: { onFailure: { destination: props.dlq.queueArn } },
  });
