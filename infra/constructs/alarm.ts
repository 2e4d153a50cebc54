import { aws_cloudwatch as cloudwatch, type aws_sns as sns } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export interface AlarmProps {
  readonly name: string;
  /** Who is hurt, and how, while this is red: one sentence for the person who is woken up. */
  readonly errorImpact: string;
  /** Page in docs/runbooks, without folder and ending: `dead-letters`. */
  readonly runbook: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  readonly periods?: number;
  readonly whenMissing?: cloudwatch.TreatMissingData;
  readonly below?: boolean;
  readonly tell: sns.ITopic;
}

/** Where an alarm's runbook lies in the repository. */
export const runbookPath = (runbook: string): string => `docs/runbooks/${runbook}.md`;

/** An alarm cannot be made without saying who is hurt and what to do. */
export const alarm = (scope: Construct, id: string, props: AlarmProps): cloudwatch.CfnAlarm => {
  const made = new cloudwatch.Alarm(scope, id, {
    alarmName: props.name,
    alarmDescription: `${props.errorImpact} Runbook: ${runbookPath(props.runbook)}`,
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: props.periods ?? 1,
    comparisonOperator: props.below
      ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
      : cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: props.whenMissing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  const raw = made.node.defaultChild;
  if (!(raw instanceof cloudwatch.CfnAlarm)) throw new Error(`${props.name} made no alarm resource`);
  raw.alarmActions = [props.tell.topicArn];
  raw.okActions = [props.tell.topicArn];
  return raw;
};
