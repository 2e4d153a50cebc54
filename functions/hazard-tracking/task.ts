import * as z from 'zod';
import { storedId, storedInstant } from '../../shared/contracts/entities.ts';
import { hazardState } from '../../shared/contracts/hazard.ts';
import { toEpochMs, parseInstant } from '../../shared/kernel/time.ts';
import { defineTask } from '../../shared/lambda/task.ts';
import { loopDependencies, type TaskParts } from './dependencies.ts';
import { executionName, settle, standing, type LoopInput } from './loop.ts';

const about = { subject: storedId('sub'), hazard: storedId('haz') };
const anyInstant = z.string().transform((given) => storedInstant.parse(parseInstant(given)));

/** What the machine asks for; see step-functions/hazard-loop.asl.json. */
export const request = z.discriminatedUnion('operation', [
  z.strictObject({
    operation: z.literal('await'),
    ...about,
    awaits: hazardState,
    token: z.string().min(1),
    /** When this execution began, real time. */
    startedAt: anyInstant,
  }),
  z.strictObject({ operation: z.literal('look'), ...about }),
  z.strictObject({ operation: z.literal('renew'), ...about, run: z.int().positive() }),
]);
export type Request = z.output<typeof request>;

/**
 * Age (days) after which an execution begins no further wait but renews itself. A wait lasts 180 days at most (the
 * machine's TimeoutSeconds), and AWS ends an execution after 365.
 */
export const renewAfterDays = 180;

/** One step of the machine. `await` stores the token, then looks whether the file has moved already. */
export const answerMachine = async (asked: Request, deps: TaskParts): Promise<object> => {
  const { subject, hazard } = asked;
  switch (asked.operation) {
    case 'look':
      return { state: (await standing(deps.table, subject, hazard)).state };
    case 'renew': {
      const run = asked.run + 1;
      const input: LoopInput = { subject, hazard, run };
      return { started: await deps.machine.start(executionName(hazard, run), input), run };
    }
    case 'await': {
      const { token, awaits } = asked;
      const ageDays = (toEpochMs(deps.realClock()) - toEpochMs(asked.startedAt)) / 86_400_000;
      if (ageDays > renewAfterDays) {
        await deps.machine.fail(token, 'Hazard.Renew', `the execution is ${Math.floor(ageDays)} days old`);
        return { told: 'renew' };
      }
      const earlier = await deps.loops.read(hazard);
      await deps.loops.store({
        hazard,
        token,
        awaits,
        ...(earlier?.told === undefined ? {} : { told: earlier.told }),
      });
      return { told: await settle(deps, subject, hazard) };
    }
  }
};

/** Called by the hazard loop's machine: waits, looks, renews. */
export const handler = defineTask({
  capability: 'hazard-tracking',
  done: 'TASK_DONE',
  dependencies: loopDependencies,
  input: request,
  run: async (asked, deps) => await answerMachine(asked, deps),
});
