import {
  ArnFormat,
  Aws,
  Duration,
  Stack,
  aws_iam as iam,
  aws_kms as kms,
  type RemovalPolicy,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';

interface KeyProps {
  readonly description: string;
  readonly alias: string;
  readonly removalPolicy: RemovalPolicy;
}

const made = (scope: Construct, id: string, props: KeyProps): kms.Key =>
  new kms.Key(scope, id, { ...props, enableKeyRotation: true, pendingWindow: Duration.days(30) });

/** The key of stored data (table, archive, logs), rotated yearly. The log service and CloudWatch alarms of this account may use it. */
export const dataKey = (scope: Construct, id: string, props: KeyProps): kms.Key => {
  const key = made(scope, id, props);
  const stack = Stack.of(scope);
  const groups = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'LogService',
      // No global principal exists for logs: it is one per region and partition.
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.${Aws.URL_SUFFIX}`)],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
    }),
  );
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'AlarmsToTopic',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  return key;
};

/** Wraps the data keys of subjects and persons. Nothing but the functions that are granted it uses this key. */
export const fieldKey = made;

/** HMAC key under which persons are matched: never leaves KMS, and every use of it is counted there. */
export const personHashKey = (scope: Construct, id: string, props: KeyProps): kms.Key =>
  new kms.Key(scope, id, {
    ...props,
    keySpec: kms.KeySpec.HMAC_256,
    keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC,
    pendingWindow: Duration.days(30),
  });

const ledgerSpecs = {
  ED25519: kms.KeySpec.ECC_NIST_EDWARDS25519,
  ECDSA_P256: kms.KeySpec.ECC_NIST_P256,
} as const;

/** Signs heads of the tree, and the warrants of those who sign statements: nothing else. Its public half is for everybody. */
export const ledgerKey = (
  scope: Construct,
  id: string,
  { algorithm, ...props }: KeyProps & { readonly algorithm: keyof typeof ledgerSpecs },
): kms.Key =>
  // Without rotation: KMS knows none for keys that sign, and a head is proven with the key that signed it.
  new kms.Key(scope, id, {
    ...props,
    keySpec: ledgerSpecs[algorithm],
    keyUsage: kms.KeyUsage.SIGN_VERIFY,
    pendingWindow: Duration.days(30),
  });
