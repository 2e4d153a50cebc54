import * as z from 'zod';
import type { Decimal } from '../kernel/decimal.ts';
import { parseDecimal } from '../kernel/decimal.ts';
import type { Position } from '../kernel/geo.ts';
import { parsePosition } from '../kernel/geo.ts';
import type { Id, IdKind } from '../kernel/ids.ts';
import { isId } from '../kernel/ids.ts';
import type { Problem, Result } from '../kernel/problem.ts';
import { ok, problem, refuse } from '../kernel/problem.ts';
import type { CalendarDay, Instant } from '../kernel/time.ts';
import { parseDay, parseInstant } from '../kernel/time.ts';
import type { Uscc } from '../kernel/uscc.ts';
import { parseUscc } from '../kernel/uscc.ts';

interface IssueSink {
  addIssue(issue: { code: 'custom'; message: string; params: { problem: Problem } }): void;
}

/** Hands problems of our catalogue through zod, so that an answer names the same faults whoever found them. */
export const addProblems = (context: IssueSink, problems: readonly Problem[]): void => {
  for (const found of problems) {
    context.addIssue({ code: 'custom', message: found.en, params: { problem: found } });
  }
};

/** Text that a reader of the kernel turns into a value; what it refuses keeps its problems. */
export const parsed = <T>(read: (text: string) => Result<T>) =>
  z.string().transform((text, context): T => {
    const result = read(text);
    if (result.ok) return result.value;
    addProblems(context, result.problems);
    return z.NEVER;
  });

const present = <T>(value: T | undefined, otherwise: Problem): Result<T> =>
  value === undefined ? refuse(otherwise) : ok(value);
const shown = (text: string): string => text.slice(0, 60);

/** Text with at least one character that is not white space; control characters are refused. */
export const text = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/);

/** An id `<kind>_<ulid>` of one kind. */
export const id = <K extends IdKind>(kind: K) =>
  parsed((given): Result<Id<K>> =>
    isId(kind, given) ? ok(given) : refuse(problem('ID_MALFORMED', { kind, given: shown(given) })),
  );

/** A time that names its zone; kept in UTC. */
export const instant = z.lazy(() =>
  parsed((given): Result<Instant> =>
    present(parseInstant(given), problem('INSTANT_MALFORMED', { given: shown(given) })),
  ),
);
/** A calendar day (UTC+08:00). */
export const calendarDay = z.lazy(() =>
  parsed((given): Result<CalendarDay> =>
    present(parseDay(given), problem('DAY_MALFORMED', { given: shown(given) })),
  ),
);
/** A measured or limiting value as a decimal string; its shown decimals are kept. */
export const decimal = z.lazy(() => parsed((given): Result<Decimal> => parseDecimal(given)));
/** A unified social credit code, normalised (GB 32100-2015). */
export const uscc = z.lazy(() =>
  parsed((given): Result<Uscc> => {
    const result = parseUscc(given);
    return result.ok ? ok(result.value.code) : result;
  }),
);
/** A position with its datum (WGS84, CGCS2000, GCJ02), degrees; optional accuracy in metres. */
export const position = z.lazy(() =>
  z
    .looseObject({ lon: z.number().optional(), lat: z.number().optional() })
    .transform((given, context): Position => {
      const result = parsePosition(given);
      if (result.ok) return result.value;
      addProblems(context, result.problems);
      return z.NEVER;
    }),
);

/** Two times or two days of one form, named, of which the first must not be after the second. */
export const inOrder = (context: IssueSink, pair: Readonly<Record<string, string>>): void => {
  const [[earlier, from] = [], [later, to] = []] = Object.entries(pair);
  if (earlier === undefined || later === undefined || from === undefined || to === undefined || from <= to)
    return;
  addProblems(context, [problem('DATES_OUT_OF_ORDER', { earlier, later }, `/${later}`)]);
};
