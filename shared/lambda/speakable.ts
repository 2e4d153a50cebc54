import * as z from 'zod';

const longestMessage = 500;
const mostIssues = 20;

/** A step of a path is a field's name or a place in a list; anything else may be somebody's text. */
const stepOf = (step: PropertyKey): string => (/^[\w-]{1,40}$/.test(String(step)) ? String(step) : '*');
const issueOf = ({ path, code }: z.core.$ZodIssue): string => `${path.map(stepOf).join('.')}: ${code}`;

const messageOf = (error: Error): string => {
  // The texts of issues carry up to sixty characters of what was given; where and which kind is enough to search by.
  if (error instanceof z.ZodError) return error.issues.slice(0, mostIssues).map(issueOf).join('; ');
  // JSON.parse quotes the text around the fault.
  if (error instanceof SyntaxError) return 'malformed text (not shown)';
  return error.message;
};
/** Bundling shortens the names of classes; where a library gives its errors a code, that stays the same. */
const nameOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(error.code)
    ? error.code
    : error.name;
const framesOf = (error: Error): readonly string[] =>
  (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));

/**
 * The error as it may be logged, or handed to a service that logs it: name, message, stack, and a cause that is an error
 * itself. Everything else stays behind: libraries hang claims of tokens, items and answers on their errors.
 */
export const speakable = (thrown: unknown): Error => {
  if (!(thrown instanceof Error))
    return new TypeError(`something was thrown that is no error: ${typeof thrown}`);
  const message = messageOf(thrown).slice(0, longestMessage);
  const { cause } = thrown;
  const name = nameOf(thrown);
  const shown = new Error(message, cause instanceof Error ? { cause: speakable(cause) } : {});
  shown.name = name;
  shown.stack = [`${name}: ${message}`, ...framesOf(thrown)].join('\n');
  return shown;
};
