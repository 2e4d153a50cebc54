import type { anomalyStates, Anomaly } from '../../shared/contracts/entities.ts';
import { problem, refuse, ok, type Result } from '../../shared/kernel/problem.ts';
import type { Instant } from '../../shared/kernel/time.ts';

type State = (typeof anomalyStates)[number];

/** command → states in which it is possible, and the state it leads to. A machine only ever writes `LEAD`. */
export const decisions = {
  /** Shows the lead to the organisation, so that it can answer. */
  release: { from: ['LEAD'], to: 'RELEASED' },
  /** A person holds it for true: from here on it is a fact about the organisation. */
  confirm: { from: ['LEAD', 'RELEASED'], to: 'CONFIRMED' },
  /** A person holds it for explained or wrong. */
  dismiss: { from: ['LEAD', 'RELEASED'], to: 'DISMISSED' },
} as const satisfies Record<string, { from: readonly State[]; to: State }>;
export type Decision = keyof typeof decisions;

export const isDecision = (text: string): text is Decision => Object.hasOwn(decisions, text);

/** The anomaly after a decision, or why the decision is not possible now. */
export const decideOn = (
  found: Anomaly,
  command: Decision,
  decision: { readonly by: string; readonly at: Instant; readonly reason: string },
): Result<Anomaly> => {
  const { from, to } = decisions[command];
  return from.some((state) => state === found.state)
    ? ok({ ...found, state: to, decision })
    : refuse(problem('RECORD_WRONG_STATE', { state: found.state, command, allowed: from.join(', ') }));
};
