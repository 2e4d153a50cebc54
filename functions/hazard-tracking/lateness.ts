import type { Hazard } from '../../shared/contracts/hazard.ts';
import { addDays, dayOf, endOfDay, type Instant } from '../../shared/kernel/time.ts';
import type { WorkingCalendar } from '../../shared/kernel/working-days.ts';
import { dueAttributes, dueByClock, nextLevel, type Due, type DueSettings } from './deadlines.ts';
import { clockOf } from './transitions.ts';
import type { Item } from '../../shared/subject-file/item.ts';

const by = 'function:hazard-tracking-deadline';
const system = (command: string, at: Instant, note: string): Hazard['steps'][number] => ({
  command,
  at,
  by,
  role: 'system',
  note,
});

/** The hazard with its next level of lateness; undefined while it is not late, or not later than it says already. */
export const grownLate = (hazard: Hazard, now: Instant, settings: DueSettings): Hazard | undefined => {
  const next = nextLevel(hazard, settings);
  if (next === undefined || hazard.dueOn === undefined || now <= next.after) return undefined;
  const to = settings.escalation.find((step) => step.level === next.level)?.to ?? '';
  return {
    ...hazard,
    // The duty could be done until the end of the due day (Civil Code 203): the day after is the first late one.
    late: { since: addDays(hazard.dueOn, 1), level: next.level },
    steps: [...hazard.steps, system('overdue', now, `level ${next.level}: ${to}`)],
  };
};

/**
 * The hazard with its provisional date counted again, once that date has passed. Undefined while the notice of holidays
 * is still missing: nobody is late by a guess.
 */
export const recounted = (
  hazard: Hazard,
  now: Instant,
  settings: DueSettings,
  calendar?: WorkingCalendar,
): Hazard | undefined => {
  const { dueProvisionalOn: assumed, ...rest } = hazard;
  const clock = clockOf(hazard.state);
  if (assumed === undefined || clock === undefined || now <= endOfDay(assumed)) return undefined;
  const due: Due = dueByClock(settings.hazardClocks[clock], dayOf(hazard.stateSince), calendar);
  if (due.dueProvisionalOn !== undefined) return undefined;
  const note = `provisional ${assumed} → ${due.dueOn ?? 'unset'}`;
  return { ...rest, ...due, steps: [...hazard.steps, system('recount', now, note)] };
};

/** What a look at a hazard that came up in the sweep leads to. */
export type Outcome =
  | { readonly kind: 'late' | 'recounted'; readonly hazard: Hazard; readonly cause: string }
  /** Nothing to write into the file, but the item stands in the wrong slot, or in none that it needs. */
  | { readonly kind: 'other slot'; readonly derived: Item }
  | { readonly kind: 'nothing' };

/**
 * Decides what is to be done about a hazard that a sweep found. The cause names due date and level, so a second look
 * changes nothing.
 */
export const lookAt = (hazard: Hazard, derived: Item, now: Instant, settings: DueSettings): Outcome => {
  const late = grownLate(hazard, now, settings);
  if (late !== undefined) {
    const cause = `${hazard.id}#${late.late?.level ?? 0}#${hazard.dueOn ?? ''}`;
    return { kind: 'late', hazard: late, cause };
  }
  const counted = recounted(hazard, now, settings);
  if (counted !== undefined)
    return {
      kind: 'recounted',
      hazard: counted,
      cause: `${hazard.id}#recount#${hazard.dueProvisionalOn ?? ''}`,
    };
  const dueAt = derived['dueAt'];
  const isListed = typeof dueAt === 'string' && dueAt < now;
  return isListed
    ? { kind: 'other slot', derived: dueAttributes(hazard, now, settings) }
    : { kind: 'nothing' };
};
