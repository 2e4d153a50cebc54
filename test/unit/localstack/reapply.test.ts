import { describe, expect, it } from 'vitest';
import type { TemplateResource } from '../../../localstack/assembly.ts';
import { checked, unchecked } from '../../../localstack/checked.ts';
import { reasons } from '../../../localstack/deploy.ts';
import { lifecycleRules } from '../../../localstack/lifecycle.ts';
import { gaps, plan } from '../../../localstack/reapply.ts';
import { resolve, type Deployed } from '../../../localstack/resolve.ts';

const resource = (
  logicalId: string,
  type: string,
  properties: Record<string, unknown>,
): TemplateResource => ({
  stack: 'leian-33-records',
  logicalId,
  type,
  properties,
});

const deployed: Deployed = {
  region: 'cn-north-1',
  account: '000000000000',
  partition: 'aws',
  resources: [
    { stack: 'leian-33-records', logicalId: 'Key', type: 'AWS::KMS::Key', physicalId: 'k-1' },
    { stack: 'leian-33-records', logicalId: 'Logs', type: 'AWS::S3::Bucket', physicalId: 'logs-1' },
    { stack: 'leian-33-other', logicalId: 'Far', type: 'AWS::S3::Bucket', physicalId: 'far-1' },
  ],
  exports: new Map([['leian-33-records:KeyArn', 'arn:aws:kms:cn-north-1:000000000000:key/k-1']]),
};
const resolved = (value: unknown): unknown => resolve(value, 'leian-33-records', deployed);

describe('what is re-applied', () => {
  it('follows from the templates: each dropped property of each resource that has it', () => {
    const planned = plan([
      {
        name: 'leian-33-records',
        resources: [
          resource('Table', 'AWS::DynamoDB::Table', {
            TimeToLiveSpecification: {},
            SSESpecification: {},
            BillingMode: 'x',
          }),
          resource('Archive', 'AWS::S3::Bucket', {
            ObjectLockConfiguration: {},
            VersioningConfiguration: {},
          }),
          resource('Function', 'AWS::Lambda::Function', { ReservedConcurrentExecutions: 0, MemorySize: 512 }),
          resource('Queue', 'AWS::SQS::Queue', { QueueName: 'x' }),
        ],
      },
    ]);
    expect(
      planned.map(({ resource: { logicalId }, gap: { property } }) => `${logicalId}.${property}`),
    ).toEqual([
      'Table.TimeToLiveSpecification',
      'Table.SSESpecification',
      'Archive.ObjectLockConfiguration',
      'Function.ReservedConcurrentExecutions',
    ]);
  });

  it('refuses a field that is not translated yet, instead of losing it', () => {
    const lock = gaps.find(({ property }) => property === 'ObjectLockConfiguration');
    const rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } };
    expect(lock?.plan({ ObjectLockEnabled: 'Enabled', Rule: rule }).wanted).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: rule,
    });
    expect(() => lock?.plan({ ObjectLockEnabled: 'Enabled', Rule: rule, New: 1 })).toThrow(/New/);
    expect(() =>
      lifecycleRules({ Rules: [{ Id: 'a', Status: 'Enabled', ObjectSizeGreaterThan: '1' }] }),
    ).toThrow(/ObjectSize/);
  });

  it('spells lifecycle rules as S3 does', () => {
    expect(
      lifecycleRules({
        Rules: [
          {
            Id: 'unclaimed',
            Status: 'Enabled',
            Prefix: 'in/',
            ExpirationInDays: 7,
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }],
          },
        ],
      }),
    ).toEqual([
      {
        ID: 'unclaimed',
        Status: 'Enabled',
        Filter: { Prefix: 'in/' },
        Expiration: { Days: 7 },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        Transitions: [{ StorageClass: 'GLACIER_IR', Days: 90 }],
      },
    ]);
  });
});

describe('references of a template', () => {
  it('are filled in as CloudFormation does', () => {
    expect(
      resolved({
        key: { 'Fn::GetAtt': ['Key', 'Arn'] },
        bucket: { Ref: 'Logs' },
        lent: { 'Fn::ImportValue': 'leian-33-records:KeyArn' },
        joined: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':', { Ref: 'AWS::Region' }]] },
        list: [{ Ref: 'AWS::AccountId' }, 1, true],
      }),
    ).toEqual({
      key: 'arn:aws:kms:cn-north-1:000000000000:key/k-1',
      bucket: 'logs-1',
      lent: 'arn:aws:kms:cn-north-1:000000000000:key/k-1',
      joined: 'arn:aws:cn-north-1',
      list: ['000000000000', 1, true],
    });
  });

  it.each([
    ['a resource of another stack', { Ref: 'Far' }],
    ['an unknown export', { 'Fn::ImportValue': 'nobody' }],
    ['an attribute that we cannot know', { 'Fn::GetAtt': ['Key', 'Strength'] }],
    ['an unknown function', { 'Fn::Cidr': ['10.0.0.0/8'] }],
  ])('throw for %s', (_what, value) => {
    expect(() => resolved(value)).toThrow(/cannot resolve/);
  });
});

describe('a deployment that was refused', () => {
  it('says why before it says anything else', () => {
    const log = [
      'start',
      'x | CREATE_FAILED | AWS::S3::Bucket | Archive name is taken',
      'y'.repeat(5),
      '❌ leian failed',
      'end',
    ].join('\n');
    expect(reasons(log).slice(0, 2)).toEqual([
      'x | CREATE_FAILED | AWS::S3::Bucket | Archive name is taken',
      '❌ leian failed',
    ]);
    expect(reasons('only\nthis')).toEqual(['only', 'this']);
  });
});

describe('what nobody has looked at on the emulator', () => {
  it('is named, so that nothing is dropped in silence', () => {
    const stacks = [
      {
        name: 'leian-33-records',
        resources: [
          resource('Queue', 'AWS::SQS::Queue', { QueueName: 'x', NewSetting: 1 }),
          resource('Table', 'AWS::DynamoDB::Table', { KeySchema: [], TimeToLiveSpecification: {} }),
          resource('Thing', 'AWS::New::Thing', { Size: 1 }),
        ],
      },
    ];
    expect(unchecked(stacks, gaps)).toEqual(['AWS::New::Thing Size', 'AWS::SQS::Queue NewSetting']);
  });

  it('is not also said to be kept when it is re-applied', () => {
    for (const { type, property } of gaps) expect(checked[type]?.kept ?? []).not.toContain(property);
  });
});
