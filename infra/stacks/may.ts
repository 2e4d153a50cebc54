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
  /**
   * Data keys of people and the aliases of their numbers, and only inside a transaction: with the ledger entry that says
   * so. IAM knows partition keys, not sort keys; that no record goes is for the code (`Removal`) to see to.
   */
  destroyKeys: (memory: With<'table'>): Grant => ({
    sid: 'DestroyKeys',
    actions: ['dynamodb:DeleteItem'],
    on: [memory.table.tableArn],
    when: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['sub_*', 'alias#person#*'] },
      'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] },
    },
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
    on: [memory.archive.arnForObjects('originals/*')],
  }),
  /** Segments of the ledger and signed heads: no original can be put there, and none of them where originals lie. */
  putLedger: (memory: With<'archive'>): Grant => ({
    sid: 'PutLedger',
    actions: ['s3:PutObject'],
    on: [memory.archive.arnForObjects('ledger/*')],
  }),
  /** Heads, and the warrants of those who sign statements; its public half says with which key a note was signed. */
  signLedger: (memory: With<'ledgerKeyArn'>): Grant => ({
    sid: 'SignLedger',
    actions: ['kms:Sign', 'kms:GetPublicKey'],
    on: [memory.ledgerKeyArn],
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
