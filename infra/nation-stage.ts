import {
  RemovalPolicy,
  Stack,
  Stage,
  Tags,
  CfnOutput,
  aws_cloudwatch as cloudwatch,
  aws_events as events,
  aws_iam as iam,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { alarm } from './constructs/alarm.ts';
import { dataKey, personHashKey } from './constructs/key.ts';
import { admitRule, queue, type QueueWithDlq } from './constructs/queue.ts';
import { topic } from './constructs/topic.ts';
import type { NationSettings } from './provinces/nation.ts';
import { waiting } from './stacks/metrics.ts';

/** Accounts that may send events to the nation and match persons under its key. */
export interface NationContext {
  readonly settings: NationSettings;
  readonly provinceAccounts: readonly string[];
}
const place = ({ region, account }: NationSettings) => ({ region, ...(account === '' ? {} : { account }) });

/** The nation: a bus that every province's events reach, kept whole, and the key under which a person is the same everywhere. */
class NationStack extends Stack {
  constructor(scope: Construct, { settings, provinceAccounts }: NationContext) {
    super(scope, 'bus', {
      stackName: 'leian-nation-bus',
      description: 'Leian, nation: bus, archive of events, key for persons',
      env: place(settings),
      terminationProtection: true,
    });
    Tags.of(this).add('leian:part', 'nation');
    const key = dataKey(this, 'DataKey', {
      description: 'alarms',
      alias: 'leian-nation-data',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const persons = personHashKey(this, 'PersonHashKey', {
      description: 'matches persons across provinces; never leaves KMS',
      alias: 'leian-nation-persons',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const bus = new events.CfnEventBus(this, 'Bus', { name: 'leian-nation-events' });
    if (provinceAccounts.length > 0) {
      const principals = provinceAccounts.map((account) => new iam.AccountPrincipal(account));
      persons.addToResourcePolicy(
        new iam.PolicyStatement({
          sid: 'Provinces',
          principals,
          actions: ['kms:GenerateMac', 'kms:DescribeKey'],
          resources: ['*'],
        }),
      );
      new events.CfnEventBusPolicy(this, 'Provinces', {
        eventBusName: bus.attrName,
        statementId: 'Provinces',
        statement: {
          Effect: 'Allow',
          Principal: { AWS: provinceAccounts.map((account) => new iam.AccountPrincipal(account).arn) },
          Action: 'events:PutEvents',
          Resource: bus.attrArn,
        },
      });
    }
    this.keep(bus, key, settings);
    new CfnOutput(this, 'BusArn', {
      value: bus.attrArn,
      description: 'goes into nation.busArn of the provinces',
    });
    new CfnOutput(this, 'PersonHashKeyArn', {
      value: persons.keyArn,
      description: 'goes into nation.personHashKeyArn of the provinces',
    });
  }

  /** Nothing that arrives is lost: an archive for good, and a queue for whoever builds the read model. */
  private keep(bus: events.CfnEventBus, key: ReturnType<typeof dataKey>, settings: NationSettings): void {
    new events.CfnArchive(this, 'Archive', {
      archiveName: 'leian-nation-events',
      description: 'every event of every province, for replay',
      sourceArn: bus.attrArn,
      eventPattern: { source: [{ prefix: 'leian.' }] },
      retentionDays: 0,
    });
    const intake = queue(this, 'Intake', {
      name: 'leian-nation-intake',
      consumerTimeoutSeconds: 60,
      maxReceiveCount: 5,
      retentionDays: 14,
    });
    const rule = new events.CfnRule(this, 'ToIntake', {
      name: 'leian-nation-intake',
      eventBusName: bus.attrName,
      eventPattern: { source: [{ prefix: 'leian.' }] },
      targets: [{ id: 'queue', arn: intake.queue.queueArn, deadLetterConfig: { arn: intake.dlq.queueArn } }],
    });
    admitRule(intake.queue, rule.attrArn);
    admitRule(intake.dlq, rule.attrArn);
    const tell = topic(this, 'Alarms', {
      name: 'leian-nation-alarms',
      key,
      subscriptions: settings.alarmSubscriptions,
    });
    alarm(this, 'DeadLetters', {
      name: 'leian-nation-dead-letters',
      runbook: 'nation-dead-letters',
      errorImpact:
        'Events of a province reached the nation and were not kept in its queue; the archive still has them.',
      metric: waiting(intake.dlq),
      threshold: 1,
      tell,
    });
    // Nothing reads the queue until the nation's read model is built: its age says nothing yet and must wake nobody.
    this.show(intake);
  }

  private show({ queue: intake, dlq }: QueueWithDlq): void {
    const depth = 'ApproximateNumberOfMessagesVisible';
    new cloudwatch.CfnDashboard(this, 'Dashboard', {
      dashboardName: 'leian-nation-overview',
      dashboardBody: this.toJsonString({
        widgets: [
          {
            ...{ type: 'metric', x: 0, y: 0, width: 24, height: 6 },
            properties: {
              title: 'events waiting for a reader (at most 14 days; the archive keeps all), dead letters',
              ...{ region: this.region, view: 'timeSeries', stat: 'Maximum', period: 300 },
              metrics: [intake, dlq].map(({ queueName }) => ['AWS/SQS', depth, 'QueueName', queueName]),
            },
          },
        ],
      }),
    });
  }
}

export class NationStage extends Stage {
  constructor(scope: Construct, context: NationContext) {
    super(scope, 'nation');
    new NationStack(this, context);
  }
}
