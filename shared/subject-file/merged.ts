import type { Head } from '../contracts/entities.ts';
import { ok, problem, refuse, type Problem, type Result } from '../kernel/problem.ts';

/** What is wrong with asking something new of a subject that was merged into another one; undefined where nothing is. */
export const mergedProblem = ({ id, mergedInto }: Head, pointer?: string): Problem | undefined =>
  mergedInto === undefined ? undefined : problem('SUBJECT_MERGED', { id, into: mergedInto }, pointer);

/** Refuses with SUBJECT_MERGED, naming the file that goes on. What runs in the old file already goes on there. */
export const goesOn = (head: Head, pointer?: string): Result<true> => {
  const merged = mergedProblem(head, pointer);
  return merged === undefined ? ok(true) : refuse(merged);
};
