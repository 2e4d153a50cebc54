import {
  ArnFormat,
  Duration,
  Stack,
  aws_iam as iam,
  aws_lambda as lambda,
  type aws_kms as kms,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { deployed, type FunctionId } from '../functions.ts';
import { countedCodes } from '../log-codes.ts';
import { assetOf, named, type StageContext } from '../stage-context.ts';
import { countCode } from './code-count.ts';
import { document, type Grant } from './grant.ts';
import { logGroup } from './log-group.ts';

export interface FunctionProps {
  readonly context: StageContext;
  readonly functionId: FunctionId;
  readonly logKey: kms.IKey;
  readonly environment: Readonly<Record<string, string>>;
  /** All that its role may do besides writing to its own log group. */
  readonly grants: readonly Grant[];
  readonly reservedConcurrency?: number;
}

/** A deployed function with a role of its own, inline and readable, and a log group of its own whose failures are counted. */
export class HouseFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    const { context, functionId } = props;
    const { memoryMb, timeoutSeconds, capability } = deployed(functionId);
    const functionName = named(context, functionId);
    const group = logGroup(this, 'Logs', {
      name: `/aws/lambda/${functionName}`,
      key: props.logKey,
      days: context.settings.logRetentionDays,
      disposable: context.differences.disposable,
    });
    for (const code of countedCodes(functionId)) countCode(this, context, group, code);
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${functionName} may do, and no more.`,
      inlinePolicies: {
        grants: document([
          {
            sid: 'WriteOwnLog',
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            on: [streamsOf(this, functionName)],
          },
          ...props.grants,
        ]),
      },
    });
    this.function = new lambda.Function(this, 'Function', {
      functionName,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture:
        context.settings.architecture === 'arm64' ? lambda.Architecture.ARM_64 : lambda.Architecture.X86_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(assetOf(context, functionId)),
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      role: this.role.withoutPolicyUpdates(),
      logGroup: group,
      environment: { POWERTOOLS_SERVICE_NAME: capability, LOG_LEVEL: 'INFO', ...props.environment },
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
  }
}

/** The streams of one log group: a stream's name is chosen by Lambda, so only the group can be named. */
const streamsOf = (scope: Construct, functionName: string): string =>
  Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `/aws/lambda/${functionName}:log-stream:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
