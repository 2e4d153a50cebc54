import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetObjectLockConfigurationCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketTaggingCommand,
  PutObjectLockConfigurationCommand,
  type ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { gap } from './gap.ts';
import { lifecycleRules } from './lifecycle.ts';

const type = 'AWS::S3::Bucket';

const mode = z.enum(['GOVERNANCE', 'COMPLIANCE']);
const lock = z.strictObject({
  ObjectLockEnabled: z.literal('Enabled'),
  Rule: z.strictObject({
    DefaultRetention: z.strictObject({ Mode: mode, Days: z.int().optional(), Years: z.int().optional() }),
  }),
});
const encryption = z.strictObject({
  ServerSideEncryptionConfiguration: z
    .array(
      z.strictObject({
        BucketKeyEnabled: z.boolean().default(false),
        ServerSideEncryptionByDefault: z.strictObject({
          SSEAlgorithm: z.enum(['aws:kms', 'AES256']),
          KMSMasterKeyID: z.string().optional(),
        }),
      }),
    )
    .length(1),
});
const logging = z.strictObject({ DestinationBucketName: z.string(), LogFilePrefix: z.string().default('') });
const ownership = z.strictObject({
  Rules: z.array(
    z.strictObject({
      ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']),
    }),
  ),
});
const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() }));

/** A configuration that was never set answers with an error whose name says so; any other error is passed on. */
const unlessUnset = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (
      error instanceof Error &&
      /^(NoSuch|ObjectLockConfigurationNotFound|ServerSideEncryption|OwnershipControlsNot)/.test(error.name)
    )
      return undefined;
    throw error;
  }
};

const byKey = <T extends { readonly Key?: string | undefined }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.Key ?? '').localeCompare(b.Key ?? ''));

/** Encryption, Object Lock, lifecycle, access logs, ownership and tags of buckets. */
export const s3Gaps = [
  gap<ServerSideEncryptionConfiguration>({
    type,
    property: 'BucketEncryption',
    wanted: (value) => ({
      Rules: encryption.parse(value).ServerSideEncryptionConfiguration.map((rule) => ({
        ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault,
        BucketKeyEnabled: rule.BucketKeyEnabled,
      })),
    }),
    apply: ({ s3 }, Bucket, ServerSideEncryptionConfiguration) =>
      s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration })),
    read: async ({ s3 }, Bucket) => {
      const answer = await unlessUnset(s3.send(new GetBucketEncryptionCommand({ Bucket })));
      return answer?.ServerSideEncryptionConfiguration;
    },
  }),
  gap({
    type,
    property: 'ObjectLockConfiguration',
    wanted: (value) => lock.parse(value),
    apply: ({ s3 }, Bucket, ObjectLockConfiguration) =>
      s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration })),
    read: async ({ s3 }, Bucket) => {
      const answer = await unlessUnset(s3.send(new GetObjectLockConfigurationCommand({ Bucket })));
      return lock.safeParse(answer?.ObjectLockConfiguration).data;
    },
  }),
  gap({
    type,
    property: 'ObjectLockEnabled',
    wanted: (value) => (z.boolean().parse(value) ? ('Enabled' as const) : undefined),
    // The configuration above says it too; a bucket without a default retention has only this.
    apply: ({ s3 }, Bucket, ObjectLockEnabled) =>
      s3.send(
        new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled } }),
      ),
    read: async ({ s3 }, Bucket) => {
      const answer = await unlessUnset(s3.send(new GetObjectLockConfigurationCommand({ Bucket })));
      return answer?.ObjectLockConfiguration?.ObjectLockEnabled;
    },
  }),
  gap({
    type,
    property: 'LifecycleConfiguration',
    wanted: lifecycleRules,
    apply: ({ s3 }, Bucket, Rules) =>
      s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } })),
    read: async ({ s3 }, Bucket) => {
      const answer = await unlessUnset(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
      return answer?.Rules;
    },
  }),
  gap({
    type,
    property: 'LoggingConfiguration',
    wanted: (value) => {
      const { DestinationBucketName, LogFilePrefix } = logging.parse(value);
      return { TargetBucket: DestinationBucketName, TargetPrefix: LogFilePrefix };
    },
    apply: ({ s3 }, Bucket, LoggingEnabled) =>
      s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } })),
    read: async ({ s3 }, Bucket) => {
      const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }));
      const { TargetBucket, TargetPrefix = '' } = LoggingEnabled ?? {};
      return TargetBucket === undefined ? undefined : { TargetBucket, TargetPrefix };
    },
  }),
  gap({
    type,
    property: 'OwnershipControls',
    wanted: (value) => ownership.parse(value),
    apply: ({ s3 }, Bucket, OwnershipControls) =>
      s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls })),
    read: async ({ s3 }, Bucket) => {
      const answer = await unlessUnset(s3.send(new GetBucketOwnershipControlsCommand({ Bucket })));
      return ownership.safeParse(answer?.OwnershipControls).data;
    },
  }),
  gap({
    type,
    property: 'Tags',
    wanted: (value) => byKey(tags.parse(value)),
    apply: ({ s3 }, Bucket, TagSet) => s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } })),
    read: async ({ s3 }, Bucket) => {
      const answer = await unlessUnset(s3.send(new GetBucketTaggingCommand({ Bucket })));
      const own = (answer?.TagSet ?? []).filter(({ Key }) => Key?.startsWith('aws:') !== true);
      return answer && tags.parse(byKey(own));
    },
  }),
];
