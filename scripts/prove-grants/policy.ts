import * as z from 'zod';
import { judgedOtherwise } from '../../localstack/gaps-iam.ts';
import type { Grant } from './grants.ts';

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const statement = z.looseObject({ Action: texts, Resource: texts, Sid: z.string().optional() });
const document = z.looseObject({ Statement: z.array(statement) });
export type Document = z.output<typeof document>;
type Statement = z.output<typeof statement>;

/** Reads a policy as IAM gives it back. Throws when it is of another shape than ours. */
export const readDocument = (text: string): Document => document.parse(JSON.parse(text));

/** Inline policies of one role by their names. */
export type Policies = ReadonlyMap<string, Document>;

const lessAction = (from: Statement, action: string): readonly Statement[] => {
  const Action = from.Action.filter((one) => one !== action);
  return Action.length === 0 ? [] : [{ ...from, Action }];
};

/** A statement without one action on one of its resources; on all others of them the action stays. */
const less = (from: Statement, { action, resourceIndex }: Pick<Grant, 'action' | 'resourceIndex'>) => {
  const rest = lessAction(from, action);
  if (resourceIndex === undefined) return rest;
  const Resource = from.Resource.filter((_, index) => index !== resourceIndex);
  return [...rest, { ...from, Action: [action], Resource }];
};

const actionsOf = (policy: Document | undefined): readonly string[] =>
  policy?.Statement.flatMap(({ Action }) => Action) ?? [];

/**
 * The policies of a role without one grant. What the emulator judges under another name goes with the last grant of the
 * action that it stands for; a policy of which nothing is left is absent. Throws when the grant is not there.
 */
export const without = (
  policies: Policies,
  grant: Pick<Grant, 'policy' | 'sid' | 'action' | 'resourceIndex'>,
): Policies => {
  const own = policies.get(grant.policy);
  const holds = own?.Statement.some(({ Sid, Action }) => Sid === grant.sid && Action.includes(grant.action));
  if (own === undefined || holds !== true)
    throw new Error(`the role has no ${grant.sid} ${grant.action} in ${grant.policy}`);
  const reduced: Document = {
    ...own,
    Statement: own.Statement.flatMap((one) => (one.Sid === grant.sid ? less(one, grant) : [one])),
  };
  const gone = actionsOf(reduced).includes(grant.action)
    ? []
    : judgedOtherwise.flatMap(({ granted, judged }) => (granted === grant.action ? [judged] : []));
  const others = [...policies].map(([name, policy]): readonly [string, Document] => {
    if (name === grant.policy) return [name, reduced];
    const Statement = policy.Statement.flatMap((one) =>
      gone.reduce<readonly (typeof one)[]>((left, action) => left.flatMap((each) => lessAction(each, action)), [one]),
    );
    return [name, { ...policy, Statement }];
  });
  return new Map(others.filter(([, { Statement }]) => Statement.length > 0));
};

/** Names under which a refusal of this action may appear in a log: AWS's own, and the emulator's. */
export const refusedAs = (action: string): readonly string[] => [
  action,
  ...judgedOtherwise.flatMap(({ granted, judged }) => (granted === action && judged !== action ? [judged] : [])),
];
