import { Aws, Stack } from 'aws-cdk-lib';
import type { Grant } from '../constructs/grant.ts';
import { dueIndex } from '../constructs/table.ts';
import type { RecordsStack } from './records.ts';

type ItemCall = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem';
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
  /** Items of the table. A transaction asks for the right of each write in it: all of ours are puts, refused or not by conditions. */
  files: (memory: With<'table'>, ...calls: readonly ItemCall[]): Grant => ({
    sid: 'Files',
    actions: calls.map((call) => `dynamodb:${call}`),
    on: [memory.table.tableArn],
  }),
  /** Task tokens that were answered, and nothing else: no role may delete an item of a file. */
  forgetTokens: (memory: With<'table'>): Grant => ({
    sid: 'ForgetTokens',
    actions: ['dynamodb:DeleteItem'],
    on: [memory.table.tableArn],
    when: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['loop#*'] } },
  }),
  readDue: (memory: With<'table'>): Grant => ({
    sid: 'ReadDueIndex',
    actions: ['dynamodb:Query'],
    on: [`${memory.table.tableArn}/index/${dueIndex}`],
  }),
  /** The key of the table, for whoever reads and writes items, or only reads them. */
  useTableKey: (memory: With<'dataKey'>, to: 'read' | 'write' = 'write'): Grant => ({
    sid: 'UseTableKey',
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      ...(to === 'read'
        ? []
        : ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']),
    ],
    on: [memory.dataKey.keyArn],
    when: through('dynamodb', memory),
  }),
  putOriginals: (memory: With<'archive'>): Grant => ({
    sid: 'PutOriginals',
    // The bucket itself locks what is put: no right to name a retention is needed.
    actions: ['s3:PutObject'],
    on: [memory.archive.arnForObjects('*')],
  }),
  useArchiveKey: (memory: With<'dataKey'>): Grant => ({
    sid: 'UseArchiveKey',
    actions: ['kms:GenerateDataKey'],
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
