import type { Caller } from '../../shared/access/caller.ts';
import type { Hazard, HazardCommand, HazardState } from '../../shared/contracts/hazard.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { dayOf, type Instant } from '../../shared/kernel/time.ts';
import { dueByClock, dueByOrder, unset, type Due, type DueSettings } from './deadlines.ts';
import { markOf } from './people.ts';
import { transitions, type Change, type DueRule, type Situation } from './transitions.ts';

export interface Tools {
  readonly caller: Caller;
  readonly now: Instant;
  readonly settings: DueSettings;
  readonly seal: Situation['seal'];
}

const newDue = (rule: DueRule, hazard: Hazard, change: Change, { now, settings }: Tools): Due => {
  switch (rule) {
    case 'kept':
      return dueOf(hazard);
    case 'own date':
      return dueByOrder(change.dueOn);
    case 'none':
      return unset;
    default:
      return dueByClock(settings.hazardClocks[rule], dayOf(now));
  }
};
const dueOf = ({ dueOn, dueProvisionalOn, dueBy }: Hazard): Due => ({
  ...(dueOn === undefined ? {} : { dueOn }),
  ...(dueProvisionalOn === undefined ? {} : { dueProvisionalOn }),
  dueBy,
});

const defined = (evidence: Change['evidence']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(evidence ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const stepOf = (
  hazard: Hazard,
  command: string,
  change: Change,
  { caller, now }: Tools,
): Hazard['steps'][number] => {
  const mark = markOf(hazard, caller);
  const evidence = defined(change.evidence);
  return {
    command,
    at: now,
    by: mark.principal,
    role: caller.role,
    ...(mark.person === undefined ? {} : { person: mark.person }),
    ...(change.note === undefined ? {} : { note: change.note }),
    ...(Object.keys(evidence).length === 0 ? {} : { evidence }),
  };
};

/**
 * One command on one hazard, by the table: the hazard as it will stand, or a refusal. Refuses with FIELD_… for a body
 * that its contract does not allow, RECORD_WRONG_STATE with the states that would allow it, SAME_PERSON and
 * PARTY_RECHECK at the recheck, EXTENSION_USED and DATES_OUT_OF_ORDER at an extension. Rights are decided before.
 * Lateness belongs to a due date: it goes when a new one (or none) takes its place, and stays where the date stays.
 */
export const apply = (
  hazard: Hazard,
  command: HazardCommand,
  input: unknown,
  tools: Tools,
): Result<Hazard> => {
  const transition = transitions[command];
  const effect = transition.read(input);
  if (!effect.ok) return effect;
  if (!transition.from.includes(hazard.state)) {
    const allowed = transition.from.join(', ');
    return refuse(problem('RECORD_WRONG_STATE', { state: hazard.state, command, allowed }));
  }
  const { caller, now, seal } = tools;
  const change = effect.value({ hazard, caller, now, seal });
  if (!change.ok) return change;
  const stays = change.value.stays ?? false;
  const due = stays ? dueOf(hazard) : newDue(transition.due, hazard, change.value, tools);
  const keepsDate = stays || transition.due === 'kept';
  const state: HazardState = stays || transition.to === 'same' ? hazard.state : transition.to;
  const { dueOn, dueProvisionalOn, dueBy, late, ...rest } = hazard;
  return ok({
    ...rest,
    ...change.value.patch,
    ...due,
    ...(keepsDate && late !== undefined ? { late } : {}),
    state,
    stateSince: state === hazard.state ? hazard.stateSince : now,
    steps: [...hazard.steps, stepOf(hazard, command, change.value, tools)],
  });
};
