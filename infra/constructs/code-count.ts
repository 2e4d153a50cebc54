import { aws_logs as logs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageContext } from '../stage-context.ts';

/** Where a province's counts of log codes stand: a metric per code, without dimensions. */
export const codeNamespace = ({ settings }: Pick<StageContext, 'settings'>): string =>
  `Leian/${settings.code}`;

/**
 * Counts the lines of a log group that bear a code. No default value: a metric exists, and costs, only in hours in which
 * something was counted. Functions that log the same code count into the same metric.
 */
export const countCode = (
  scope: Construct,
  context: Pick<StageContext, 'settings'>,
  group: logs.ILogGroup,
  code: string,
): logs.MetricFilter =>
  new logs.MetricFilter(scope, `Count-${code}`, {
    logGroup: group,
    filterPattern: logs.FilterPattern.stringValue('$.message', '=', code),
    metricNamespace: codeNamespace(context),
    metricName: code,
    metricValue: '1',
  });
