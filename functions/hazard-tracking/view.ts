import type { Hazard } from '../../shared/contracts/hazard.ts';
import { isUnset } from './deadlines.ts';
import { transitions } from './transitions.ts';

/** What may be done next, by the table: what a page offers as buttons. */
const commandsIn = (hazard: Hazard): readonly { readonly command: string; readonly who: string }[] =>
  Object.entries(transitions)
    .filter(([, transition]) => transition.from.includes(hazard.state))
    .map(([command, { who }]) => ({ command, who }));

/** A hazard as the API shows it: marks of persons stay in the file, the sealed name is opened or withheld by the caller's right. */
export const viewOf = (hazard: Hazard, responsible: string | { readonly erased: true } | undefined) => {
  const { rectifiedBy, rechecks, steps, responsible: sealed, ...rest } = hazard;
  return {
    ...rest,
    due: isUnset(hazard) ? 'unset' : (hazard.dueOn ?? 'none'),
    ...(sealed === undefined ? {} : { responsible: responsible ?? { withheld: true } }),
    ...(rectifiedBy === undefined ? {} : { rectifiedBy: { principal: rectifiedBy.principal } }),
    rechecks: rechecks.map(({ person, ...shown }) => shown),
    steps: steps.map(({ person, ...shown }) => shown),
    commands: commandsIn(hazard),
  };
};
