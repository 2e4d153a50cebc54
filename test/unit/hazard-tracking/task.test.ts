import { describe, expect, it } from 'vitest';
import { answerFor } from '../../../functions/hazard-tracking/loop.ts';
import { answerMachine, renewAfterDays, request } from '../../../functions/hazard-tracking/task.ts';
import { hazardStates, type HazardState } from '../../../shared/contracts/hazard.ts';
import { usualNext } from '../../../functions/hazard-tracking/transitions.ts';
import { findAll, settleAll } from './find.ts';
import {
  aHazard,
  at,
  dayMs,
  day,
  goodBodies,
  hazardId,
  makeWorld,
  manager,
  officer,
  unitId,
  begin,
} from './world.ts';

const open = async () => {
  const world = await makeWorld();
  await world.fileReport([{ number: '17', verdict: 'FAIL' }]);
  const hazard = hazardId((await findAll(world))[0] ?? '');
  const wait = async (awaits: HazardState, token: string, startedAt = begin) =>
    await answerMachine(
      { operation: 'await', subject: unitId, hazard, awaits, token, startedAt },
      world.deps,
    );
  const command = async (name: keyof typeof goodBodies, caller = officer) => {
    const done = await world.command(hazard, name, goodBodies[name], caller);
    if (!done.ok) throw new Error(done.code);
  };
  return { ...world, hazard, wait, command, answers: () => world.transport.sfn.answers() };
};

describe('the answer to a waiting machine', () => {
  const waiting = { token: 't2', awaits: 'NOTIFIED' as const };
  const late = { since: day('2026-03-11'), level: 1 as const };
  const lateness = 'NOTIFIED#2026-03-11#1';

  it('follows from where the file stands alone', () => {
    for (const state of hazardStates) {
      const answer = answerFor(waiting, aHazard({ state }));
      const expected = state === 'NOTIFIED' ? undefined : state === usualNext('NOTIFIED') ? 'usual' : 'moved';
      expect(answer?.kind, state).toBe(expected);
    }
  });

  it('tells each level of lateness once, and again only under the token that may not have heard it', () => {
    const hazard = aHazard({ state: 'NOTIFIED', late });
    expect(answerFor(waiting, hazard)).toEqual({ kind: 'overdue', lateness, level: 1 });
    expect(answerFor({ ...waiting, told: { lateness, token: 't1' } }, hazard)).toBeUndefined();
    expect(answerFor({ ...waiting, told: { lateness, token: 't2' } }, hazard)?.kind).toBe('overdue');
    const worse = aHazard({ state: 'NOTIFIED', late: { ...late, level: 2 } });
    expect(answerFor({ ...waiting, told: { lateness, token: 't1' } }, worse)?.kind).toBe('overdue');
  });
});

