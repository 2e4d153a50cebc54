import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { deployedFunctions, functionId } from '../../infra/functions.ts';
import { grantsOf as allGrantsOf } from '../../scripts/prove-grants/grants.ts';
import { rowHead } from '../../scripts/prove-grants/page.ts';
import { reasonFor } from '../../scripts/prove-grants/unseen.ts';
import { ofType, one, province, root, text } from './house.ts';

const statements = z.object({
  Policies: z.array(
    z.object({
      PolicyDocument: z.object({
        Statement: z.array(
          z.object({
            Sid: z.string(),
            Effect: z.literal('Allow'),
            Action: z.union([z.string(), z.array(z.string())]),
            Resource: z.unknown(),
            Condition: z.unknown().optional(),
          }),
        ),
      }),
    }),
  ),
});
const grantsOf = (id: string) => {
  const found = ofType(province(), 'AWS::Lambda::Function').find(
    ({ properties }) => properties['FunctionName'] === `leian-33-${id}`,
  );
  const roleId = /"Fn::GetAtt":\["(\w+)","Arn"\]/.exec(text(found?.properties['Role']))?.[1] ?? '';
  const stack = province().find(({ resources }) => found !== undefined && resources.includes(found));
  const role = stack?.resources.find((resource) => resource.id === roleId);
  return statements
    .parse(role?.properties)
    .Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};
const actionsOf = (id: string) =>
  grantsOf(id)
    .flatMap(({ Action }) => Action)
    .sort();

const ownLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const readKey = ['kms:Decrypt', 'kms:DescribeKey'];
const tableKey = [...readKey, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
const work = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const items = (...calls: string[]) => calls.map((call) => `dynamodb:${call}`);
const signs = ['kms:GetPublicKey', 'kms:Sign'];
const loops = ['states:SendTaskFailure', 'states:SendTaskSuccess', 'states:StartExecution'];

/** What each function may do, all of it: a change of a right is a change of this table. */
const table: Record<string, string[]> = {
  'ledger-publisher-consumer': [
    ...items('BatchGetItem', 'DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'),
    ...[...readKey, 'events:PutEvents', 'sqs:SendMessage'],
  ],
  'ledger-integrator-consumer': [
    ...items('GetItem', 'BatchGetItem', 'PutItem'),
    ...items('DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'),
    ...[...tableKey, 'kms:GenerateDataKey', ...signs, 's3:PutObject', 'sqs:SendMessage'],
  ],
  'access-authorizer-authorizer': [],
  'registration-http': [
    ...items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem'),
    ...tableKey,
    'kms:GenerateDataKey',
    'kms:Decrypt',
    'kms:GenerateMac',
    ...signs,
  ],
  'report-intake-http': [
    ...items('GetItem', 'BatchGetItem', 'PutItem'),
    ...tableKey,
    's3:PutObject',
    'kms:GenerateDataKey',
    'kms:Decrypt',
    ...signs,
  ],
  'anomaly-detection-http': [
    ...items('GetItem', 'BatchGetItem', 'Query', 'PutItem'),
    ...[...tableKey, ...signs],
  ],
  'anomaly-detection-consumer': [
    ...items('GetItem', 'BatchGetItem', 'Query', 'PutItem'),
    ...tableKey,
    ...work,
  ],
  'hazard-tracking-http': [
    ...items('GetItem', 'BatchGetItem', 'Query', 'PutItem'),
    ...tableKey,
    'kms:GenerateDataKey',
    'kms:Decrypt',
    ...signs,
  ],
  'hazard-tracking-consumer': [...items('GetItem', 'PutItem', 'DeleteItem'), ...tableKey, ...work, ...loops],
  'hazard-tracking-task': [...items('GetItem', 'PutItem', 'DeleteItem'), ...tableKey, ...loops],
  'hazard-tracking-sweep': [...items('GetItem', 'PutItem', 'Query'), ...tableKey, 'sqs:SendMessage'],
  'hazard-tracking-deadline': [...items('GetItem', 'PutItem'), ...tableKey, ...work],
  'credit-evaluation-http': [...items('GetItem', 'BatchGetItem'), ...readKey],
  'credit-evaluation-consumer': [...items('GetItem', 'BatchGetItem', 'PutItem'), ...tableKey, ...work],
  'device-telemetry-http': [
    ...[...items('GetItem', 'BatchGetItem', 'Query', 'PutItem'), ...tableKey, ...signs],
    ...[
      'iot:AttachPolicy',
      'iot:AttachThingPrincipal',
      'iot:CreateCertificateFromCsr',
      'iot:CreateThing',
      'iot:DescribeEndpoint',
    ],
  ],
  'device-telemetry-consumer': [...items('GetItem', 'BatchGetItem', 'PutItem'), ...tableKey, ...work],
};

test.each(deployedFunctions.map(functionId))('%s may do what the table says, and no more', (id) => {
  expect(actionsOf(id)).toEqual([...(table[id] ?? ['not in the table']), ...ownLog].sort());
});

test('items of a file are deleted only inside a transaction, and of the rest only what is named', () => {
  const rows = deployedFunctions.map(functionId).flatMap((id) =>
    grantsOf(id)
      .filter(({ Action }) => [Action].flat().includes('dynamodb:DeleteItem'))
      .map(({ Sid, Condition }) => [id, Sid, Condition] as const),
  );
  const tokens = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['loop#*'] } };
  expect(rows).toEqual([
    [
      'registration-http',
      'DestroyKeys',
      {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['sub_*', 'alias#person#*'] },
        'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] },
      },
    ],
    ['hazard-tracking-consumer', 'ForgetTokens', tokens],
    ['hazard-tracking-task', 'ForgetTokens', tokens],
  ]);
});

