import { describe, expect, it } from 'vitest';
import {
  dueAttributes,
  dueByClock,
  hourAfter,
  isUnset,
  nextLevel,
  startOfHour,
} from '../../../functions/hazard-tracking/deadlines.ts';
import { grownLate, lookAt, recounted } from '../../../functions/hazard-tracking/lateness.ts';
import { hazardStates } from '../../../shared/contracts/hazard.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { workingCalendar } from '../../../shared/kernel/working-days.ts';
import { aHazard, at, begin, clocks, day, settingsWith } from './world.ts';

const settings = settingsWith();
const ordered = aHazard({ state: 'NOTIFIED', dueOn: day('2026-03-10'), dueBy: 'order' });
/** The end of 10 March in China. */
const midnight = at('2026-03-10T15:59:59.999Z');

describe('the due slot', () => {
  it('is the hour in which the due day ends in China, and a shard of the hazard', () => {
    const { dueSlot, dueAt } = dueAttributes(ordered, begin, settings);
    expect(dueSlot).toMatch(/^2026-03-10T15#[01]$/);
    expect(dueAt).toBe(`2026-03-10T15:59:59.999Z#${ordered.id}`);
    expect(dueAttributes(ordered, begin, settings)).toEqual({ dueSlot, dueAt });
  });

  it('is the hour of writing where that is later: nothing is written behind the sweep', () => {
    const now = at('2026-03-12T08:30:00Z');
    const { dueSlot, dueAt } = dueAttributes(ordered, now, settings);
    expect(dueSlot).toMatch(/^2026-03-12T08#/);
    expect(String(dueAt)).toContain('2026-03-10T15:59');
  });

  it('spreads hazards over all shards and keeps each on its own', () => {
    const shards = Array.from({ length: 400 }, (_, index) => {
      const id = newId('haz', begin, (length) => Buffer.alloc(length, index));
      return String(
        dueAttributes({ ...ordered, id }, begin, settingsWith({ dueShards: 4 }))['dueSlot'],
      ).slice(-1);
    });
    const counts = Map.groupBy(shards, (shard) => shard);
    expect([...counts.keys()].toSorted()).toEqual(['0', '1', '2', '3']);
    for (const [, found] of counts) expect(found.length).toBeGreaterThan(50);
  });

  it('is absent where nothing is due: unset, ended, or late as far as it goes by itself', () => {
    const late = { since: day('2026-03-11'), level: 2 as const };
    expect(dueAttributes(aHazard({ state: 'NOTIFIED' }), begin, settings)).toEqual({});
    expect(dueAttributes({ ...ordered, state: 'CLOSED' }, begin, settings)).toEqual({});
    expect(dueAttributes({ ...ordered, late }, begin, settings)).toEqual({});
    expect(dueAttributes(ordered, begin, settingsWith({ escalation: [] }))).toEqual({});
  });

  it('moves to the date of the next level once a level is written', () => {
    const late = { since: day('2026-03-11'), level: 1 as const };
    expect(nextLevel({ ...ordered, late }, settings)).toEqual({
      level: 2,
      after: at('2026-03-15T15:59:59.999Z'),
    });
    const skipping = settingsWith({
      escalation: [
        { level: 1, to: 'RESPONSIBLE', mark: 'G' },
        { level: 3, afterDays: 30, to: 'LISTING_OR_INTERVIEW', mark: 'G' },
      ],
    });
    expect(nextLevel(ordered, skipping)?.level).toBe(3);
  });

  it('counts hours over the ends of days and years', () => {
    expect(hourAfter('2026-12-31T23')).toBe('2027-01-01T00');
    expect(startOfHour('2026-03-10T15')).toBe('2026-03-10T15:00:00.000Z');
    expect(() => startOfHour('2026-03-10')).toThrow(RangeError);
  });
});

describe('a hazard without a date', () => {
  it('is unset while it is open', () => {
    const unset = hazardStates.filter((state) => isUnset(aHazard({ state })));
    expect(unset).toEqual(hazardStates.filter((state) => state !== 'CLOSED' && state !== 'REJECTED'));
    expect(isUnset(ordered)).toBe(false);
  });

  it('stays unset where the notice of holidays is missing: the assumed day is shown, nobody is late by it', () => {
    const due = dueByClock(clocks.order, day('2031-06-02'));
    expect(due).toEqual({ dueProvisionalOn: '2031-06-09', dueBy: 'province' });
    expect(dueByClock(undefined, day('2026-03-02'))).toEqual({ dueBy: 'unset' });
  });
});

describe('lateness', () => {
  it('begins after the last moment of the due day, not at it', () => {
    expect(grownLate(ordered, midnight, settings)).toBeUndefined();
    const late = grownLate(ordered, at('2026-03-10T16:00:00Z'), settings);
    expect(late).toMatchObject({ state: 'NOTIFIED', late: { since: '2026-03-11', level: 1 } });
    expect(late?.steps.at(-1)).toMatchObject({
      command: 'overdue',
      role: 'system',
      note: 'level 1: RESPONSIBLE',
    });
  });

  it('grows one level at a time and keeps its first day', () => {
    const after = at('2026-04-30T00:00:00Z');
    const one = grownLate(ordered, after, settings);
    const two = one === undefined ? undefined : grownLate(one, after, settings);
    expect(two?.late).toEqual({ since: '2026-03-11', level: 2 });
    expect(two === undefined ? 'none' : grownLate(two, after, settings)).toBeUndefined();
  });

  it('is never written for an ended or an unset hazard', () => {
    const after = at('2026-04-30T00:00:00Z');
    expect(grownLate({ ...ordered, state: 'CLOSED' }, after, settings)).toBeUndefined();
    expect(grownLate(aHazard({ dueProvisionalOn: day('2026-03-10') }), after, settings)).toBeUndefined();
  });
});

describe('a look at a hazard that came up', () => {
  const after = at('2026-03-11T00:00:00Z');
  const listed = dueAttributes(ordered, begin, settings);

  it('writes lateness under a cause that names due date and level', () => {
    expect(lookAt(ordered, listed, after, settings)).toMatchObject({
      kind: 'late',
      cause: `${ordered.id}#1#2026-03-10`,
    });
  });

  it('leaves alone what is not due', () => {
    expect(lookAt(ordered, listed, begin, settings)).toEqual({ kind: 'nothing' });
    expect(lookAt({ ...ordered, state: 'CLOSED' }, {}, after, settings)).toEqual({ kind: 'nothing' });
  });

  it('takes off its slot what the settings no longer let grow late', () => {
    expect(lookAt(ordered, listed, after, settingsWith({ escalation: [] }))).toEqual({
      kind: 'other slot',
      derived: {},
    });
  });

  it('counts a provisional day again when it has passed, and asks again the next day while the notice is missing', () => {
    const calendar = workingCalendar({
      2031: { source: 'test', off: [['2031-06-05', '2031-06-08']], worked: [] },
    });
    const withClock = settingsWith({ hazardClocks: clocks });
    const since = at('2031-06-02T02:00:00Z');
    const provisional = aHazard({
      state: 'CONFIRMED',
      stateSince: since,
      dueProvisionalOn: day('2031-06-09'),
      dueBy: 'province',
    });
    const first = dueAttributes(provisional, since, withClock);
    expect(String(first['dueAt'])).toContain('2031-06-09T15:59');
    const passed = at('2031-06-10T01:00:00Z');
    expect(recounted(provisional, since, withClock, calendar)).toBeUndefined();
    expect(recounted(provisional, passed, withClock)).toBeUndefined();
    expect(recounted(provisional, passed, withClock, calendar)).toMatchObject({
      dueOn: '2031-06-11',
      dueBy: 'province',
    });
    const again = lookAt(provisional, first, passed, withClock);
    expect(again).toMatchObject({ kind: 'other slot' });
    expect(again.kind === 'other slot' ? String(again.derived['dueAt']) : '').toContain('2031-06-10T15:59');
  });
});