describe('a step of the machine', () => {
  it('waits with a stored token and is answered when the file moves', async () => {
    const { wait, command, answers, deps, hazard, ...world } = await open();
    expect(await wait('FOUND', 't1')).toEqual({ told: 'none' });
    expect(answers()).toEqual([]);
    await command('confirm');
    await settleAll({ ...world, deps });
    expect(answers()).toEqual([{ token: 't1', outcome: 'success', output: { state: 'CONFIRMED' } }]);
    expect(await deps.loops.read(hazard)).toBeUndefined();
  });

  it('is answered at once when the file has moved before the token was stored', async () => {
    const { wait, command, answers } = await open();
    await command('confirm');
    expect(await wait('FOUND', 't1')).toEqual({ told: 'usual' });
    expect(answers()).toMatchObject([{ token: 't1', outcome: 'success' }]);
  });

  it('is told that the file went another way', async () => {
    const { wait, command, answers, ...world } = await open();
    await wait('FOUND', 't1');
    await command('reject');
    await settleAll(world);
    expect(answers()).toMatchObject([
      { outcome: 'failure', error: 'Hazard.Moved', cause: 'the file stands at REJECTED' },
    ]);
  });

  it('is told of lateness once, and waits on under a new token', async () => {
    const { wait, command, answers, sweepOnce, go, ...world } = await open();
    await command('confirm');
    await command('notify');
    await wait('NOTIFIED', 't1');
    go(at('2026-03-21T00:00:00+08:00'));
    await sweepOnce();
    await settleAll(world);
    expect(answers()).toMatchObject([{ token: 't1', error: 'Hazard.Overdue', cause: 'late: level 1' }]);
    expect(await wait('NOTIFIED', 't2')).toEqual({ told: 'none' });
    go(6 * dayMs);
    await sweepOnce();
    await settleAll(world);
    expect(answers()[1]).toMatchObject({ token: 't2', error: 'Hazard.Overdue', cause: 'late: level 2' });
  });

  it('hears of lateness that was written while it stored no token', async () => {
    const { wait, command, answers, sweepOnce, go, ...world } = await open();
    await command('confirm');
    await command('notify');
    go(at('2026-03-21T00:00:00+08:00'));
    await sweepOnce();
    await settleAll(world);
    expect(await wait('NOTIFIED', 't1')).toEqual({ told: 'overdue' });
    expect(await wait('NOTIFIED', 't2')).toEqual({ told: 'none' });
    expect(answers()).toHaveLength(1);
  });

  it('does not mind an answer that nobody waits for any more', async () => {
    const { wait, command, deps, hazard, transport, ...world } = await open();
    await wait('FOUND', 't1');
    transport.sfn.expire('t1');
    await command('confirm');
    await settleAll({ ...world, deps });
    expect(await deps.loops.read(hazard)).toBeUndefined();
  });

  it('is answered by the next delivery when the first could not reach it', async () => {
    const { wait, command, answers, transport, ...world } = await open();
    await wait('FOUND', 't1');
    await command('confirm');
    transport.inject({ fault: 'deny', operation: 'sfn.' });
    const events = await world.events();
    const { deliver } = await import('./find.ts');
    expect(await deliver(world, events)).toHaveLength(1);
    transport.calm();
    expect(await deliver(world, events)).toEqual([]);
    expect(answers()).toHaveLength(1);
  });

  it('keeps the new token when an old answer comes to clear up', async () => {
    const { deps, hazard } = await open();
    const old = { hazard, token: 't1', awaits: 'FOUND' as const };
    await deps.loops.store(old);
    await deps.loops.store({ ...old, token: 't2' });
    expect(await deps.loops.forget(old)).toBe(false);
    expect(await deps.loops.note({ ...old, told: { lateness: 'x', token: 't1' } })).toBe(false);
    expect((await deps.loops.read(hazard))?.token).toBe('t2');
  });

  it('looks where the file stands', async () => {
    const { command, deps, hazard } = await open();
    await command('confirm');
    expect(await answerMachine({ operation: 'look', subject: unitId, hazard }, deps)).toEqual({
      state: 'CONFIRMED',
    });
  });

  it('renews an execution that grows old, in real time, under the next number', async () => {
    const { wait, deps, hazard, answers, go, transport } = await open();
    go((renewAfterDays + 1) * dayMs);
    expect(await wait('FOUND', 't1')).toEqual({ told: 'renew' });
    expect(answers()).toMatchObject([{ token: 't1', outcome: 'failure', error: 'Hazard.Renew' }]);
    const renew = { operation: 'renew', subject: unitId, hazard, run: 1 } as const;
    expect(await answerMachine(renew, deps)).toEqual({ started: 'started', run: 2 });
    expect(transport.sfn.executions().map(({ name }) => name)).toEqual([`${hazard}-1`, `${hazard}-2`]);
  });

  it('refuses to work on a hazard that is not there, and on a request that it does not know', async () => {
    const { deps } = await open();
    const hazard = hazardId('haz_01KJQXC0000000000000000000');
    await expect(answerMachine({ operation: 'look', subject: unitId, hazard }, deps)).rejects.toThrow(hazard);
    expect(request.safeParse({ operation: 'sleep', subject: unitId, hazard }).success).toBe(false);
    const asked = {
      operation: 'await',
      subject: unitId,
      hazard,
      awaits: 'FOUND',
      token: 't',
      startedAt: '2026-11-23T13:00:00Z',
    };
    expect(request.parse(asked)).toMatchObject({ startedAt: '2026-11-23T13:00:00.000Z' });
  });

  it('lets the unit hand in at once: the usual plan was left out', async () => {
    const { wait, command, answers, ...world } = await open();
    await command('confirm');
    await command('notify');
    await wait('NOTIFIED', 't1');
    await command('submit', manager);
    await settleAll(world);
    expect(answers()).toMatchObject([{ error: 'Hazard.Moved', cause: 'the file stands at SUBMITTED' }]);
  });
});
