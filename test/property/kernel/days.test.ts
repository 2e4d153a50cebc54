import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { dueDay } from '../../../shared/kernel/legal-clock.ts';
import type { CalendarDay } from '../../../shared/kernel/time.ts';
import { addDays, dayOf, endOfDay, fromEpochMs, startOfDay, toEpochMs } from '../../../shared/kernel/time.ts';
import { dayKind, stateCouncilCalendar } from '../../../shared/kernel/working-days.ts';

const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) }).map(fromEpochMs);
const knownDay = fc
  .integer({ min: Date.UTC(2025, 0, 2), max: Date.UTC(2026, 8, 30) })
  .map((ms): CalendarDay => dayOf(fromEpochMs(ms)));
const anyDay = instant.map(dayOf);
const days = fc.integer({ min: 0, max: 40 });
const isWorking = (day: CalendarDay): boolean => dayKind(day, stateCouncilCalendar).working;
const count = (from: CalendarDay, to: CalendarDay): number => {
  let working = 0;
  for (let day = from; day < to; day = addDays(day, 1)) if (isWorking(addDays(day, 1))) working += 1;
  return working;
};

describe('Chinese calendar days', () => {
  it('hold the instants between their first and their last moment', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const day = dayOf(at);
        return startOfDay(day) <= at && at <= endOfDay(day) && dayOf(startOfDay(day)) === day;
      }),
    );
  });
  it('are as far apart as they were moved', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, n) => {
        const moved = addDays(day, n);
        return (
          addDays(moved, -n) === day &&
          toEpochMs(startOfDay(moved)) - toEpochMs(startOfDay(day)) === n * 86_400_000
        );
      }),
    );
  });
});

describe('legal clocks', () => {
  it('of working days end on a working day with exactly that many after the first day', () => {
    fc.assert(
      fc.property(knownDay, fc.integer({ min: 1, max: 40 }), (from, n) => {
        const due = dueDay({ kind: 'working', days: n }, from);
        return !due.provisional && isWorking(due.day) && count(from, due.day) === n;
      }),
    );
  });
  it('of calendar days end on the first working day at or after the term, no sooner', () => {
    fc.assert(
      fc.property(knownDay, days, (from, n) => {
        const due = dueDay({ kind: 'calendar', days: n }, from);
        const term = addDays(from, n);
        return (
          !due.provisional &&
          isWorking(due.day) &&
          due.day >= term &&
          (due.day === term || (!isWorking(term) && count(term, due.day) === 1))
        );
      }),
    );
  });
  it('never get shorter with more days, and never silently use a year without a notice', () => {
    fc.assert(
      fc.property(anyDay, days, fc.constantFrom('working' as const, 'calendar' as const), (from, n, kind) => {
        const [due, later] = [dueDay({ kind, days: n }, from), dueDay({ kind, days: n + 1 }, from)];
        const dayOfDue = due.provisional ? due.assumedDay : due.day;
        const dayOfLater = later.provisional ? later.assumedDay : later.day;
        const known = stateCouncilCalendar.years.has(Number(dayOfDue.slice(0, 4)));
        return dayOfDue <= dayOfLater && dayOfDue >= from && (known || due.provisional);
      }),
    );
  });
});
