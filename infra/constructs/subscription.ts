import { aws_events as events, aws_iam as iam, type aws_sqs as sqs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { QueueWithDlq } from './queue.ts';

const admit = (queue: sqs.Queue, ruleArn: string): void => {
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'OnlyItsRule',
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    }),
  );
};

/** Sends the named types of events from a bus to a queue; what cannot be delivered goes to the queue's dead letters. */
export const subscribe = (
  scope: Construct,
  id: string,
  props: { name: string; description: string; busName: string; source: string; types: readonly string[]; to: QueueWithDlq },
): events.CfnRule => {
  const rule = new events.CfnRule(scope, id, {
    name: props.name,
    description: props.description,
    eventBusName: props.busName,
    eventPattern: { source: [props.source], 'detail-type': [...props.types] },
    state: 'ENABLED',
    targets: [{ id: 'queue', arn: props.to.queue.queueArn, deadLetterConfig: { arn: props.to.dlq.queueArn } }],
  });
  admit(props.to.queue, rule.attrArn);
  admit(props.to.dlq, rule.attrArn);
  return rule;
};
