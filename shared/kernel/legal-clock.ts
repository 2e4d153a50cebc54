import type { CalendarDay } from './time.ts';
import { addDays } from './time.ts';
import type { WorkingCalendar } from './working-days.ts';
import { dayKind, stateCouncilCalendar } from './working-days.ts';

/**
 * A term as its law counts it: working days only where the law says so (Penalty Law 85: its terms of 2, 3, 5
 * and 7 days; Coercion Law 69: up to 10 days), calendar days otherwise.
 */
export interface LegalClock {
  readonly kind: 'working' | 'calendar';
  readonly days: number;
}

/**
 * The last day of a term. `provisional`: a yearly holiday notice that decides it is not known, so `assumedDay`
 * counts on weekends and the holidays of fixed date alone. Show it as "unknown, provisional" (`zh`, `en`) and
 * count again when the notice is there.
 */
export type DueDay =
  | { readonly provisional: false; readonly day: CalendarDay }
  | {
      readonly provisional: true;
      readonly assumedDay: CalendarDay;
      readonly unknownYears: readonly number[];
      readonly zh: string;
      readonly en: string;
    };

const farthest = 3650;

const answer = (day: CalendarDay, unknown: ReadonlySet<number>): DueDay => {
  if (unknown.size === 0) return { provisional: false, day };
  const unknownYears = [...unknown].toSorted((a, b) => a - b);
  const years = unknownYears.join(', ');
  return {
    provisional: true,
    assumedDay: day,
    unknownYears,
    zh: `未定（暂按 ${day}）：缺少 ${years} 年国务院节假日安排通知`,
    en: `unknown, provisional (${day} for now): the State Council's holiday notice of ${years} is missing`,
  };
};

/**
 * The last day of a term that begins with an event on `from` (Civil Code 201-203): that day itself does not
 * count; a last day on a day off moves to the next working day; make-up Saturdays and Sundays are working days.
 * Late is who acts after the end of that day (`endOfDay`). Throws RangeError for a term that is no whole number
 * of days from 0 to 3650.
 */
export const dueDay = (
  clock: LegalClock,
  from: CalendarDay,
  calendar: WorkingCalendar = stateCouncilCalendar,
): DueDay => {
  if (!Number.isInteger(clock.days) || clock.days < 0 || clock.days > farthest) {
    throw new RangeError(`not a term: ${clock.days} days`);
  }
  const unknown = new Set<number>();
  const works = (day: CalendarDay): boolean => {
    const { working, unknownYears } = dayKind(day, calendar);
    for (const year of unknownYears) unknown.add(year);
    return working;
  };
  let day = clock.kind === 'calendar' ? addDays(from, clock.days) : from;
  for (let left = clock.kind === 'working' ? clock.days : 0; left > 0;) {
    day = addDays(day, 1);
    if (works(day)) left -= 1;
  }
  while (!works(day)) day = addDays(day, 1);
  return answer(day, unknown);
};
