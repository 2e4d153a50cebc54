import { Duration, RemovalPolicy, aws_iam as iam, aws_sqs as sqs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export interface QueueProps {
  readonly name: string;
  /** Timeout of the function that works on it: a message stays hidden six times as long, as Lambda asks. */
  readonly consumerTimeoutSeconds: number;
  /** Attempts before a message is set aside as poison. */
  readonly maxReceiveCount: number;
  /** Days that a message may wait; four unless said otherwise. */
  readonly retentionDays?: number;
}
export interface QueueWithDlq {
  readonly queue: sqs.Queue;
  readonly dlq: sqs.Queue;
}

const safe = {
  enforceSSL: true,
  encryption: sqs.QueueEncryption.SQS_MANAGED,
  removalPolicy: RemovalPolicy.DESTROY,
};

/** A place where failures wait for a person, for the longest time that SQS knows. */
export const deadLetterQueue = (scope: Construct, id: string, name: string): sqs.Queue =>
  new sqs.Queue(scope, id, { ...safe, queueName: name, retentionPeriod: Duration.days(14) });

/** A queue cannot be made without its dead-letter queue. */
export const queue = (scope: Construct, id: string, props: QueueProps): QueueWithDlq => {
  const dlq = deadLetterQueue(scope, `${id}Dlq`, `${props.name}-dlq`);
  const made = new sqs.Queue(scope, id, {
    ...safe,
    queueName: props.name,
    visibilityTimeout: Duration.seconds(props.consumerTimeoutSeconds * 6),
    retentionPeriod: Duration.days(props.retentionDays ?? 4),
    deadLetterQueue: { queue: dlq, maxReceiveCount: props.maxReceiveCount },
  });
  return { queue: made, dlq };
};

/** Lets one rule of a bus put messages into a queue; no other rule can. */
export const admitRule = (to: sqs.Queue, ruleArn: string): void => {
  to.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'OnlyItsRule',
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [to.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    }),
  );
};
