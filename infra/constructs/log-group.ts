import { RemovalPolicy, aws_logs as logs, type aws_kms as kms } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export interface LogProps {
  readonly name: string;
  readonly key: kms.IKey;
  /** Never below the six months of CSL 21: the settings' schema sees to that. */
  readonly days: number;
  readonly disposable: boolean;
}

/** An encrypted log group with an end to its keeping. */
export const logGroup = (scope: Construct, id: string, props: LogProps): logs.LogGroup =>
  new logs.LogGroup(scope, id, {
    logGroupName: props.name,
    encryptionKey: props.key,
    retention: props.days,
    removalPolicy: props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
