import {
  Duration,
  aws_cloudwatch as cloudwatch,
  type aws_lambda as lambda,
  type aws_sqs as sqs,
} from 'aws-cdk-lib';

const period = Duration.minutes(5);

/** Metrics by name, so that a watcher needs nothing of the stacks it watches but names. */
const metric = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic = 'Sum',
  every = period,
): cloudwatch.Metric =>
  new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic, period: every });

export const functionMetric = (
  of: lambda.Function,
  name: 'Errors' | 'Throttles' | 'Invocations' | 'IteratorAge',
) =>
  metric('AWS/Lambda', name, { FunctionName: of.functionName }, name === 'IteratorAge' ? 'Maximum' : 'Sum');
export const waiting = (of: sqs.Queue) =>
  metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: of.queueName }, 'Maximum');
export const oldest = (of: sqs.Queue) =>
  metric('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: of.queueName }, 'Maximum');
export const apiMetric = (
  apiName: string,
  name: '4XXError' | '5XXError' | 'Count' | 'Latency',
  statistic = 'Sum',
) => metric('AWS/ApiGateway', name, { ApiName: apiName, Stage: 'live' }, statistic);
export const machineMetric = (
  arn: string,
  name: 'ExecutionsFailed' | 'ExecutionsTimedOut' | 'ExecutionsStarted' | 'ExecutionsAborted',
) => metric('AWS/States', name, { StateMachineArn: arn });
export const tableMetric = (
  tableName: string,
  name: 'SystemErrors' | 'ReadThrottleEvents' | 'WriteThrottleEvents',
) => metric('AWS/DynamoDB', name, { TableName: tableName });
