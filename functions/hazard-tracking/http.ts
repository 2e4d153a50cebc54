import * as z from 'zod';
import { defineHttp, get, post } from '../../shared/lambda/http.ts';
import { commandHazard } from './command-hazard.ts';
import { commandDependencies } from './dependencies.ts';
import { listHazards, readHazard } from './read-hazards.ts';

/** Shows hazards and takes the commands of their loop. The body's contract follows from the command: `apply` checks it. */
export const handler = defineHttp({
  capability: 'hazard-tracking',
  dependencies: commandDependencies,
  routes: {
    listHazards: get({ handle: listHazards }),
    readHazard: get({ handle: readHazard }),
    commandHazard: post({ body: z.unknown(), handle: commandHazard }),
  },
});
