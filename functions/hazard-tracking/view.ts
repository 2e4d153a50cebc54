import type { Hazard } from '../../shared/contracts/hazard.ts';
import { isUnset } from './deadlines.ts';
import { transitions } from './transitions.ts';

/** What may be done next, by the table: what a page offers as buttons. */
const commandsIn = (hazard: Hazard): readonly { readonly command: string; readonly who: string }[] =>
  Object.entries(transitions)
    .filter(([, transition]) => transition.from.includes(hazard.state))
    .map(([command, { who }]) => ({ command, who }));

interface Shown {
  /** The name of whoever is responsible, or why it is not shown; undefined where there is none. */
  readonly responsible: unknown;
  /** Whether the marks are shown by which one hazard tells its people apart. */
  readonly marks: boolean;
}
const without = <T extends { readonly person?: string | undefined }>({ person: _, ...shown }: T): object =>
  shown;

/** A hazard as the API shows it to one reader. */
export const viewOf = (hazard: Hazard, { responsible, marks }: Shown): object => {
  const { rectifiedBy, rechecks, steps, responsible: _sealed, ...rest } = hazard;
  const marked = marks ? (one: object): object => one : without;
  return {
    ...rest,
    due: isUnset(hazard) ? 'unset' : (hazard.dueOn ?? 'none'),
    ...(responsible === undefined ? {} : { responsible }),
    ...(rectifiedBy === undefined ? {} : { rectifiedBy: marked(rectifiedBy) }),
    rechecks: rechecks.map((one) => marked(one)),
    steps: steps.map((one) => marked(one)),
    commands: commandsIn(hazard),
  };
};
