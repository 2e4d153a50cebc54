import {
  Duration,
  RemovalPolicy,
  Stack,
  aws_iam as iam,
  aws_s3 as s3,
  type aws_kms as kms,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { waive } from '../nag/waive.ts';

interface Common {
  readonly key: kms.IKey;
  readonly disposable: boolean;
  /** Where accesses are logged. */
  readonly logs: s3.Bucket;
}

const safe = (disposable: boolean) => ({
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  versioned: true,
  removalPolicy: disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
});

/** Takes the access logs of the other buckets. The log service can only write under S3's own key. */
export const accessLogBucket = (
  scope: Construct,
  id: string,
  props: { days: number; disposable: boolean },
): s3.Bucket => {
  const made = new s3.Bucket(scope, id, {
    ...safe(props.disposable),
    encryption: s3.BucketEncryption.S3_MANAGED,
    lifecycleRules: [
      {
        id: 'six-months-and-more',
        expiration: Duration.days(props.days),
        noncurrentVersionExpiration: Duration.days(1),
      },
    ],
  });
  waive(
    made,
    'NIST.800.53.R5-S3DefaultEncryptionKMS',
    'the log service of S3 cannot write under a key of ours',
  );
  return made;
};

/** Has the accesses of one bucket logged in another, which admits the log service for this bucket only. */
const logAccesses = (of: s3.Bucket, into: s3.Bucket, prefix: string): void => {
  const raw = of.node.defaultChild;
  if (!(raw instanceof s3.CfnBucket)) throw new Error(`${of.node.path} made no bucket resource`);
  raw.loggingConfiguration = { destinationBucketName: into.bucketName, logFilePrefix: prefix };
  into.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: `Log${prefix.slice(0, -1)}`,
      principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [into.arnForObjects(`${prefix}*`)],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(of).account } },
    }),
  );
};

/** Write once, read many: every version is locked for `days`, and nobody may lift a lock before its time. */
export const archiveBucket = (
  scope: Construct,
  id: string,
  props: Common & { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number },
): s3.Bucket => {
  const made = new s3.Bucket(scope, id, {
    ...safe(props.disposable),
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: props.key,
    bucketKeyEnabled: true,
    objectLockEnabled: true,
    objectLockDefaultRetention:
      props.mode === 'COMPLIANCE'
        ? s3.ObjectLockRetention.compliance(Duration.days(props.days))
        : s3.ObjectLockRetention.governance(Duration.days(props.days)),
    lifecycleRules: [{ id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
  });
  logAccesses(made, props.logs, 'archive/');
  made.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'NobodyLiftsALock',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:BypassGovernanceRetention'],
      resources: [made.arnForObjects('*')],
    }),
  );
  return made;
};

/** Uploads wait here until they are verified and copied to the archive; what nobody claims goes after `days`. */
export const stagingBucket = (
  scope: Construct,
  id: string,
  props: Common & { readonly days: number },
): s3.Bucket => {
  const made = new s3.Bucket(scope, id, {
    ...safe(props.disposable),
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: props.key,
    bucketKeyEnabled: true,
    lifecycleRules: [
      {
        id: 'unclaimed',
        expiration: Duration.days(props.days),
        noncurrentVersionExpiration: Duration.days(1),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
  });
  logAccesses(made, props.logs, 'staging/');
  return made;
};
