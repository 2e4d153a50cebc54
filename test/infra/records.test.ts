import { expect, test } from 'vitest';
import { noDifferences } from '../../infra/local.ts';
import { ProvinceStage } from '../../infra/province-stage.ts';
import { provinces } from '../../infra/provinces/index.ts';
import { provinceSettings, retentionFloors } from '../../infra/provinces/schema.ts';
import { emptyBundles, newApp, ofType, one, province, stackOf, text } from './house.ts';

test('the table: on demand, our key, recoverable, streaming, a sparse index of due dates', () => {
  const { properties } = one(province(), 'AWS::DynamoDB::Table');
  expect(properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    DeletionProtectionEnabled: true,
    GlobalSecondaryIndexes: [
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'dueSlot', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
});

test('the archive: locked for six years, versioned, TLS only, and nobody may lift a lock', () => {
  const { properties } = one(province(), 'AWS::S3::Bucket', 'Archive');
  expect(properties).toMatchObject({
    ObjectLockEnabled: true,
    ObjectLockConfiguration: {
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: retentionFloors.inspectionReport } },
    },
    VersioningConfiguration: { Status: 'Enabled' },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    LoggingConfiguration: { LogFilePrefix: 'archive/' },
  });
  expect(text(properties['BucketEncryption'])).toContain('aws:kms');
  const policy = text(one(province(), 'AWS::S3::BucketPolicy', 'Archive').properties);
  expect(policy).toContain('"aws:SecureTransport":"false"');
  expect(policy).toContain('s3:BypassGovernanceRetention","Effect":"Deny"');
});

test('the archive and the table outlive their stack', () => {
  const { json } = stackOf(province(), 'records');
  const kept = text(json).match(/"DeletionPolicy":"Retain"/g) ?? [];
  expect(kept.length).toBeGreaterThanOrEqual(8);
});

test('the publisher sees new ledger entries only, gives back what failed, and sets poison aside', () => {
  const { properties } = one(province(), 'AWS::Lambda::EventSourceMapping', 'PublisherFeed');
  expect(properties).toMatchObject({
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    StartingPosition: 'TRIM_HORIZON',
    FilterCriteria: {
      Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"L#"}]}}}}' }],
    },
  });
  expect(text(properties['DestinationConfig'])).toContain('PublisherDlq');
});

test('the integrator sees the same entries, gathered, and never twice at once from one shard', () => {
  const feeds = ['PublisherFeed', 'IntegratorFeed'].map(
    (id) => one(province(), 'AWS::Lambda::EventSourceMapping', id).properties,
  );
  const [published, integrated] = feeds;
  expect(integrated).toMatchObject({
    FilterCriteria: published?.['FilterCriteria'],
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 64,
    MaximumBatchingWindowInSeconds: 2,
    ParallelizationFactor: 1,
  });
  expect(text(integrated?.['DestinationConfig'])).toContain('IntegratorDlq');
  // A stream takes two readers per shard, and no third.
  expect(
    ofType(province(), 'AWS::Lambda::EventSourceMapping').filter(({ properties }) =>
      text(properties['EventSourceArn']).includes('StreamArn'),
    ),
  ).toHaveLength(2);
});

test('the key of the ledger signs and does nothing else; by which algorithm, the settings say', () => {
  expect(one(province(), 'AWS::KMS::Key', 'LedgerKey').properties).toMatchObject({
    KeySpec: 'ECC_NIST_EDWARDS25519',
    KeyUsage: 'SIGN_VERIFY',
  });
  const app = newApp();
  const settings = provinceSettings.parse({
    ...provinces()[0],
    ledger: { algorithm: 'ECDSA_P256', mark: 'G' },
  });
  const stage = new ProvinceStage(app, 'other', {
    settings,
    differences: noDifferences,
    assets: emptyBundles(),
  });
  const templates = stage.synth().stacks.map(({ template }) => text(template));
  expect(templates.filter((template) => template.includes('"KeySpec":"ECC_NIST_P256"'))).toHaveLength(1);
  expect(templates.join()).not.toContain('EDWARDS');
});

test('the key for persons makes HMACs and nothing else', () => {
  expect(one(province(), 'AWS::KMS::Key', 'PersonHashKey').properties).toMatchObject({
    KeySpec: 'HMAC_256',
    KeyUsage: 'GENERATE_VERIFY_MAC',
  });
});
