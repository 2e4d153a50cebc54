import type { DeployedResource } from './stacks.ts';

/** What the values of a template may refer to once it is deployed. */
export interface Deployed {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly resources: readonly DeployedResource[];
  readonly exports: ReadonlyMap<string, string>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** ARNs of the kinds of resources that a re-applied property may name. */
const arnOf = (
  { type, physicalId }: DeployedResource,
  { partition, region, account }: Deployed,
): string | undefined => {
  const regional = (service: string, rest: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${rest}`;
  if (type === 'AWS::KMS::Key') return regional('kms', `key/${physicalId}`);
  if (type === 'AWS::S3::Bucket') return `arn:${partition}:s3:::${physicalId}`;
  if (type === 'AWS::DynamoDB::Table') return regional('dynamodb', `table/${physicalId}`);
  if (type === 'AWS::SQS::Queue') return regional('sqs', physicalId.split('/').at(-1) ?? '');
  return undefined;
};

/**
 * The value of a template as CloudFormation would have filled it in. Knows what occurs in the properties that are re-applied;
 * throws, naming the expression, for anything else, so that nothing is ever applied half resolved.
 */
export const resolve = (value: unknown, stack: string, deployed: Deployed): unknown => {
  const again = (inner: unknown): unknown => resolve(inner, stack, deployed);
  if (Array.isArray(value)) return value.map(again);
  if (!isRecord(value)) return value;
  const [only, ...others] = Object.entries(value);
  if (only === undefined || others.length > 0 || !/^(Ref|Fn::\w+)$/.test(only[0]))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, again(inner)]));
  const [name, argument] = only;
  const found = evaluate(name, again(argument), stack, deployed);
  if (found === undefined) throw new Error(`cannot resolve ${JSON.stringify(value)} of ${stack}`);
  return found;
};

const evaluate = (name: string, argument: unknown, stack: string, deployed: Deployed): unknown => {
  const resource = (id: unknown): DeployedResource | undefined =>
    deployed.resources.find((one) => one.stack === stack && one.logicalId === id);
  if (name === 'Ref')
    return typeof argument === 'string'
      ? (pseudo(argument, deployed) ?? resource(argument)?.physicalId)
      : undefined;
  if (name === 'Fn::ImportValue')
    return typeof argument === 'string' ? deployed.exports.get(argument) : undefined;
  if (!isList(argument)) return undefined;
  const [first, second] = argument;
  if (name === 'Fn::Join' && typeof first === 'string' && isList(second)) return second.join(first);
  const found = resource(first);
  return name === 'Fn::GetAtt' && second === 'Arn' && found !== undefined
    ? arnOf(found, deployed)
    : undefined;
};

const pseudo = (name: string, { region, account, partition }: Deployed): string | undefined =>
  ({ 'AWS::Region': region, 'AWS::AccountId': account, 'AWS::Partition': partition })[name];
