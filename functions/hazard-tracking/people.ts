import type { Caller } from '../../shared/access/caller.ts';
import type { Hazard } from '../../shared/contracts/hazard.ts';
import { labelledSha256 } from '../../shared/kernel/digest.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { CalendarDay, Instant } from '../../shared/kernel/time.ts';
import type { Change } from './transitions.ts';

/** An account and, where its issuer tells, the human behind it, as one hazard remembers them. */
export interface Mark {
  readonly principal: string;
  readonly person?: string;
}

/**
 * The caller as this hazard remembers them. The keyed person reference itself stays out of files and exports: what is
 * kept tells two people of one hazard apart and can be matched with nothing else.
 */
export const markOf = (hazard: Pick<Hazard, 'id'>, caller: Caller): Mark => ({
  principal: caller.principal,
  ...(caller.person === undefined
    ? {}
    : { person: labelledSha256('leian.hazard.person.1', hazard.id, caller.person) }),
});

interface Known {
  readonly principal: string;
  readonly person?: string | undefined;
}
/** One human: the same account, or two accounts whose issuers name the same person. */
const isSame = (one: Known, other: Known): boolean =>
  one.principal === other.principal || (one.person !== undefined && one.person === other.person);

/** True when the caller is the unit itself, or anybody who ever acted for it in this hazard, under whatever account. */
export const isRectifyingParty = (hazard: Hazard, caller: Caller): boolean => {
  if (caller.subject === hazard.keyUnit) return true;
  const mark = markOf(hazard, caller);
  const party: readonly Known[] = [
    ...(hazard.rectifiedBy === undefined ? [] : [hazard.rectifiedBy]),
    ...hazard.steps
      .filter((step) => step.role === 'unit')
      .map(({ by, person }) => ({ principal: by, person })),
  ];
  return party.some((member) => isSame(member, mark));
};

/** A yes to what the unit handed in: the first stays SUBMITTED, the second, by somebody else, accepts (domain 7.3). */
export const acceptRecheck = (
  hazard: Hazard,
  caller: Caller,
  at: Instant,
  record: string,
): Result<Change> => {
  if (isRectifyingParty(hazard, caller)) return refuse(problem('PARTY_RECHECK'));
  // Two accounts are not two people: who cannot be told apart as a human being cannot be the second one.
  if (caller.person === undefined) return refuse(problem('PERSON_UNKNOWN'));
  const mark = markOf(hazard, caller);
  if (hazard.rechecks.some((earlier) => isSame(earlier, mark))) return refuse(problem('SAME_PERSON'));
  const patch = { rechecks: [...hazard.rechecks, { ...mark, at, record }] };
  return ok({ patch, note: record, ...(patch.rechecks.length < 2 ? { stays: true as const } : {}) });
};

/** A date for the present state: the first one where none stood; later than the one that stands, and that once (domain 7.3). */
export const extendOnce = (hazard: Hazard, dueOn: CalendarDay, reason: string): Result<Change> => {
  const standing = hazard.dueOn;
  if (standing !== undefined) {
    const replacedDate = (step: Hazard['steps'][number]): boolean =>
      step.command === 'extend' && step.at >= hazard.stateSince && step.evidence?.['from'] !== undefined;
    if (hazard.steps.some(replacedDate)) return refuse(problem('EXTENSION_USED'));
    if (dueOn <= standing)
      return refuse(problem('DATES_OUT_OF_ORDER', { earlier: standing, later: 'dueOn' }, '/dueOn'));
  }
  return ok({
    dueOn,
    note: reason,
    evidence: { dueOn, ...(standing === undefined ? {} : { from: standing }) },
  });
};
