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
import { document, type Grant } from '../constructs/grant.ts';
import { dataKey, fieldKey, ledgerKey, personHashKey } from '../constructs/key.ts';
import { admitRule, deadLetterQueue } from '../constructs/queue.ts';
import { table } from '../constructs/table.ts';
import { archiveDays } from '../provinces/schema.ts';
import { named, type StageContext } from '../stage-context.ts';
import { environment } from './environment.ts';
import { may } from './may.ts';
import { HouseStack } from './house-stack.ts';

/** Ledger entries only: everything else that changes is named by one of them. */
const newEntries = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'L#' }] } } } };

/**
 * The province's memory: keys, table, archive, bus; the publisher that turns ledger entries into events, and the
 * integrator that gives them their place in the tree. A stream takes no third reader (two per shard).
 */
export class RecordsStack extends HouseStack {
  readonly dataKey: kms.Key;
  readonly fieldKey: kms.Key;
  readonly personHashKeyArn: string;
  readonly ledgerKeyArn: string;
  readonly table: dynamodb.Table;
  readonly archive: s3.Bucket;
  readonly archiveDays: number;
  readonly busName: string;
  readonly busArn: string;
  readonly publisher: HouseFunction;
  readonly publisherDlq: sqs.Queue;
  readonly integrator: HouseFunction;
  readonly integratorDlq: sqs.Queue;
  /** Events that the nation did not take; only where the settings name the nation. */
  nationDlq: sqs.Queue | undefined;

  constructor(scope: Construct, context: StageContext) {
    super(scope, context, 'records', 'table, keys, archive, bus, ledger publisher and integrator');
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
    this.ledgerKeyArn = ledgerKey(this, 'LedgerKey', {
      description: 'signs the heads of the ledger',
      alias: named(context, 'ledger'),
      algorithm: settings.ledger.algorithm,
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
    this.integratorDlq = deadLetterQueue(this, 'IntegratorDlq', named(context, 'ledger-integrator-dlq'));
    this.integrator = this.makeIntegrator();
    if (settings.nation.busArn !== undefined) this.forwardToNation(settings.nation.busArn);

    this.tell('TableName', this.table.tableName, 'the table: one item collection per subject');
    this.tell('ArchiveBucket', this.archive.bucketName, 'originals, ledger and signed heads, write once');
    this.tell('StagingBucket', staging.bucketName, 'uploads that are not verified yet');
    this.tell('BusName', this.busName, 'events of this province');
    this.tell('FieldKeyArn', this.fieldKey.keyArn, 'wraps data keys');
    this.tell(
      'LedgerKeyArn',
      this.ledgerKeyArn,
      'signs the heads of the ledger; its public half proves them',
    );
    this.tell(
      'PublisherDlqUrl',
      this.publisherDlq.queueUrl,
      'ledger entries whose events could not be published',
    );
    this.tell(
      'IntegratorDlqUrl',
      this.integratorDlq.queueUrl,
      'ledger entries that got no place in the tree',
    );
  }

  /** What Lambda needs in the name of a function that reads the stream. */
  private readStream(dlq: sqs.Queue): readonly Grant[] {
    return [
      {
        sid: 'ReadTheStream',
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        on: [this.table.tableStreamArn ?? ''],
      },
      { sid: 'SetPoisonAside', actions: ['sqs:SendMessage'], on: [dlq.queueArn] },
    ];
  }

  private makePublisher(): HouseFunction {
    const publisher = new HouseFunction(this, 'Publisher', {
      context: this.context,
      functionId: 'ledger-publisher-consumer',
      logKey: this.dataKey,
      environment: environment(this.context, this, 'PROVINCE', 'TABLE_NAME', 'BUS_NAME'),
      grants: [
        ...this.readStream(this.publisherDlq),
        may.files(this, 'BatchGetItem'),
        may.useTableKey(this, 'read'),
        { sid: 'PublishEvents', actions: ['events:PutEvents'], on: [this.busArn] },
      ],
    });
    feedFromStream(this, 'PublisherFeed', {
      target: publisher,
      streamArn: this.table.tableStreamArn ?? '',
      filter: newEntries,
      dlq: this.publisherDlq,
    });
    return publisher;
  }

  private makeIntegrator(): HouseFunction {
    const integrator = new HouseFunction(this, 'Integrator', {
      context: this.context,
      functionId: 'ledger-integrator-consumer',
      logKey: this.dataKey,
      environment: {
        ...environment(this.context, this, 'PROVINCE', 'TABLE_NAME'),
        ...environment(this.context, this, 'ARCHIVE_BUCKET', 'LEDGER_KEY_ID'),
      },
      grants: [
        ...this.readStream(this.integratorDlq),
        may.files(this, 'GetItem', 'BatchGetItem', 'PutItem'),
        may.useTableKey(this),
        may.putLedger(this),
        may.useArchiveKey(this),
        may.signLedger(this),
      ],
    });
    feedFromStream(this, 'IntegratorFeed', {
      target: integrator,
      streamArn: this.table.tableStreamArn ?? '',
      filter: newEntries,
      dlq: this.integratorDlq,
      // One batch is one transaction and one signature: gathering makes both cheaper, at the price of two seconds.
      batchSize: 64,
      windowSeconds: 2,
      // Two at once would only race each other for the tree.
      atOnce: 1,
    });
    return integrator;
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
