import type { LifecycleRule, TransitionStorageClass } from '@aws-sdk/client-s3';
import * as z from 'zod';

const storageClass = z.enum([
  'GLACIER',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
]) satisfies z.ZodType<TransitionStorageClass>;

/** A lifecycle rule as CloudFormation spells it; a field that is not here is refused, so that none is lost in translation. */
const rule = z.strictObject({
  Id: z.string(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().default(''),
  ExpirationInDays: z.int().optional(),
  ExpiredObjectDeleteMarker: z.boolean().optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: z.int(), NewerNoncurrentVersions: z.int().optional() })
    .optional(),
  Transitions: z.array(z.strictObject({ StorageClass: storageClass, TransitionInDays: z.int() })).optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: z.int() }).optional(),
});
const configuration = z.strictObject({ Rules: z.array(rule) });

/** The rules as S3's own API spells them. Throws when the template holds a field that is not translated yet. */
export const lifecycleRules = (value: unknown): LifecycleRule[] =>
  configuration.parse(value).Rules.map((one) => {
    const expiration = {
      ...(one.ExpirationInDays === undefined ? {} : { Days: one.ExpirationInDays }),
      ...(one.ExpiredObjectDeleteMarker === undefined
        ? {}
        : { ExpiredObjectDeleteMarker: one.ExpiredObjectDeleteMarker }),
    };
    const transitions = one.Transitions?.map(({ StorageClass, TransitionInDays: Days }) => ({
      Days,
      StorageClass,
    }));
    return {
      ID: one.Id,
      Status: one.Status,
      Filter: { Prefix: one.Prefix },
      ...(Object.keys(expiration).length === 0 ? {} : { Expiration: expiration }),
      ...(transitions === undefined ? {} : { Transitions: transitions }),
      ...(one.NoncurrentVersionExpiration === undefined
        ? {}
        : { NoncurrentVersionExpiration: one.NoncurrentVersionExpiration }),
      ...(one.AbortIncompleteMultipartUpload === undefined
        ? {}
        : { AbortIncompleteMultipartUpload: one.AbortIncompleteMultipartUpload }),
    };
  });
