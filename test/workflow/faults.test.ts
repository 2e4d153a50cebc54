import { describe, expect, it } from 'vitest';
import type { HazardCommand } from '../../shared/contracts/hazard.ts';
import { log } from '../../shared/lambda/log.ts';
import { audit } from '../builders/audit.ts';
import type { FaultRule } from '../transport/faults.ts';
import {
  at,
  day,
  goodBodies,
  manager,
  officer,
  settingsWith,
  tableName,
  unitId,
} from '../unit/hazard-tracking/world.ts';
import { makeLoops } from './loops.ts';
import { hazardLoop } from './machine.ts';

log.setLogLevel('SILENT');

/** A hazard that is late once and goes another way once, with one fault at one call of a function. */
const story = async (rule?: FaultRule) => {
  // The sweep begins shortly before the date passes: its queries are not what this is about.
  const loops = await makeLoops(settingsWith({ liveSince: day('2026-03-20') }));
  if (rule !== undefined) loops.transport.inject(rule);
  const { id, run } = await loops.open();
  const say = async (command: HazardCommand, caller = officer): Promise<void> => {
    const done = await loops.command(id, command, goodBodies[command], caller);
    if (!done.ok) throw new Error(`${command}: ${done.code}`);
    await loops.settle();
  };
  await say('confirm');
  await say('notify');
  loops.go(at('2026-03-21T09:00:00+08:00'));
  await loops.sweepOnce();
  await loops.settle();
  await say('refuse');
  await say('submit', manager);
  const struck = loops.transport.struck();
  loops.transport.calm();
  const [hazard] = await loops.hazards();
  const outcome = {
    ended: [hazard?.state, run.status(), run.at()],
    steps: hazard?.steps.map(({ command }) => command),
    noted: run.entered.filter((name) => name.startsWith('Note that')).length,
    faults: audit(loops.transport, tableName, unitId).faults,
    executions: loops.transport.sfn.executions().length,
    entries: audit(loops.transport, tableName, unitId).entries.map(({ type }) => type),
  };
  return { struck, outcome };
};
const { outcome: undisturbed } = await story();

describe('a loop whose functions die', () => {
  it('ends without faults as its file says', () => {
    expect(undisturbed).toMatchObject({
      ended: ['SUBMITTED', 'RUNNING', 'Await recheck by two people'],
      faults: [],
      noted: 1,
      executions: 1,
    });
    expect(undisturbed.steps).toEqual(['confirm', 'notify', 'overdue', 'refuse', 'submit']);
  });

  it.each(['crash', 'crash-late'] as const)(
    '(%s) at any one call of consumer and task ends the same, and notes its lateness once',
    async (fault) => {
      const others: unknown[] = [];
      let boundaries = 0;
      for (; ; boundaries += 1) {
        const { struck, outcome } = await story({ fault, skip: boundaries, times: 1, inProcess: true });
        if (struck === 0) break;
        if (JSON.stringify(outcome) !== JSON.stringify(undisturbed)) others.push([boundaries, outcome]);
      }
      expect(boundaries).toBeGreaterThan(25);
      expect(others).toEqual([]);
    },
    300_000,
  );
});

describe('a call that takes too long', () => {
  const { States } = hazardLoop();
  const calls = Object.entries(States).flatMap(([name, state]) =>
    state.Type === 'Task' && !state.Resource.endsWith('.waitForTaskToken') ? [[name, state] as const] : [],
  );

  it.each(calls)('%s: is made again, not the end of the loop', (_name, { Retry }) => {
    const retrier = Retry.find(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'));
    expect(retrier?.MaxAttempts).toBeGreaterThan(2);
  });

  it('the machine looks again where the file stands, and goes on', async () => {
    const loops = await makeLoops();
    const { id, run } = await loops.open();
    let slow = 2;
    loops.delay((operation) => {
      if (operation !== 'look' || slow === 0) return;
      slow -= 1;
      throw Object.assign(new Error('no answer in time'), { name: 'States.Timeout' });
    });
    const done = await loops.command(id, 'reject', goodBodies.reject, officer);
    expect(done.ok).toBe(true);
    await loops.settle();
    expect([run.status(), slow]).toEqual(['SUCCEEDED', 0]);
  });
});
