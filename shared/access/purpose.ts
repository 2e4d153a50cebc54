import { ok, problem, refuse, type Result } from '../kernel/problem.ts';

/**
 * For what an officer looks at personal data (PIPL 6: least data for a stated purpose; D90 2.4: role, scope and purpose
 * of each look). Codes and no free text: they stand in URLs and in the log.
 */
export const purposes = [
  /** Everyday supervision of the subject. */
  'SUPERVISION',
  /** A case of enforcement. */
  'CASE',
  /** A complaint or report by somebody. */
  'COMPLAINT',
  /** Correcting the data, also where the person concerned asks to see them (PIPL 45, 46). */
  'CORRECTION',
] as const;
export type Purpose = (typeof purposes)[number];

const isPurpose = (text: string): text is Purpose => purposes.some((known) => known === text);

/** The query parameter `purpose`; undefined where none is given. Refuses what is no code: FIELD_INVALID. */
export const readPurpose = (given: string | undefined): Result<Purpose | undefined> =>
  given === undefined || isPurpose(given)
    ? ok(given)
    : refuse(problem('FIELD_INVALID', { reason: purposes.join(' | ') }, '/purpose'));
