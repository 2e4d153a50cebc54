declare const instant: unique symbol;
declare const day: unique symbol;

/** A point in time, UTC, ISO 8601 with milliseconds and `Z`: `2026-11-23T13:00:00.000Z`. Sorts as text. */
export type Instant = string & { readonly [instant]: true };
/** A Chinese calendar day (UTC+08:00), `YYYY-MM-DD`. Never compared with an instant without naming the zone. */
export type CalendarDay = string & { readonly [day]: true };
/** The only way domain code learns what time it is: somebody passes this in. */
export type Clock = () => Instant;

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const offsetPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
export const chinaOffsetMs = 8 * 3_600_000;

const isInstant = (text: string): text is Instant =>
  instantPattern.test(text) && !Number.isNaN(Date.parse(text));
const isDay = (text: string): text is CalendarDay => {
  if (!dayPattern.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
};

/** Instant of a count of milliseconds since 1970. Throws RangeError outside the years 0-9999: a bug, not bad input. */
export const fromEpochMs = (ms: number): Instant => {
  const text = new Date(ms).toISOString();
  if (!isInstant(text)) throw new RangeError(`not an instant of the years 0-9999: ${ms}`);
  return text;
};
export const toEpochMs = (at: Instant): number => Date.parse(at);

/** Reads an ISO 8601 time that names its zone; undefined when it does not, or is no time at all. */
export const parseInstant = (text: string): Instant | undefined => {
  if (!offsetPattern.test(text) || !isDay(text.slice(0, 10))) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : fromEpochMs(ms);
};
/** Whether the text is an instant in the one form in which we write it. */
export const isInstantText = (text: string): text is Instant => {
  const ms = text.length === 24 ? Date.parse(text) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
};
/** Reads a calendar day; undefined for a day that does not exist (2026-02-30). */
export const parseDay = (text: string): CalendarDay | undefined => (isDay(text) ? text : undefined);

/** The Chinese calendar day on which the instant falls. */
export const dayOf = (at: Instant): CalendarDay => {
  const text = fromEpochMs(toEpochMs(at) + chinaOffsetMs).slice(0, 10);
  if (!isDay(text)) throw new RangeError(`no calendar day: ${at}`);
  return text;
};
/** Midnight (UTC+08:00) at which the day begins. */
export const startOfDay = (of: CalendarDay): Instant =>
  fromEpochMs(Date.parse(`${of}T00:00:00.000Z`) - chinaOffsetMs);
export const addMs = (at: Instant, ms: number): Instant => fromEpochMs(toEpochMs(at) + ms);
export const addDays = (to: CalendarDay, days: number): CalendarDay => {
  const text = new Date(Date.parse(`${to}T00:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10);
  if (!isDay(text)) throw new RangeError(`no calendar day: ${to} + ${days}`);
  return text;
};
/** The same day of the month so many calendar months later; the last of a month that has no such day (31 August + 6: 28 February). */
export const addMonths = (to: CalendarDay, months: number): CalendarDay => {
  const [year = 0, month = 0, date = 0] = to.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const text = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
  if (!isDay(text)) throw new RangeError(`no calendar day: ${to} + ${months} months`);
  return text;
};
/** The last moment of a day: a duty "by that day" is late only after it (Civil Code 203). */
export const endOfDay = (of: CalendarDay): Instant => addMs(startOfDay(addDays(of, 1)), -1);

export const systemClock: Clock = () => fromEpochMs(Date.now());
