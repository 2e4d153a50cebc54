import { describe, expect, it } from 'vitest';
import { dueDay } from '../../../shared/kernel/legal-clock.ts';
import type { CalendarDay } from '../../../shared/kernel/time.ts';
import { parseDay } from '../../../shared/kernel/time.ts';
import { dayKind, stateCouncilCalendar, workingCalendar } from '../../../shared/kernel/working-days.ts';

const day = (text: string): CalendarDay => {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};
const working = (days: number, from: string) => dueDay({ kind: 'working', days }, day(from));
const calendar = (days: number, from: string) => dueDay({ kind: 'calendar', days }, day(from));
const certain = (text: string) => ({ provisional: false, day: text });

describe('legal clocks (Civil Code 201-203, Penalty Law 85)', () => {
  it('does not count the first day', () => {
    // Monday 2026-03-02
    expect(calendar(15, '2026-03-02')).toEqual(certain('2026-03-17'));
    expect(working(3, '2026-03-02')).toEqual(certain('2026-03-05'));
  });

  it('skips weekends in a term of working days, not in one of calendar days', () => {
    expect(working(5, '2026-03-05')).toEqual(certain('2026-03-12'));
    expect(calendar(7, '2026-03-05')).toEqual(certain('2026-03-12'));
  });

  it('moves a last day on a weekend or holiday to the next working day', () => {
    // Saturday 2026-03-14 → Monday; 2026-10-03 lies in the National Day holiday, which ends on the 7th.
    expect(calendar(12, '2026-03-02')).toEqual(certain('2026-03-16'));
    expect(calendar(15, '2026-09-18')).toEqual(certain('2026-10-08'));
  });

  it('counts make-up Saturdays and Sundays as working days', () => {
    // Spring Festival 2026: off 15-23 February, work on Saturday the 14th and Saturday the 28th.
    expect(working(2, '2026-02-12')).toEqual(certain('2026-02-14'));
    expect(working(3, '2026-02-12')).toEqual(certain('2026-02-24'));
    expect(calendar(16, '2026-02-12')).toEqual(certain('2026-02-28'));
    // Sunday 2025-09-28 was worked; 1-8 October 2025 off; Saturday 2025-10-11 worked.
    expect(working(6, '2025-09-26')).toEqual(certain('2025-10-11'));
    expect(working(7, '2025-09-26')).toEqual(certain('2025-10-13'));
  });

  it('says unknown and provisional when the last day of a calendar term lies in a year without a notice', () => {
    const due = calendar(90, '2026-12-01');
    expect(due).toMatchObject({ provisional: true, assumedDay: '2027-03-01', unknownYears: [2027] });
    expect(due.provisional ? due.en : '').toContain('unknown, provisional');
    expect(due.provisional ? due.zh : '').toContain('2027');
  });

  it('says so too when a working term runs through the end of a year whose successor is unknown', () => {
    expect(working(7, '2026-12-10')).toEqual(certain('2026-12-21'));
    expect(working(10, '2026-12-17')).toMatchObject({ provisional: true, unknownYears: [2027] });
    expect(working(1, '2024-03-04')).toMatchObject({ provisional: true, unknownYears: [2024] });
  });

  it('keeps holidays of fixed date out of a guess', () => {
    // Friday 2027-01-01 is off whatever the notice says.
    expect(working(1, '2026-12-31')).toMatchObject({ provisional: true, assumedDay: '2027-01-04' });
  });

  it('becomes certain once the notice is there', () => {
    const notices = workingCalendar({
      '2026': { source: 'test', off: [], worked: [] },
      '2027': { source: 'test', off: [['2027-01-01', '2027-01-03']], worked: [] },
    });
    expect(dueDay({ kind: 'working', days: 1 }, day('2026-12-31'), notices)).toEqual(certain('2027-01-04'));
  });

  it('lets a term of no days end on its own day, moved when people are off', () => {
    expect(working(0, '2026-03-02')).toEqual(certain('2026-03-02'));
    expect(calendar(0, '2026-10-01')).toEqual(certain('2026-10-08'));
  });

  it('refuses terms that are none', () => {
    for (const days of [-1, 1.5, Number.NaN, 3651])
      expect(() => working(days, '2026-03-02')).toThrow(RangeError);
  });
});

describe('holiday notices', () => {
  it.each([
    ['2025', 28, 5],
    ['2026', 33, 6],
  ])('%s names %i days off and %i worked weekend days', (year, off, worked) => {
    const of = (days: ReadonlySet<string>) => [...days].filter((one) => one.startsWith(year));
    expect(of(stateCouncilCalendar.off)).toHaveLength(off);
    expect(of(stateCouncilCalendar.worked)).toHaveLength(worked);
    const weekdays = of(stateCouncilCalendar.worked).map((one) => new Date(`${one}T00:00:00Z`).getUTCDay());
    expect(weekdays.every((weekday) => weekday === 0 || weekday === 6)).toBe(true);
    expect(of(stateCouncilCalendar.worked).some((one) => stateCouncilCalendar.off.has(one))).toBe(false);
  });

  it('has 248 working days in 2025 and in 2026', () => {
    for (const year of [2025, 2026]) {
      const days = Array.from({ length: 365 }, (_, index) =>
        day(new Date(Date.UTC(year, 0, index + 1)).toISOString().slice(0, 10)),
      );
      expect(days.filter((one) => dayKind(one, stateCouncilCalendar).working)).toHaveLength(248);
    }
  });

  it('refuses a notice with a day that does not exist', () => {
    const broken = { '2027': { source: 'test', off: [['2027-02-28', '2027-02-30']], worked: [] } };
    expect(() => workingCalendar(broken)).toThrow(RangeError);
  });
});
