import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { DeployedResource } from '../../localstack/stacks.ts';
import type { Grant } from './grants.ts';
import { readDocument, without, type Policies } from './policy.ts';

/** Name of a role as it was deployed. Throws when it was not. */
export const roleNameOf = (resources: readonly DeployedResource[], { role }: Pick<Grant, 'role'>): string => {
  const found = resources.find(({ stack, logicalId }) => stack === role.stack && logicalId === role.logicalId);
  if (found === undefined) throw new Error(`${role.stack}/${role.logicalId} was not deployed`);
  return found.physicalId;
};

const policiesOf = async (iam: IAMClient, RoleName: string): Promise<Policies> => {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const read = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return [PolicyName, readDocument(decodeURIComponent(PolicyDocument))] as const;
  });
  return new Map(await Promise.all(read));
};

const put = async (iam: IAMClient, RoleName: string, policies: Policies): Promise<void> => {
  for (const [PolicyName, policy] of policies)
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(policy) }),
    );
};

/**
 * Takes one grant from a deployed role by IAM's own API. The emulator judges each call by the policies of that moment. Gives
 * the way back, which also checks that the role is what it was.
 */
export const takeAway = async (
  iam: IAMClient,
  role: string,
  grant: Grant,
): Promise<() => Promise<void>> => {
  const before = await policiesOf(iam, role);
  const after = without(before, grant);
  await put(iam, role, after);
  for (const PolicyName of before.keys())
    if (!after.has(PolicyName)) await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName }));
  return async () => {
    await put(iam, role, before);
    const now = await policiesOf(iam, role);
    if (JSON.stringify([...now].toSorted()) !== JSON.stringify([...before].toSorted()))
      throw new Error(`${role} is not what it was`);
  };
};
