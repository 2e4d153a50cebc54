import type { EventType } from '../../shared/contracts/events.ts';
import { aws_events as events } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { admitRule, type QueueWithDlq } from './queue.ts';

/** Sends the named types of events from a bus to a queue; what cannot be delivered goes to the queue's dead letters. */
export const subscribe = (
  scope: Construct,
  id: string,
  props: {
    name: string;
    description: string;
    busName: string;
    source: string;
    types: readonly EventType[];
    to: QueueWithDlq;
  },
): events.CfnRule => {
  const rule = new events.CfnRule(scope, id, {
    name: props.name,
    description: props.description,
    eventBusName: props.busName,
    eventPattern: { source: [props.source], 'detail-type': [...props.types] },
    state: 'ENABLED',
    targets: [
      { id: 'queue', arn: props.to.queue.queueArn, deadLetterConfig: { arn: props.to.dlq.queueArn } },
    ],
  });
  admitRule(props.to.queue, rule.attrArn);
  admitRule(props.to.dlq, rule.attrArn);
  return rule;
};
