import * as z from 'zod';

/** Numbers of the closing line. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
export interface Reckoned extends Tally {
  /** What went wrong beside failing tests; each counts as one failure. */
  readonly troubles: readonly string[];
}

/** The part of vitest's JSON report that is counted. */
const report = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

const worldOf = (file: string): string | undefined => /[\\/]test[\\/]([^\\/]+)[\\/]/.exec(file)?.[1];

/**
 * Counts one run of vitest. A world without a single test, a file that could not be read, a missing report and an exit code
 * that no failing test explains are failures: nothing that broke looks like success.
 */
export const reckon = (
  text: string | undefined,
  exitCode: number | undefined,
  worlds: readonly string[],
): Reckoned => {
  const nothing = { passed: 0, failed: 0, skipped: 0 };
  const ended = exitCode === undefined ? 'was ended by a signal' : `ended with code ${exitCode}`;
  if (text === undefined)
    return {
      ...nothing,
      failed: 1,
      troubles: [`vitest ${ended} and left no report of ${worlds.join(', ')}`],
    };
  const { success, testResults } = report.parse(JSON.parse(text));
  const statuses = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ status }) => status),
  );
  const count = (...wanted: readonly string[]): number =>
    statuses.filter((status) => wanted.includes(status)).length;
  const failed = count('failed');

  const seen = new Set(
    testResults
      .filter(({ assertionResults }) => assertionResults.length > 0)
      .map(({ name }) => worldOf(name)),
  );
  const troubles = [
    ...worlds
      .filter((world) => !seen.has(world))
      .map((world) => `no test was collected in the world "${world}"`),
    ...testResults
      .filter(
        ({ status, assertionResults }) =>
          status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
      )
      .map(({ name, message }) => `${name} failed outside its tests: ${message ?? 'no message'}`),
  ];
  if ((exitCode !== 0 || !success) && failed + troubles.length === 0)
    troubles.push(`vitest ${ended} although no test failed`);
  return {
    passed: count('passed'),
    failed: failed + troubles.length,
    skipped: statuses.length - count('passed', 'failed'),
    troubles,
  };
};

export const addTallies = (one: Tally, other: Tally): Tally => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
});

export const closingLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
/** Success needs a test that passed, and none that failed. */
export const holds = ({ passed, failed }: Tally): boolean => failed === 0 && passed > 0;
