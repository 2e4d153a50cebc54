import { GetRolePolicyCommand, PutRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { SynthesisedStack } from './assembly.ts';
import { Refusal, exitCodes } from './refusal.ts';
import type { DeployedResource } from './stacks.ts';

/**
 * Rights that the emulator judges otherwise than AWS. Whoever has `granted` in the template is also given `judged` here,
 * and nobody else is: a grant that is missing in the template stays missing.
 */
export const judgedOtherwise = [
  {
    granted: 'states:SendTaskSuccess',
    judged: 'states:SendTaskSuccess',
    why: 'a request that answers a token names no machine; the emulator judges it against *, AWS against the machine',
  },
  {
    granted: 'states:SendTaskFailure',
    judged: 'states:SendTaskFailure',
    why: 'as SendTaskSuccess',
  },
  {
    granted: 'sqs:SendMessage',
    judged: 'sqs:SendMessageBatch',
    why: 'AWS knows no such action: a batch needs sqs:SendMessage; the emulator asks for one of its own',
  },
] as const;
const policyName = 'emulator-judges-otherwise';

/** Adds the rights above to the roles that need them, and reads them back. Gives the roles. */
export const matchJudgement = async (
  stacks: readonly SynthesisedStack[],
  resources: readonly DeployedResource[],
  iam: IAMClient,
): Promise<readonly string[]> => {
  const roles = stacks
    .flatMap((stack) => stack.resources)
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map(({ stack, logicalId, properties }) => ({
      stack,
      logicalId,
      actions: missingFor(properties['Policies']),
    }))
    .filter(({ actions }) => actions.length > 0);
  return await Promise.all(
    roles.map(async ({ stack, logicalId, actions }) => {
      const role = resources.find((one) => one.stack === stack && one.logicalId === logicalId)?.physicalId;
      if (role === undefined) throw stayedOff(`${stack}/${logicalId}`);
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
      });
      await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: policyName, PolicyDocument }));
      const back = await iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: policyName }));
      if (back.PolicyName !== policyName) throw stayedOff(role);
      return role;
    }),
  );
};

const missingFor = (policies: unknown): readonly string[] => {
  const text = JSON.stringify(policies ?? []);
  return judgedOtherwise.filter(({ granted }) => text.includes(`"${granted}"`)).map(({ judged }) => judged);
};

const stayedOff = (role: string): Refusal =>
  new Refusal(exitCodes.notDeployed, [
    {
      code: 'SETTING_STAYED_OFF',
      what: {
        en: `${role}: rights that the emulator judges otherwise could not be set`,
        zh: `${role}：模拟器另行判定的权限未能生效`,
      },
      fix: { en: 'see the table of gaps in localstack/README.md', zh: '见 localstack/README.md 中的差异表' },
    },
  ]);
