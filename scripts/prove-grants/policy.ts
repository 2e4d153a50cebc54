import * as z from 'zod';
import type { Grant } from './grants.ts';

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const statement = z.looseObject({ Action: texts, Resource: texts, Sid: z.string().optional() });
const document = z.looseObject({ Statement: z.array(statement) });
export type Document = z.output<typeof document>;
type Statement = z.output<typeof statement>;

/** Reads a policy as IAM gives it back. Throws when it is of another shape than ours. */
export const readDocument = (text: string): Document => document.parse(JSON.parse(text));

/** A statement without one action on one of its resources; on all others of them the action stays. */
const less = (
  from: Statement,
  { action, resourceIndex }: Pick<Grant, 'action' | 'resourceIndex'>,
): readonly Statement[] => {
  const Action = from.Action.filter((one) => one !== action);
  const rest = Action.length === 0 ? [] : [{ ...from, Action }];
  if (resourceIndex === undefined) return rest;
  const Resource = from.Resource.filter((_, index) => index !== resourceIndex);
  return [...rest, { ...from, Action: [action], Resource }];
};

/** A policy without one grant; undefined when nothing is left of it. Throws when the grant is not there. */
export const without = (
  policy: Document,
  grant: Pick<Grant, 'sid' | 'action' | 'resourceIndex'>,
): Document | undefined => {
  const holds = policy.Statement.some(
    ({ Sid, Action }) => Sid === grant.sid && Action.includes(grant.action),
  );
  if (!holds) throw new Error(`no ${grant.sid} ${grant.action} in this policy`);
  const Statement = policy.Statement.flatMap((one) => (one.Sid === grant.sid ? less(one, grant) : [one]));
  return Statement.length === 0 ? undefined : { ...policy, Statement };
};
