import { findDivision } from '../kernel/division.ts';
import { ok, type Result } from '../kernel/problem.ts';
import { parsed } from './primitives.ts';

/**
 * A current division code of six digits; the edition is named when it is refused. Apart from the other primitives, so that
 * only functions that ask for one load the table of all divisions.
 */
export const division = parsed((given): Result<string> => {
  const found = findDivision(given);
  return found.ok ? ok(given) : found;
});
