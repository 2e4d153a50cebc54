import { aws_iam as iam } from 'aws-cdk-lib';

/** One thing that a role may do: named actions on named resources. `sid` says what for; it names the grant in reports. */
export interface Grant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly on: readonly string[];
  /** IAM condition operators, e.g. `{ StringEquals: { 'kms:ViaService': … } }`. */
  readonly when?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

const statement = (grant: Grant): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid: grant.sid,
    actions: [...grant.actions],
    resources: [...grant.on],
    ...(grant.when === undefined ? {} : { conditions: grant.when }),
  });

/** A policy document with one statement per grant, in the order given, so that a reader finds each again in the template. */
export const document = (grants: readonly Grant[]): iam.PolicyDocument =>
  new iam.PolicyDocument({ statements: grants.map(statement), minimize: false });
