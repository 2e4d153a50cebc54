import { later } from './later.ts';
import type { CalendarDay } from './time.ts';
import { addDays, parseDay } from './time.ts';
import notices from './working-days.json' with { type: 'json' };

/**
 * What one yearly notice of the State Council says: days off, and Saturdays and Sundays on which people work.
 */
export interface HolidayNotice {
  readonly source: string;
  /** First and last day of each holiday, both included. */
  readonly off: readonly (readonly string[])[];
  readonly worked: readonly string[];
}
/** The yearly notices by year. A year that is not here is unknown. */
export interface WorkingCalendar {
  readonly years: ReadonlySet<number>;
  readonly off: ReadonlySet<string>;
  readonly worked: ReadonlySet<string>;
}
export interface DayKind {
  readonly working: boolean;
  /** Years whose notice is needed to be sure and is not there; empty = certain. */
  readonly unknownYears: readonly number[];
}

const requireDay = (text: string | undefined): CalendarDay => {
  const day = parseDay(text ?? '');
  if (day === undefined) throw new RangeError(`holiday notice names no existing day: ${text}`);
  return day;
};
const span = ([first, last]: readonly string[]): CalendarDay[] => {
  const days = [requireDay(first)];
  for (let day = requireDay(first); day < requireDay(last); day = addDays(day, 1)) days.push(addDays(day, 1));
  return days;
};

/** Builds a calendar from notices. Throws RangeError when a notice names a day that does not exist. */
export const workingCalendar = (byYear: Readonly<Record<string, HolidayNotice>>): WorkingCalendar => {
  const all = Object.values(byYear);
  return {
    years: new Set(Object.keys(byYear).map(Number)),
    off: new Set(all.flatMap((notice) => notice.off.flatMap(span))),
    worked: new Set(all.flatMap((notice) => notice.worked.map(requireDay))),
  };
};

/** The notices in force that Leian knows (working-days.json): a year is added when its notice is published. */
const stateCouncil = later(() => workingCalendar(notices));
export const stateCouncilCalendar: WorkingCalendar = {
  get years() {
    return stateCouncil().years;
  },
  get off() {
    return stateCouncil().off;
  },
  get worked() {
    return stateCouncil().worked;
  },
};

/** Days that are off every year by the holiday measures of the State Council (全国年节及纪念日放假办法, 2024 text). */
const fixedHolidays = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);
/**
 * A New Year's holiday reaches back into December (2018-12-29 was a working Saturday by the notice of 2019).
 */
const nextYearBegins = '12-24';

/**
 * Whether people work on that day. Without the notices that decide it the answer is a guess (weekends and the
 * holidays of fixed date are off) and says which years are missing.
 */
export const dayKind = (day: CalendarDay, calendar: WorkingCalendar): DayKind => {
  const year = Number(day.slice(0, 4));
  const monthDay = day.slice(5);
  const needed = monthDay >= nextYearBegins ? [year, year + 1] : [year];
  const unknownYears = needed.filter((one) => !calendar.years.has(one));
  if (calendar.worked.has(day)) return { working: true, unknownYears: [] };
  if (calendar.off.has(day)) return { working: false, unknownYears: [] };
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay();
  const weekend = weekday === 0 || weekday === 6;
  const fixed = !calendar.years.has(year) && fixedHolidays.has(monthDay);
  return { working: !weekend && !fixed, unknownYears };
};
