import * as z from 'zod';
import { defineHttp, get, post } from '../../shared/lambda/http.ts';
import { commandHazard } from './command-hazard.ts';
import { commandDependencies, type Commands } from './dependencies.ts';
import { listHazards, readHazard } from './read-hazards.ts';

/** The body's contract follows from the command in the path: `apply` checks it. */
export const httpWith = (dependencies: () => Commands) =>
  defineHttp({
    capability: 'hazard-tracking',
    dependencies,
    routes: {
      listHazards: get({ handle: listHazards }),
      readHazard: get({ handle: readHazard }),
      commandHazard: post({ body: z.unknown(), handle: commandHazard }),
    },
  });

/** Shows hazards and takes the commands of their loop. */
export const handler = httpWith(commandDependencies);
