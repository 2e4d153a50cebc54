import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../../../functions/hazard-tracking/apply.ts';
import { dueAttributes, isUnset, nextLevel } from '../../../functions/hazard-tracking/deadlines.ts';
import { hazardsOfReport } from '../../../functions/hazard-tracking/found.ts';
import { lookAt } from '../../../functions/hazard-tracking/lateness.ts';
import { commandNamed, transitions } from '../../../functions/hazard-tracking/transitions.ts';
import {
  hazard as hazardSchema,
  hazardCommands,
  isOpen,
  type Hazard,
} from '../../../shared/contracts/hazard.ts';
import { testPoint } from '../../../shared/contracts/report.ts';
import { addDays, addMs, dayOf, endOfDay, type Instant } from '../../../shared/kernel/time.ts';
import {
  begin,
  clocks,
  dayMs,
  goodBodies,
  manager,
  officer,
  organisationId,
  secondOfficer,
  settingsWith,
  unitId,
} from './world.ts';

const commands = Object.keys(hazardCommands).flatMap((name) => commandNamed(name) ?? []);
const callers = [officer, secondOfficer, manager] as const;
const step = fc.record({
  command: fc.constantFrom(...commands),
  caller: fc.constantFrom(...callers),
  hours: fc.integer({ min: 0, max: 24 * 12 }),
  dated: fc.option(fc.integer({ min: -10, max: 30 })),
});
const clockSets = fc.record({
  triage: fc.constantFrom(undefined, clocks.triage),
  order: fc.constantFrom(undefined, clocks.order),
  recheck: fc.constantFrom(undefined, clocks.recheck),
  close: fc.constantFrom(undefined, clocks.close),
});

const bodyOf = (command: (typeof commands)[number], dated: number | null, now: Instant): unknown => {
  if (command !== 'notify' && command !== 'return' && command !== 'extend') return goodBodies[command];
  const { dueOn, ...rest } = { ...goodBodies[command] };
  return dated === null ? rest : { ...rest, dueOn: addDays(dayOf(now), dated) };
};
const check = (hazard: Hazard, now: Instant, settings: ReturnType<typeof settingsWith>): void => {
  expect(hazardSchema.parse(hazard)).toEqual(hazard);
  // Every open hazard has a date, or stands in the list of those that have none.
  if (isOpen(hazard.state)) expect((hazard.dueOn !== undefined) !== isUnset(hazard)).toBe(true);
  else expect([hazard.dueOn, hazard.late]).toEqual([undefined, undefined]);
  if (hazard.dueOn === undefined) expect(hazard.dueBy === 'order').toBe(false);
  if (hazard.late !== undefined && hazard.dueOn !== undefined)
    expect(hazard.late.since).toBe(addDays(hazard.dueOn, 1));
  const derived = dueAttributes(hazard, now, settings);
  const expectsLook = nextLevel(hazard, settings) !== undefined || hazard.dueProvisionalOn !== undefined;
  expect(derived['dueSlot'] !== undefined).toBe(isOpen(hazard.state) && expectsLook);
  if (derived['dueSlot'] !== undefined)
    expect(String(derived['dueSlot']).slice(0, 13) >= now.slice(0, 13)).toBe(true);
};

describe('any story of commands and passing days', () => {
  it('stays in the table, keeps a date or says that there is none, and is late only after its day', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), clockSets, (story, chosen) => {
        const hazardClocks = Object.fromEntries(
          Object.entries(chosen).filter(([, clock]) => clock !== undefined),
        );
        const settings = settingsWith({ hazardClocks });
        const point = testPoint.parse({
          number: '17',
          structure: '1',
          item: 'EARTH_RESISTANCE',
          unit: 'ohm',
          value: '12.4',
          verdict: 'FAIL',
        });
        const report = { id: 'rep_01KJQXC0000000000000000000', organisation: organisationId } as const;
        let now = begin;
        let [hazard] = hazardsOfReport(report, [point], { keyUnit: unitId, at: now, settings });
        if (hazard === undefined) throw new Error('nothing was found');
        let derived = dueAttributes(hazard, now, settings);
        check(hazard, now, settings);
        for (const { command, caller, hours, dated } of story) {
          now = addMs(now, (hours * dayMs) / 24);
          const look = lookAt(hazard, derived, now, settings);
          if (look.kind === 'late') {
            expect(now > endOfDay(hazard.dueOn ?? dayOf(now))).toBe(true);
            expect(look.hazard.state).toBe(hazard.state);
            ({ hazard } = look);
          }
          const before = hazard;
          const tools = { caller, now, settings, seal: () => 'enc:1:x' };
          const moved = apply(before, command, bodyOf(command, dated, now), tools);
          const { from, to } = transitions[command];
          if (!from.includes(before.state)) expect(moved.ok).toBe(false);
          if (moved.ok) {
            hazard = moved.value;
            const allowed =
              to === 'same' ? [before.state] : command === 'recheck' ? [before.state, to] : [to];
            expect(allowed).toContain(hazard.state);
            expect(hazard.steps).toHaveLength(before.steps.length + 1);
            if (hazard.state === 'ACCEPTED' && command === 'recheck')
              expect(new Set(hazard.rechecks.map(({ principal }) => principal)).size).toBe(2);
          }
          derived = dueAttributes(hazard, now, settings);
          check(hazard, now, settings);
        }
      }),
      { numRuns: 500 },
    );
  });
});
