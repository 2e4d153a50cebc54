import type { Stack } from 'aws-cdk-lib';
import { codeNamespace } from '../constructs/code-count.ts';
import { countedCodes } from '../log-codes.ts';
import { named, type StageContext } from '../stage-context.ts';
import type { Watched } from './watch.ts';

type Row = readonly string[];
const every = 300;

const graph = (
  title: string,
  region: string,
  y: number,
  x: number,
  metrics: readonly Row[],
  stat = 'Sum',
) => ({
  ...{ type: 'metric', x, y, width: 12, height: 6 },
  properties: { title, region, view: 'timeSeries', stat, period: every, metrics },
});

/** What an operator looks at first: the way of a report from left to right, then what waits and what fails. */
export const dashboardBody = (stack: Stack, context: StageContext, watched: Watched): string => {
  const { region } = stack;
  const { records, capabilities, hazards } = watched;
  const queues = capabilities.flatMap((one) => one.queues);
  const readers = [records.publisher, records.integrator];
  const functions = [...readers, ...capabilities.flatMap((one) => one.functions)];
  const api = ['ApiName', named(context, 'api'), 'Stage', 'live'];
  const widgets = [
    {
      ...{ type: 'text', x: 0, y: 0, width: 24, height: 2 },
      properties: {
        markdown: `# 雷安 Leian ${context.settings.name.zh} ${context.settings.name.en}\n入口 → 档案 → 事件 → 能力 → 档案`,
      },
    },
    graph(
      'requests, our errors',
      region,
      2,
      0,
      ['Count', '5XXError', '4XXError'].map((name) => ['AWS/ApiGateway', name, ...api]),
    ),
    graph(
      'events and seals late (ms)',
      region,
      2,
      12,
      readers.map(({ function: f }) => ['AWS/Lambda', 'IteratorAge', 'FunctionName', f.functionName]),
      'Maximum',
    ),
    graph(
      'work waiting',
      region,
      8,
      0,
      queues.map(({ queue }) => [
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        'QueueName',
        queue.queueName,
      ]),
      'Maximum',
    ),
    graph(
      'dead letters',
      region,
      8,
      12,
      queues.map(({ dlq }) => ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', dlq.queueName]),
      'Maximum',
    ),
    graph(
      'failures and refusals by log code',
      region,
      14,
      0,
      countedCodes().map((code) => [codeNamespace(context), code]),
    ),
    graph(
      'runs that crashed, timed out or threw',
      region,
      14,
      12,
      functions.map(({ function: f }) => ['AWS/Lambda', 'Errors', 'FunctionName', f.functionName]),
    ),
    graph(
      'hazard loops',
      region,
      20,
      0,
      ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed'].map((name) => [
        'AWS/States',
        name,
        'StateMachineArn',
        hazards.machine.arn,
      ]),
    ),
  ];
  return stack.toJsonString({ widgets });
};
