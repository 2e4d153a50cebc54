import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { world } from './world.ts';

const iam = new IAMClient(world.clientSettings);
const lambda = new LambdaClient(world.clientSettings);
const sts = new STSClient(world.clientSettings);

/** Name of the role that a function runs under. */
export const roleOf = async (FunctionName: string): Promise<string> => {
  const { Role = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return Role.split('/').at(-1) ?? '';
};

const trustUs = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${world.account}:root` }, Action: 'sts:AssumeRole' },
  ],
});

/**
 * Settings of a client that acts under a deployed role, with exactly its grants. Only its service may take a role: for a moment this
 * account may too, then the role is what it was.
 */
export const actAs = async (RoleName: string) => {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const before = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustUs }));
  try {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'rights-of-events' }),
    );
    return {
      ...world.clientSettings,
      credentials: {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        sessionToken: given?.SessionToken ?? '',
      },
    };
  } finally {
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: before }));
  }
};
