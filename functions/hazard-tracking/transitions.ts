import type * as z from 'zod';
import type { Caller } from '../../shared/access/caller.ts';
import type { Action } from '../../shared/access/rights.ts';
import {
  hazardCommands,
  hazardStates,
  isOpen,
  type Hazard,
  type HazardCommand,
  type HazardState,
} from '../../shared/contracts/hazard.ts';
import { validate } from '../../shared/contracts/validate.ts';
import { ok, type Result } from '../../shared/kernel/problem.ts';
import type { CalendarDay, Instant } from '../../shared/kernel/time.ts';
import { acceptRecheck, extendOnce, markOf } from './people.ts';

const open = hazardStates.filter(isOpen);

/**
 * What sets the due date of the new state: a clock of the province's settings, the command's own date (unset where it
 * names none), the date that stands already, or nothing (an end; a case file with clocks of its own).
 */
export type DueRule = 'triage' | 'order' | 'recheck' | 'close' | 'own date' | 'kept' | 'none';

/** What a command changes beside state and due date. */
export interface Change {
  readonly patch?: Partial<
    Pick<Hazard, 'level' | 'orderNumber' | 'responsible' | 'rectifiedBy' | 'rechecks'>
  >;
  readonly dueOn?: CalendarDay | undefined;
  readonly note?: string | undefined;
  readonly evidence?: Readonly<Record<string, string | undefined>>;
  /** The first of two rechecks: the state stays, and so does its date. */
  readonly stays?: true;
}
export interface Situation {
  readonly hazard: Hazard;
  readonly caller: Caller;
  readonly now: Instant;
  /** Encrypts a personal field of this hazard. */
  readonly seal: (field: 'responsible', plain: string) => string;
}
type Effect = (situation: Situation) => Result<Change>;

export interface Transition {
  readonly from: readonly HazardState[];
  readonly to: HazardState | 'same';
  readonly who: 'officer' | 'unit';
  readonly due: DueRule;
  readonly event: 'HazardMoved';
  /** States out of which this command is the usual way: the machine follows it. */
  readonly usualIn: readonly HazardState[];
  /** True when the command brings personal data that must be sealed. */
  readonly personal: boolean;
  /** Checks the command's body by its contract and gives what it will change. */
  readonly read: (body: unknown) => Result<Effect>;
}

const row = <B>(
  to: Transition['to'],
  declared: Pick<Transition, 'from' | 'who' | 'due'> & { usualIn?: readonly HazardState[]; personal?: true },
  body: z.ZodType<B>,
  effect: (input: B, situation: Situation) => Result<Change> | Change,
): Transition => ({
  to,
  from: declared.from,
  who: declared.who,
  due: declared.due,
  event: 'HazardMoved',
  usualIn: declared.usualIn ?? [],
  personal: declared.personal ?? false,
  read: (given) => {
    const input = validate(body, given);
    if (!input.ok) return input;
    return ok((situation) => {
      const change = effect(input.value, situation);
      return 'ok' in change ? change : ok(change);
    });
  },
});

const bodies = hazardCommands;

/**
 * The commands of the hazard loop (domain 7.3): from where, by whom, to where, and what sets the new due date. This one
 * table decides about commands, draws the diagram and makes the tests of what is forbidden. `find` is no command: a
 * hazard is found by events (`consumer.ts`) and starts as FOUND with the triage clock.
 */
