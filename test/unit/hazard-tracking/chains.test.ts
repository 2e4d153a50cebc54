import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { loopDependencies, sweepDependencies } from '../../../functions/hazard-tracking/dependencies.ts';
import { dueKey } from '../../../functions/hazard-tracking/due-index.ts';
import { workOff } from '../../../functions/hazard-tracking/deadline.ts';
import { addMs, systemClock, toEpochMs } from '../../../shared/kernel/time.ts';
import { defineTask } from '../../../shared/lambda/task.ts';
import { defineWorker } from '../../../shared/lambda/worker.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { batchOf, findAll, lambdaContext } from './find.ts';
import { at, dueQueue, makeWorld, officer, settingsWith, unitId } from './world.ts';

const world = async () => {
  const made = await makeWorld();
  await made.fileReport([{ number: '17', verdict: 'FAIL' }]);
  const [hazard = ''] = await findAll(made);
  return { ...made, hazard };
};

describe('a worker on a queue', () => {
  it('gives back the message that failed, and only that one', async () => {
    const { deps, hazard, command, go, ...made } = await world();
    await command(hazard, 'extend', { reason: 'x', dueOn: '2026-03-03' }, officer);
    go(at('2026-03-05T00:00:00Z'));
    const worker = defineWorker({
      capability: 'hazard-tracking',
      done: 'DEADLINE_HANDLED',
      failed: 'DEADLINE_FAILED',
      dependencies: () => deps,
      message: dueKey,
      work: async (message, parts) => await workOff(message, parts, made.now()),
    });
    const unknown = 'haz_01KJQXC0000000000000000000';
    const batch = batchOf([{ subject: unitId, hazard }, { subject: unitId, hazard: unknown }, { other: 1 }]);
    const { batchItemFailures } = await worker(batch, lambdaContext);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted()).toEqual(['1', '2']);
    expect((await made.hazards())[0]?.late?.level).toBe(1);
  });
});

describe('a task of a machine or a schedule', () => {
  const taskOf = (deps: Awaited<ReturnType<typeof world>>['deps']) =>
    defineTask({
      capability: 'hazard-tracking',
      done: 'TASK_DONE',
      dependencies: () => deps,
      input: z.strictObject({ operation: z.literal('now') }),
      run: async (_, __, now) => await Promise.resolve(now),
    });

  it('refuses an input that it does not know: the caller tries again or fails aloud', async () => {
    const { deps } = await world();
    await expect(taskOf(deps)({ operation: 'other' }, lambdaContext)).rejects.toThrow('operation');
  });

  it('lives in virtual time only where that is switched on', async () => {
    const { deps, table } = await world();
    await table.put({ ...keys.clock(), seconds: 86_400 });
    const real = await taskOf(deps)({ operation: 'now' }, lambdaContext);
    expect(Math.abs(toEpochMs(real) - toEpochMs(systemClock()))).toBeLessThan(60_000);
    vi.stubEnv('VIRTUAL_TIME', 'on');
    const virtual = await taskOf(deps)({ operation: 'now' }, lambdaContext);
    expect(virtual > addMs(systemClock(), 86_000_000)).toBe(true);
  });
});

describe('the settings of the functions', () => {
  it('are all named at once when they are missing', () => {
    vi.stubEnv('TABLE_NAME', 'files');
    vi.stubEnv('SETTINGS', '');
    expect(() => sweepDependencies()).toThrow('SETTINGS, DUE_INDEX, DUE_QUEUE_URL');
    vi.stubEnv('SETTINGS', JSON.stringify(settingsWith()));
    expect(() => loopDependencies()).toThrow('HAZARD_MACHINE_ARN');
  });
});

describe('the queue of due hazards', () => {
  it('takes any number of messages, ten at a time', async () => {
    const { deps, transport } = await world();
    transport.reset();
    await deps.queue.send(Array.from({ length: 57 }, (_, index) => ({ index })));
    expect(transport.sqs.messages(dueQueue)).toHaveLength(57);
    expect(transport.counts().operations['sqs.SendMessageBatch']?.calls).toBe(6);
    transport.inject({ fault: 'partial', operation: 'sqs.', rate: 0.5 });
    await deps.queue.send(Array.from({ length: 30 }, (_, index) => ({ index })));
    expect(transport.sqs.messages(dueQueue)).toHaveLength(87);
  });
});
