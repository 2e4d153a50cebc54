import * as z from 'zod';
import { refusalsOf } from '../../shared/contracts/refusals.ts';
import type { Route } from '../../shared/contracts/routes.ts';

const problemBody = z.object({ problems: z.array(z.object({ code: z.string() })).min(1) });

/** Throws when a route gives a problem that its description does not name: whoever calls it could not be ready for it. */
export const promised = (route: Route, body: unknown): void => {
  const { problems } = problemBody.parse(body);
  const known: readonly string[] = refusalsOf(route);
  for (const { code } of problems)
    if (!known.includes(code))
      throw new Error(`${route.id} answers ${code}, which shared/contracts/refusals.ts does not name`);
};