export const transitions: Readonly<Record<HazardCommand, Transition>> = {
  confirm: row(
    'CONFIRMED',
    { from: ['FOUND'], who: 'officer', due: 'order', usualIn: ['FOUND'] },
    bodies.confirm,
    ({ level, note }) => ({ patch: { level }, note, evidence: { level } }),
  ),
  reject: row(
    'REJECTED',
    { from: ['FOUND', 'CONFIRMED'], who: 'officer', due: 'none' },
    bodies.reject,
    ({ reason }) => ({ note: reason }),
  ),
  notify: row(
    'NOTIFIED',
    { from: ['CONFIRMED'], who: 'officer', due: 'own date', usualIn: ['CONFIRMED'] },
    bodies.notify,
    ({ orderNumber, dueOn }) => ({ patch: { orderNumber }, dueOn, evidence: { orderNumber, dueOn } }),
  ),
  plan: row(
    'RECTIFYING',
    {
      from: ['NOTIFIED', 'RETURNED'],
      who: 'unit',
      due: 'kept',
      usualIn: ['NOTIFIED', 'RETURNED'],
      personal: true,
    },
    bodies.plan,
    ({ measures, responsible, finishOn }, { seal }) => ({
      patch: { responsible: seal('responsible', responsible) },
      note: measures,
      evidence: { finishOn },
    }),
  ),
  submit: row(
    'SUBMITTED',
    {
      from: ['NOTIFIED', 'RECTIFYING', 'RETURNED', 'CASE'],
      who: 'unit',
      due: 'recheck',
      usualIn: ['RECTIFYING', 'CASE'],
    },
    bodies.submit,
    ({ statement, retestReport }, { hazard, caller }) => ({
      // Whoever looked at an earlier submission has not looked at this one.
      patch: { rectifiedBy: markOf(hazard, caller), rechecks: [] },
      note: statement,
      evidence: { retestReport },
    }),
  ),
  recheck: row(
    'ACCEPTED',
    { from: ['SUBMITTED'], who: 'officer', due: 'close', usualIn: ['SUBMITTED'] },
    bodies.recheck,
    ({ record }, { hazard, caller, now }) => acceptRecheck(hazard, caller, now, record),
  ),
  return: row(
    'RETURNED',
    { from: ['SUBMITTED'], who: 'officer', due: 'own date' },
    bodies.return,
    ({ missing, dueOn }) => ({ dueOn, note: missing, evidence: { dueOn } }),
  ),
  close: row(
    'CLOSED',
    { from: ['ACCEPTED'], who: 'officer', due: 'none', usualIn: ['ACCEPTED'] },
    bodies.close,
    ({ note }) => ({ note }),
  ),
  extend: row(
    'same',
    { from: open, who: 'officer', due: 'own date' },
    bodies.extend,
    ({ reason, dueOn }, { hazard }) => extendOnce(hazard, dueOn, reason),
  ),
  refuse: row(
    'CASE',
    { from: ['NOTIFIED', 'RECTIFYING', 'RETURNED'], who: 'officer', due: 'none' },
    bodies.refuse,
    ({ record }) => ({ note: record }),
  ),
};

export const actionOf = (transition: Transition): Action =>
  transition.who === 'officer' ? 'handle hazard as officer' : 'handle hazard as unit';

const commands = new Map<string, HazardCommand>();
for (const command of [
  'confirm',
  'reject',
  'notify',
  'plan',
  'submit',
  'recheck',
  'return',
  'close',
  'extend',
  'refuse',
] as const)
  commands.set(command, command);
/** The command of that name; undefined when there is none. */
export const commandNamed = (name: string): HazardCommand | undefined => commands.get(name);

/** The state that usually follows: where the machine goes on by itself. Ends have none. */
export const usualNext = (state: HazardState): HazardState | undefined => {
  const usual = Object.values(transitions).find((transition) => transition.usualIn.includes(state));
  return usual === undefined || usual.to === 'same' ? undefined : usual.to;
};

/** The clock of the settings that runs in a state; undefined where an order's own date, or nothing, rules. */
export const clockOf = (state: HazardState): 'triage' | 'order' | 'recheck' | 'close' | undefined => {
  if (state === 'FOUND') return 'triage';
  const rule = Object.values(transitions).find((transition) => transition.to === state)?.due;
  return rule === 'order' || rule === 'recheck' || rule === 'close' ? rule : undefined;
};
