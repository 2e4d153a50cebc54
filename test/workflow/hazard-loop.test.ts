import { readFileSync } from 'node:fs';
import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { renewAfterDays } from '../../functions/hazard-tracking/task.ts';
import { usualNext } from '../../functions/hazard-tracking/transitions.ts';
import { ends, hazardStates, isOpen, type HazardCommand } from '../../shared/contracts/hazard.ts';
import { at, dayMs, goodBodies, manager, officer, secondOfficer } from '../unit/hazard-tracking/world.ts';
import { makeLoops, type Loops } from './loops.ts';
import { definitionFile, hazardLoop, type Task } from './machine.ts';

const machine = hazardLoop();
const tasks = Object.entries(machine.States).flatMap(([name, state]) =>
  state.Type === 'Task' ? [{ name, ...state }] : [],
);
const waits = tasks.filter(({ Resource }) => Resource.endsWith('.waitForTaskToken'));
const awaited = ({ Parameters }: Pick<Task, 'Parameters'>) => Parameters.Payload['awaits'];
const waitFor = (state: string) => waits.find((wait) => awaited(wait) === state);

describe('the definition of the hazard loop', () => {
  it.each(['aws', 'aws-cn'])('is valid in the partition %s', (partition) => {
    const text = readFileSync(definitionFile, 'utf8')
      .replaceAll('${Partition}', partition)
      .replaceAll('${TaskFunctionArn}', `arn:${partition}:lambda:cn-north-1:000000000000:function:task`);
    expect(text).not.toContain('${');
    const { isValid, errors } = validate(JSON.parse(text));
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('names no partition, account or region itself', () => {
    expect(readFileSync(definitionFile, 'utf8')).not.toMatch(/arn:aws|\d{12}/);
  });

  it('waits once for each open state, and for no other', () => {
    expect(waits.map(awaited).toSorted()).toEqual(hazardStates.filter(isOpen).toSorted());
  });

  it.each(hazardStates.filter(isOpen))('leads from %s on as the command table says', (state) => {
    const wait = waitFor(state);
    const next = usualNext(state);
    const wanted = next === 'CLOSED' ? 'Closed' : waitFor(next ?? '')?.name;
    expect(wait?.Next).toBe(wanted);
  });

  it.each(waits.map((wait) => [wait.name, wait] as const))(
    '%s: late goes back to the wait, moved looks, old renews',
    (name, wait) => {
      const to = (error: string) =>
        wait.Catch?.find(({ ErrorEquals }) => ErrorEquals.includes(error))?.Next ?? '';
      const note = machine.States[to('Hazard.Overdue')];
      expect(note).toMatchObject({ Type: 'Pass', Next: name });
      expect(to('Hazard.Overdue')).toMatch(/^Note that .* is overdue$/);
      expect(to('Hazard.Moved')).toBe('Look where the file stands');
      expect(to('Hazard.Renew')).toBe('Renew the execution');
      expect(to('States.Timeout')).toBe('Renew the execution');
    },
  );

  it('knows the way from a look to every state', () => {
    const choice = machine.States['Where does the file stand'];
    if (choice?.Type !== 'Choice') throw new Error('no choice');
    const ways = new Map(choice.Choices.map(({ StringEquals, Next }) => [StringEquals, Next]));
    expect([...ways.keys()].toSorted()).toEqual([...hazardStates].toSorted());
    for (const state of hazardStates) {
      const end = state === 'CLOSED' ? 'Closed' : 'Rejected';
      const wanted = ends.includes(state) ? end : waitFor(state)?.name;
      expect(ways.get(state)).toBe(wanted);
    }
    expect(machine.States[choice.Default]?.Type).toBe('Fail');
  });

  it('never retries an answer as if it were a fault, and retries every fault of a call', () => {
    for (const wait of waits) {
      expect(wait.Retry[0]).toMatchObject({
        ErrorEquals: ['Hazard.Overdue', 'Hazard.Moved', 'Hazard.Renew'],
        MaxAttempts: 0,
      });
    }
    for (const { Retry } of tasks) {
      expect(Retry.at(-2)?.ErrorEquals).toContain('Lambda.TooManyRequestsException');
      expect(Retry.at(-1)?.ErrorEquals).toEqual(['States.TaskFailed']);
    }
  });

  it('ends every execution before AWS does, after 365 days', () => {
    for (const { TimeoutSeconds } of waits)
      expect(TimeoutSeconds / 86_400 + renewAfterDays).toBeLessThan(364);
  });

  it('names its states as sentences', () => {
    for (const name of Object.keys(machine.States)) expect(name).toMatch(/^[A-Z][a-z]+( [\w:-]+)*$/);
  });
});

const says =
  (loops: Loops, id: string) =>
  async (command: HazardCommand, caller = officer) => {
    const done = await loops.command(id, command, goodBodies[command], caller);
    if (!done.ok) throw new Error(`${command}: ${done.code}`);
    await loops.settle();
  };
const usual = [
  ['confirm', officer],
  ['notify', officer],
  ['plan', manager],
  ['submit', manager],
  ['recheck', officer],
  ['recheck', secondOfficer],
  ['close', officer],
] as const;

describe('a loop', () => {
  it('takes seven paid transitions on its usual way', async () => {
    const loops = await makeLoops();
    const { id, run } = await loops.open();
    const say = says(loops, id);
    for (const [command, caller] of usual) await say(command, caller);
    expect(run.entered).toEqual([
      'Await confirmation',
      'Await the rectification order',
      'Await the rectification plan',
      'Await rectification',
      'Await recheck by two people',
      'Await close-out',
      'Closed',
    ]);
    expect(run.status()).toBe('SUCCEEDED');
  });

  it('shows a missed date, waits on, and ends all the same', async () => {
    const loops = await makeLoops();
    const { id, run } = await loops.open();
    const say = says(loops, id);
    await say('confirm');
    await say('notify');
    for (const time of ['2026-03-21T09:00:00+08:00', '2026-03-28T09:00:00+08:00']) {
      loops.go(at(time));
      await loops.sweepOnce();
      await loops.settle();
    }
    const overdue = ['Note that the rectification plan is overdue', 'Await the rectification plan'];
    expect(run.entered.slice(2)).toEqual(['Await the rectification plan', ...overdue, ...overdue]);
    for (const [command, caller] of usual.slice(2)) await say(command, caller);
    expect(run.status()).toBe('SUCCEEDED');
  });

  it('follows the file when that goes another way', async () => {
    const loops = await makeLoops();
    const { id, run } = await loops.open();
    const say = says(loops, id);
    const look = ['Look where the file stands', 'Where does the file stand'];
    await say('confirm');
    await say('notify');
    await say('refuse');
    expect(run.entered.slice(-3)).toEqual([...look, 'Await submission while a case is open']);
    await say('submit', manager);
    expect(run.at()).toBe('Await recheck by two people');
    await say('return');
    expect(run.entered.slice(-3)).toEqual([...look, 'Await a new plan after the return']);
    await say('plan', manager);
    expect(run.at()).toBe('Await rectification');
  });

  it('ends when the hazard is rejected', async () => {
    const loops = await makeLoops();
    const { id, run } = await loops.open();
    await says(loops, id)('reject');
    expect([run.at(), run.status()]).toEqual(['Rejected', 'SUCCEEDED']);
  });

  it('renews itself and goes on where the file stands', async () => {
    const loops = await makeLoops();
    const { id, run } = await loops.open();
    const say = says(loops, id);
    await say('confirm');
    await run.timeOut();
    expect([run.at(), run.status()]).toEqual(['The next execution goes on', 'SUCCEEDED']);
    await loops.settle();
    const second = loops.runs.get(`${id}-2`);
    expect(second?.at()).toBe('Await the rectification order');
    loops.go((renewAfterDays + 1) * dayMs);
    await say('notify');
    const third = loops.runs.get(`${id}-3`);
    expect(third?.at()).toBe('Await the rectification plan');
    for (const [command, caller] of usual.slice(2)) await say(command, caller);
    expect(third?.status()).toBe('SUCCEEDED');
  });
});
