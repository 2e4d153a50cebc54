import { isOpen, type Hazard } from '../../shared/contracts/hazard.ts';
import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import { sha256 } from '../../shared/kernel/digest.ts';
import { dueDay, type LegalClock } from '../../shared/kernel/legal-clock.ts';
import {
  addDays,
  addMs,
  dayOf,
  endOfDay,
  startOfDay,
  toEpochMs,
  parseInstant,
} from '../../shared/kernel/time.ts';
import type { CalendarDay, Instant } from '../../shared/kernel/time.ts';
import { stateCouncilCalendar, type WorkingCalendar } from '../../shared/kernel/working-days.ts';
import type { Item } from '../../shared/subject-file/item.ts';

/** The settings that decide about dates. */
export type DueSettings = Pick<RuntimeSettings, 'hazardClocks' | 'escalation' | 'dueShards'>;

/** When a state has to be left. Exactly one of the three: a day, a provisional day, or unset. */
export type Due = Pick<Hazard, 'dueOn' | 'dueProvisionalOn' | 'dueBy'>;
export const unset: Due = { dueBy: 'unset' };

/**
 * The due day of a clock that starts on a day; unset where the province sets no clock (GAP). Without the holiday notice
 * that decides it the day is provisional: shown, looked at again, never held against anybody (domain 2.4).
 */
export const dueByClock = (
  clock: LegalClock | undefined,
  from: CalendarDay,
  calendar: WorkingCalendar = stateCouncilCalendar,
): Due => {
  if (clock === undefined) return unset;
  const due = dueDay(clock, from, calendar);
  return due.provisional
    ? { dueProvisionalOn: due.assumedDay, dueBy: 'province' }
    : { dueOn: due.day, dueBy: 'province' };
};
export const dueByOrder = (day: CalendarDay | undefined): Due =>
  day === undefined ? unset : { dueOn: day, dueBy: 'order' };

/** An open hazard without a day of its own: it is listed, so that an office types one. */
export const isUnset = (hazard: Hazard): boolean => isOpen(hazard.state) && hazard.dueOn === undefined;

const levels = [1, 2, 3] as const;
type Level = (typeof levels)[number];

/** The next level of lateness and the last moment before it; undefined where no further level is ever reached by itself. */
export const nextLevel = (
  hazard: Hazard,
  { escalation }: Pick<DueSettings, 'escalation'>,
): { readonly level: Level; readonly after: Instant } | undefined => {
  const { dueOn } = hazard;
  if (!isOpen(hazard.state) || dueOn === undefined) return undefined;
  for (const level of levels) {
    if (level <= (hazard.late?.level ?? 0)) continue;
    const afterDays = escalation.find((step) => step.level === level)?.afterDays;
    if (afterDays !== undefined) return { level, after: endOfDay(addDays(dueOn, afterDays)) };
  }
  return undefined;
};

/** Hour of a slot, UTC: `2026-11-23T13`. */
export type Hour = string;
export const hourOf = (at: Instant): Hour => at.slice(0, 13);
/** First moment of an hour. Throws RangeError on text that is no hour. */
export const startOfHour = (hour: Hour): Instant => {
  const at = parseInstant(`${hour}:00:00.000Z`);
  if (at === undefined) throw new RangeError(`not an hour: ${hour}`);
  return at;
};
export const hourAfter = (hour: Hour): Hour => hourOf(addMs(startOfHour(hour), 3_600_000));
export const firstHourOf = (day: CalendarDay): Hour => hourOf(startOfDay(day));

export const slotOf = (hour: Hour, shard: number): string => `${hour}#${shard}`;
const shardOf = (id: string, shards: number): number => Number.parseInt(sha256(id).slice(0, 8), 16) % shards;

/** When somebody has to look at the hazard again: it grows late after that moment, or its provisional day ends. */
const lookAfter = (hazard: Hazard, now: Instant, settings: DueSettings): Instant | undefined => {
  const next = nextLevel(hazard, settings);
  if (next !== undefined) return next.after;
  if (!isOpen(hazard.state) || hazard.dueProvisionalOn === undefined) return undefined;
  const assumed = endOfDay(hazard.dueProvisionalOn);
  // The notice is still missing after the assumed day: asked for again once a day.
  return toEpochMs(assumed) < toEpochMs(now) ? endOfDay(dayOf(now)) : assumed;
};

/**
 * The derived attributes that put a hazard on the due index: the slot is the later of the due hour and the hour of
 * writing (so a date in the past is never written behind the sweep), spread over the shards by the hazard's id. Empty
 * where nothing is due: the item is then not on the index.
 */
export const dueAttributes = (hazard: Hazard, now: Instant, settings: DueSettings): Item => {
  const after = lookAfter(hazard, now, settings);
  if (after === undefined) return {};
  const [due, written] = [hourOf(after), hourOf(now)];
  return {
    dueSlot: slotOf(due > written ? due : written, shardOf(hazard.id, settings.dueShards)),
    dueAt: `${after}#${hazard.id}`,
  };
};
