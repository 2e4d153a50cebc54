import {
  RemovalPolicy,
  aws_events as events,
  aws_iam as iam,
  type aws_dynamodb as dynamodb,
  type aws_kms as kms,
  type aws_s3 as s3,
  type aws_sqs as sqs,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { accessLogBucket, archiveBucket, stagingBucket } from '../constructs/bucket.ts';
import { feedFromStream } from '../constructs/event-source.ts';
import { HouseFunction } from '../constructs/function.ts';
import { document } from '../constructs/grant.ts';
import { dataKey, fieldKey, personHashKey } from '../constructs/key.ts';
import { admitRule, deadLetterQueue } from '../constructs/queue.ts';
import { table } from '../constructs/table.ts';
import { archiveDays } from '../provinces/schema.ts';
import { named, type StageContext } from '../stage-context.ts';
import { environment } from './environment.ts';
import { may } from './may.ts';
import { HouseStack } from './house-stack.ts';

/** The province's memory: keys, table, archive, bus, and the publisher that turns ledger entries into events. */
export class RecordsStack extends HouseStack {
  readonly dataKey: kms.Key;
  readonly fieldKey: kms.Key;
  readonly personHashKeyArn: string;
  readonly table: dynamodb.Table;
  readonly archive: s3.Bucket;
  readonly archiveDays: number;
  readonly busName: string;
  readonly busArn: string;
  readonly publisher: HouseFunction;
  readonly publisherDlq: sqs.Queue;
  /** Events that the nation did not take; only where the settings name the nation. */
  nationDlq: sqs.Queue | undefined;

  constructor(scope: Construct, context: StageContext) {
    super(scope, context, 'records', 'table, keys, archive, bus, ledger publisher');
    const { settings, differences } = context;
    const { disposable } = differences;
    const removalPolicy = disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    this.dataKey = dataKey(this, 'DataKey', {
      description: 'table, archive, logs',
      alias: named(context, 'data'),
      removalPolicy,
    });
    this.fieldKey = fieldKey(this, 'FieldKey', {
      description: 'wraps the data keys of subjects and persons',
      alias: named(context, 'fields'),
      removalPolicy,
    });
    this.personHashKeyArn =
      settings.nation.personHashKeyArn ??
      personHashKey(this, 'PersonHashKey', {
        description: 'matches persons within this province until the nation lends its key',
        alias: named(context, 'persons'),
        removalPolicy,
      }).keyArn;
    this.table = table(this, 'Table', { key: this.dataKey, disposable });
    this.archiveDays = differences.archiveDays ?? archiveDays(settings);
    const logs = accessLogBucket(this, 'AccessLogs', { days: settings.logRetentionDays, disposable });
    this.archive = archiveBucket(this, 'Archive', {
      ...{ key: this.dataKey, disposable, logs, days: this.archiveDays },
      mode: settings.archive.mode,
    });
    const staging = stagingBucket(this, 'Staging', { key: this.dataKey, disposable, logs, days: 7 });
    const bus = new events.CfnEventBus(this, 'Bus', { name: named(context, 'events') });
    this.busName = bus.attrName;
    this.busArn = bus.attrArn;
    this.publisherDlq = deadLetterQueue(this, 'PublisherDlq', named(context, 'ledger-publisher-dlq'));
    this.publisher = this.makePublisher();
    if (settings.nation.busArn !== undefined) this.forwardToNation(settings.nation.busArn);

    this.tell('TableName', this.table.tableName, 'the table: one item collection per subject');
    this.tell('ArchiveBucket', this.archive.bucketName, 'originals of reports, write once');
    this.tell('StagingBucket', staging.bucketName, 'uploads that are not verified yet');
    this.tell('BusName', this.busName, 'events of this province');
    this.tell('FieldKeyArn', this.fieldKey.keyArn, 'wraps data keys');
    this.tell(
      'PublisherDlqUrl',
      this.publisherDlq.queueUrl,
      'ledger entries whose events could not be published',
    );
  }

  private makePublisher(): HouseFunction {
    const streamArn = this.table.tableStreamArn ?? '';
    const publisher = new HouseFunction(this, 'Publisher', {
      context: this.context,
      functionId: 'ledger-publisher-consumer',
      logKey: this.dataKey,
      environment: environment(this.context, this, 'PROVINCE', 'TABLE_NAME', 'BUS_NAME'),
      grants: [
        {
          sid: 'ReadTheStream',
          actions: [
            'dynamodb:DescribeStream',
            'dynamodb:GetRecords',
            'dynamodb:GetShardIterator',
            'dynamodb:ListStreams',
          ],
          on: [streamArn],
        },
        may.files(this, 'BatchGetItem'),
        may.useTableKey(this, 'read'),
        { sid: 'PublishEvents', actions: ['events:PutEvents'], on: [this.busArn] },
        { sid: 'SetPoisonAside', actions: ['sqs:SendMessage'], on: [this.publisherDlq.queueArn] },
      ],
    });
    feedFromStream(this, 'PublisherFeed', {
      target: publisher,
      streamArn,
      // Ledger entries only: everything else that changes is named by one of them.
      filter: { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'L#' }] } } } },
      dlq: this.publisherDlq,
    });
    return publisher;
  }

  /** Every event of the province reaches the nation's bus; what cannot be delivered waits in dead letters. */
  private forwardToNation(nationBusArn: string): void {
    const dlq = deadLetterQueue(this, 'NationDlq', named(this.context, 'nation-dlq'));
    const role = new iam.Role(this, 'NationRole', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: {
        grants: document([{ sid: 'TellTheNation', actions: ['events:PutEvents'], on: [nationBusArn] }]),
      },
    });
    const rule = new events.CfnRule(this, 'ToNation', {
      name: named(this.context, 'to-nation'),
      eventBusName: this.busName,
      eventPattern: { source: [`leian.${this.context.settings.code}`] },
      targets: [
        { id: 'nation', arn: nationBusArn, roleArn: role.roleArn, deadLetterConfig: { arn: dlq.queueArn } },
      ],
    });
    admitRule(dlq, rule.attrArn);
    this.nationDlq = dlq;
    this.tell('NationDlqUrl', dlq.queueUrl, 'events that the nation did not take');
  }
}
