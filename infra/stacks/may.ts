import { Aws, Stack } from 'aws-cdk-lib';
import type { Grant } from '../constructs/grant.ts';
import { dueIndex } from '../constructs/table.ts';
import type { RecordsStack } from './records.ts';

type With<K extends keyof RecordsStack> = Pick<RecordsStack, K>;

/** Only through the named service, never by hand: how a key that encrypts stored data may be used. */
const through = (service: string, memory: With<'dataKey'>) => ({
  StringEquals: { 'kms:ViaService': `${service}.${Stack.of(memory.dataKey).region}.${Aws.URL_SUFFIX}` },
});

/**
 * What functions may do with the province's memory. Each entry is one statement of a role; which function has which
 * stands in the table at the head of its stack.
 */
export const may = {
  readFiles: (memory: With<'table'>): Grant => ({
    sid: 'ReadFiles',
    actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    on: [memory.table.tableArn],
  }),
  /** A transaction needs the right of each of its writes. */
  writeFiles: (memory: With<'table'>): Grant => ({
    sid: 'WriteFiles',
    actions: ['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'],
    on: [memory.table.tableArn],
  }),
  forgetTokens: (memory: With<'table'>): Grant => ({
    sid: 'ForgetAnsweredTokens',
    actions: ['dynamodb:DeleteItem'],
    on: [memory.table.tableArn],
  }),
  readDue: (memory: With<'table'>): Grant => ({
    sid: 'ReadDueIndex',
    actions: ['dynamodb:Query'],
    on: [`${memory.table.tableArn}/index/${dueIndex}`],
  }),
  useTableKey: (memory: With<'dataKey'>): Grant => ({
    sid: 'UseTableKey',
    actions: [
      'kms:Decrypt',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:DescribeKey',
    ],
    on: [memory.dataKey.keyArn],
    when: through('dynamodb', memory),
  }),
  putOriginals: (memory: With<'archive'>): Grant => ({
    sid: 'PutOriginals',
    actions: ['s3:PutObject', 's3:PutObjectRetention'],
    on: [memory.archive.arnForObjects('*')],
  }),
  useArchiveKey: (memory: With<'dataKey'>): Grant => ({
    sid: 'UseArchiveKey',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    on: [memory.dataKey.keyArn],
    when: through('s3', memory),
  }),
  wrapFieldKeys: (memory: With<'fieldKey'>): Grant => ({
    sid: 'WrapFieldKeys',
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    on: [memory.fieldKey.keyArn],
  }),
  unwrapFieldKeys: (memory: With<'fieldKey'>): Grant => ({
    sid: 'UnwrapFieldKeys',
    actions: ['kms:Decrypt'],
    on: [memory.fieldKey.keyArn],
  }),
  matchPersons: (memory: With<'personHashKeyArn'>): Grant => ({
    sid: 'MatchPersons',
    actions: ['kms:GenerateMac'],
    on: [memory.personHashKeyArn],
  }),
} as const;
