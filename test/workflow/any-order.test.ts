import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transitions, commandNamed } from '../../functions/hazard-tracking/transitions.ts';
import { hazardCommands, isOpen } from '../../shared/contracts/hazard.ts';
import type { Envelope } from '../../shared/contracts/events.ts';
import {
  clocks,
  dayMs,
  goodBodies,
  manager,
  officer,
  secondOfficer,
  settingsWith,
} from '../unit/hazard-tracking/world.ts';
import { makeLoops } from './loops.ts';

const commands = Object.keys(hazardCommands).flatMap((name) => commandNamed(name) ?? []);
/** Something that happens: somebody gives a command, or days pass and the sweep runs. */
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ command: fc.constantFrom(...commands), second: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ days: fc.integer({ min: 1, max: 9 }) }) },
);
/** How deliveries come: some twice, some backwards. */
const post = fc.record({ twice: fc.boolean(), backwards: fc.boolean(), hold: fc.boolean() });

describe('a machine, whatever happens in the file', () => {
  it('stands where the file stands once all is told, and ends when the file ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(happening, post), { minLength: 4, maxLength: 22 }),
        async (story) => {
          const loops = await makeLoops(settingsWith({ hazardClocks: clocks }));
          const { id, run } = await loops.open();
          for (const [event, { twice, backwards, hold }] of story) {
            if ('days' in event) {
              loops.go(event.days * dayMs);
              await loops.sweepOnce();
            } else {
              loops.go(60_000);
              const who =
                transitions[event.command].who === 'unit' ? manager : event.second ? secondOfficer : officer;
              await loops.command(id, event.command, goodBodies[event.command], who);
            }
            const arrange = (events: readonly Envelope[]) => {
              const all = twice ? [...events, ...events] : events;
              return backwards ? all.toReversed() : all;
            };
            // Held back: the next thing happens before this one is told.
            if (!hold) await loops.settle(arrange);
          }
          await loops.settle();
          const [hazard] = await loops.hazards();
          if (hazard === undefined) throw new Error('the hazard is gone');
          expect(run.status()).toBe(isOpen(hazard.state) ? 'RUNNING' : 'SUCCEEDED');
          const { [run.at()]: standing } = loops.machine.States;
          if (standing?.Type === 'Task') expect(standing.Parameters.Payload['awaits']).toBe(hazard.state);
          // Each level of lateness is noted once at most.
          const noted = run.entered.filter((name) => name.endsWith('overdue')).length;
          expect(noted).toBeLessThanOrEqual(
            hazard.steps.filter(({ command }) => command === 'overdue').length,
          );
        },
      ),
      { numRuns: 20 },
    );
  });
});