test('only the publisher may put events', () => {
  const others = deployedFunctions.map(functionId).filter((id) => actionsOf(id).includes('events:PutEvents'));
  expect(others).toEqual(['ledger-publisher-consumer']);
});

test('originals and the ledger lie apart in the archive: nobody who puts one can put the other', () => {
  const puts = deployedFunctions.map(functionId).flatMap((id) =>
    grantsOf(id)
      .filter(({ Action }) => [Action].flat().includes('s3:PutObject'))
      .map(({ Resource }) => [id, /"\/(\w+)\/\*"/.exec(text(Resource))?.[1]]),
  );
  expect(puts).toEqual([
    ['ledger-integrator-consumer', 'ledger'],
    ['report-intake-http', 'originals'],
  ]);
});

test('a key of stored data is only used through the service that stores', () => {
  for (const id of deployedFunctions.map(functionId))
    for (const { Sid, Condition } of grantsOf(id).filter((grant) => /^Use\w+Key$/.test(grant.Sid)))
      expect(text(Condition), `${id} ${Sid}`).toMatch(
        /"kms:ViaService":\{"Fn::Join":\["",\["(dynamodb|s3)\.cn-north-1\.",\{"Ref":"AWS::URLSuffix"\}\]\]\}/,
      );
});

test('a queue takes messages from its own rule, and from nobody else', () => {
  for (const { id, properties } of ofType(province(), 'AWS::SQS::QueuePolicy')) {
    const policy = text(properties);
    const allowed = policy.match(/"Effect":"Allow"/g)?.length ?? 0;
    expect(allowed, id).toBeLessThanOrEqual(1);
    if (allowed === 1)
      expect(policy).toMatch(
        /"Condition":\{"ArnEquals":\{"aws:SourceArn":\{"Fn::GetAtt":\["Rule","Arn"\]\}\}\}/,
      );
  }
});

test('rules listen to their own province and to the events that their capability reacts to', () => {
  const pattern = (stack: string) =>
    province()
      .filter((template) => template.stack === stack)
      .flatMap(({ resources }) => resources.filter(({ type }) => type === 'AWS::Events::Rule'))
      .map(({ properties }) => properties['EventPattern']);
  expect(pattern('anomaly-detection')).toEqual([
    { source: ['leian.33'], 'detail-type': ['InspectionReportReceived'] },
  ]);
  expect(pattern('hazard-tracking')).toMatchObject([
    {
      'detail-type': [
        'InspectionReportReceived',
        'DeviceAlarmRaised',
        'HazardFound',
        'HazardMoved',
        'HazardOverdue',
      ],
    },
  ]);
  expect(pattern('credit-evaluation')).toMatchObject([
    {
      'detail-type': [
        'InspectionOrganisationRegistered',
        'AnomalyDecided',
        'InspectionReportReceived',
        'HazardOverdue',
      ],
    },
  ]);
});

test('the machine logs its steps without data, and may call its task and nothing else', () => {
  const machine = one(province(), 'AWS::StepFunctions::StateMachine');
  expect(machine.properties).toMatchObject({
    StateMachineType: 'STANDARD',
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
  });
  const role = one(province(), 'AWS::IAM::Role', 'HazardLoopRole');
  const own = statements
    .parse(role.properties)
    .Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  expect(own.map(({ Sid }) => Sid)).toEqual(['CallItsTask', 'DeliverLogs']);
  expect(text(own[0]?.Resource)).toContain('Task');
});

test('docs/grants.md proves exactly these grants: run scripts/prove-grants.ts after a change', () => {
  const all = allGrantsOf(
    province().map(({ stack, resources }) => ({
      name: stack,
      resources: resources.map(({ id, type, properties }) => ({ stack, logicalId: id, type, properties })),
    })),
  );
  const wanted = all
    .filter((grant) => reasonFor(grant) === undefined)
    .map((grant) => rowHead(grant).join(' | '));
  const [, proven = ''] = readFileSync(join(root, 'docs/grants.md'), 'utf8').split(/^## .*$/m);
  const shown = proven
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, 5)
        .map((cell) => cell.trim())
        .join(' | '),
    );
  expect(shown.sort()).toEqual(wanted.sort());
});
