import type { LogCode } from '../../shared/contracts/log-codes.ts';
import {
  Duration,
  aws_cloudwatch as cloudwatch,
  type aws_lambda as lambda,
  type aws_sqs as sqs,
} from 'aws-cdk-lib';
import { codeNamespace } from '../constructs/code-count.ts';
import type { StageContext } from '../stage-context.ts';

const period = Duration.minutes(5);
/** Single failures are counted over a longer time: a province with ten requests an hour has no five in five minutes. */
const quarterHour = Duration.minutes(15);

/** Metrics by name, so that a watcher needs nothing of the stacks it watches but names. */
const metric = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic = 'Sum',
  every = period,
): cloudwatch.Metric =>
  new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic, period: every });

export const functionMetric = (of: lambda.Function, name: 'Throttles' | 'Invocations' | 'IteratorAge') =>
  metric('AWS/Lambda', name, { FunctionName: of.functionName }, name === 'IteratorAge' ? 'Maximum' : 'Sum');
/** Runs that crashed, timed out or threw; an answer 500 and a message given back are none of them. */
export const failedRuns = (of: lambda.Function) =>
  metric('AWS/Lambda', 'Errors', { FunctionName: of.functionName }, 'Sum', quarterHour);
/** Lines with this code in the logs of the province's functions. */
export const codeMetric = (context: StageContext, code: LogCode, every = quarterHour) =>
  metric(codeNamespace(context), code, {}, 'Sum', every);
export const waiting = (of: sqs.Queue) =>
  metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: of.queueName }, 'Maximum');
export const oldest = (of: sqs.Queue) =>
  metric('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: of.queueName }, 'Maximum');
export const serverErrors = (apiName: string) =>
  metric('AWS/ApiGateway', '5XXError', { ApiName: apiName, Stage: 'live' }, 'Sum', quarterHour);
export const machineMetric = (
  arn: string,
  name: 'ExecutionsFailed' | 'ExecutionsTimedOut' | 'ExecutionsStarted' | 'ExecutionsAborted',
) => metric('AWS/States', name, { StateMachineArn: arn });
export const tableMetric = (
  tableName: string,
  name: 'SystemErrors' | 'ReadThrottleEvents' | 'WriteThrottleEvents',
) => metric('AWS/DynamoDB', name, { TableName: tableName });
