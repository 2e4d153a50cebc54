import * as z from 'zod';
import { defineTask } from '../../shared/lambda/task.ts';
import { sweepDependencies, type SweepParts } from './dependencies.ts';
import { sweep } from './sweeping.ts';

export const taskWith = (dependencies: () => SweepParts) =>
  defineTask({
    capability: 'hazard-tracking',
    done: 'SWEEP_DONE',
    dependencies,
    input: z.unknown(),
    run: async (_event, deps, now) => await sweep(deps, now),
    shown: (report) => ({ ...report }),
  });

/** Called once a minute by the schedule, and by whoever moved virtual time: with the same event. */
export const handler = taskWith(sweepDependencies);
