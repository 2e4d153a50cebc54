import * as z from 'zod';
import { defineTask } from '../../shared/lambda/task.ts';
import { sweepDependencies } from './dependencies.ts';
import { sweep } from './sweeping.ts';

/** Called once a minute by the schedule, and by whoever moved virtual time: with the same event. */
export const handler = defineTask({
  capability: 'hazard-tracking',
  done: 'SWEEP_DONE',
  dependencies: sweepDependencies,
  input: z.unknown(),
  run: async (_event, deps, now) => await sweep(deps, now),
  shown: (report) => ({ ...report }),
});
