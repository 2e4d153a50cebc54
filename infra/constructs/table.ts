import { RemovalPolicy, aws_dynamodb as dynamodb, type aws_kms as kms } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export interface TableProps {
  readonly key: kms.IKey;
  readonly disposable: boolean;
}

/** Name of the sparse index of due dates: one partition per hour and shard, keys only. */
export const dueIndex = 'due';

/** The table of a province: on demand, encrypted with our key, recoverable to the second, streaming its new images. */
export const table = (scope: Construct, id: string, props: TableProps): dynamodb.Table => {
  const made = new dynamodb.Table(scope, id, {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    stream: dynamodb.StreamViewType.NEW_IMAGE,
    timeToLiveAttribute: 'ttl',
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: props.key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: !props.disposable,
    removalPolicy: props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
  made.addGlobalSecondaryIndex({
    indexName: dueIndex,
    partitionKey: { name: 'dueSlot', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'dueAt', type: dynamodb.AttributeType.STRING },
    projectionType: dynamodb.ProjectionType.KEYS_ONLY,
  });
  return made;
};
