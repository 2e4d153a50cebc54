import { aws_iam as iam, aws_iot as iot } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { document } from '../constructs/grant.ts';
import { deadLetterQueue } from '../constructs/queue.ts';
import { waive } from '../nag/waive.ts';
import { named, type StageContext } from '../stage-context.ts';
import { CapabilityStack } from './capability-stack.ts';
import { environment } from './environment.ts';
import { may } from './may.ts';
import type { RecordsStack } from './records.ts';

/** Rule names know no hyphen. */
const readingsRule = (context: StageContext): string => named(context, 'readings').replaceAll('-', '_');
const thing = '${iot:Connection.Thing.ThingName}';

/** Devices: a certificate for each, one topic for each, straight to a rule (basic ingest), a queue, a batch. */
export class DeviceTelemetryStack extends CapabilityStack {
  constructor(scope: Construct, context: StageContext, records: RecordsStack) {
    super(scope, context, records, 'device-telemetry', 'devices and their readings');
    const ruleName = readingsRule(context);
    const policy = this.devicePolicy(ruleName);
    const settings = environment(context, records, 'TABLE_NAME');
    this.http = this.run('Http', 'device-telemetry-http', {
      environment: {
        ...settings,
        ...environment(context, records, 'SETTINGS', 'LEDGER_KEY_ID'),
        ...{ DEVICE_POLICY_NAME: policy, DEVICE_RULE_NAME: ruleName },
      },
      grants: [
        may.files(records, 'GetItem', 'BatchGetItem', 'Query', 'PutItem'),
        may.useTableKey(records),
        may.signLedger(records),
        {
          sid: 'CreateThings',
          actions: ['iot:CreateThing'],
          on: [this.formatArn({ service: 'iot', resource: 'thing', resourceName: 'dev_*' })],
        },
        {
          // AWS names no resource for these, or at most every certificate: its name is unknown before it is signed.
          sid: 'SignAndAttachCertificates',
          actions: [
            'iot:AttachPolicy',
            'iot:AttachThingPrincipal',
            'iot:CreateCertificateFromCsr',
            'iot:DescribeEndpoint',
          ],
          on: ['*'],
        },
      ],
    });
    this.waiveFor(this.http.role);

    const queue = this.queueFor('Queue', 'device-telemetry', 'device-telemetry-consumer');
    this.readings(ruleName, queue.queue.queueArn, queue.queue.queueUrl);
    this.work('Consumer', 'device-telemetry-consumer', {
      environment: settings,
      grants: [may.files(records, 'GetItem', 'BatchGetItem', 'PutItem'), may.useTableKey(records)],
      queue,
      batchSize: 100,
      windowSeconds: 5,
    });
    this.tell(
      'DeviceRuleName',
      ruleName,
      `devices publish to $aws/rules/${ruleName}/devices/<device>/readings`,
    );
    this.tell('DevicePolicyName', policy, 'what a device may do');
  }

  private waiveFor(role: iam.Role): void {
    const unnamed = 'no certificate can be named before it is signed';
    waive(role, 'AwsSolutions-IAM5[Resource::*]', unnamed);
    waive(role, 'Serverless-LambdaStarPermissions', unnamed);
    waive(
      role,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iot:${this.region}:<AWS::AccountId>:thing/dev_*]`,
      'a thing is named by the id that its device gets at registration: the prefix of all device ids',
    );
  }

  /** A device connects under its own name with its own certificate, and publishes its own readings: nothing else. */
  private devicePolicy(ruleName: string): string {
    const arn = (resource: string, resourceName: string): string =>
      this.formatArn({ service: 'iot', resource, resourceName });
    const name = named(this.context, 'device');
    new iot.CfnPolicy(this, 'DevicePolicy', {
      policyName: name,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'iot:Connect',
            Resource: arn('client', thing),
            Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
          },
          {
            Effect: 'Allow',
            Action: 'iot:Publish',
            Resource: arn('topic', `$aws/rules/${ruleName}/devices/${thing}/readings`),
          },
        ],
      },
    });
    return name;
  }

  private readings(ruleName: string, queueArn: string, queueUrl: string): void {
    const dlq = deadLetterQueue(this, 'ReadingsDlq', named(this.context, 'device-readings-dlq'));
    const role = new iam.Role(this, 'ReadingsRole', {
      assumedBy: new iam.ServicePrincipal('iot.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
      inlinePolicies: {
        grants: document([
          { sid: 'HandOverReadings', actions: ['sqs:SendMessage'], on: [queueArn, dlq.queueArn] },
        ]),
      },
    });
    new iot.CfnTopicRule(this, 'Readings', {
      ruleName,
      topicRulePayload: {
        description: 'readings of devices, from the topic that only the device itself may publish to',
        awsIotSqlVersion: '2016-03-23',
        // Basic ingest cuts off $aws/rules/<rule>/: what remains is devices/<device>/readings.
        sql: "SELECT boot, sequence, readings, topic(2) AS device, clientid() AS client, timestamp() AS receivedMs FROM 'devices/+/readings'",
        ruleDisabled: false,
        actions: [{ sqs: { queueUrl, roleArn: role.roleArn, useBase64: false } }],
        errorAction: { sqs: { queueUrl: dlq.queueUrl, roleArn: role.roleArn, useBase64: false } },
      },
    });
    this.looseDeadLetters.push({ of: 'device-readings', queue: dlq });
    this.tell('ReadingsDlqUrl', dlq.queueUrl, 'readings that could not be handed over');
  }
}
