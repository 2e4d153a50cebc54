import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { isDeepStrictEqual } from 'node:util';
import type { DeployedResource } from '../../localstack/stacks.ts';
import type { Grant } from './grants.ts';
import { readDocument, without, type Document } from './policy.ts';

/** Name of a role as it was deployed. Throws when it was not. */
export const roleNameOf = (resources: readonly DeployedResource[], { role }: Pick<Grant, 'role'>): string => {
  const found = resources.find(
    ({ stack, logicalId }) => stack === role.stack && logicalId === role.logicalId,
  );
  if (found === undefined) throw new Error(`${role.stack}/${role.logicalId} was not deployed`);
  return found.physicalId;
};

/**
 * Takes one grant from a deployed role by IAM's own API. The emulator judges each call by the policies of that moment. Gives
 * the way back, which also checks that the role is what it was.
 */
export const takeAway = async (
  iam: IAMClient,
  RoleName: string,
  grant: Pick<Grant, 'policy' | 'sid' | 'action' | 'resourceIndex'>,
): Promise<() => Promise<void>> => {
  const where = { RoleName, PolicyName: grant.policy };
  const read = async (): Promise<Document> => {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(where));
    return readDocument(decodeURIComponent(PolicyDocument));
  };
  const put = async (policy: Document): Promise<void> => {
    await iam.send(new PutRolePolicyCommand({ ...where, PolicyDocument: JSON.stringify(policy) }));
  };
  const before = await read();
  const after = without(before, grant);
  await (after === undefined ? iam.send(new DeleteRolePolicyCommand(where)) : put(after));
  return async () => {
    await put(before);
    if (!isDeepStrictEqual(await read(), before)) throw new Error(`${RoleName} is not what it was`);
  };
};
