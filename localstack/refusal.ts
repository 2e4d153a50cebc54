/** How the commands of this room end. 1 is kept for bugs and for steps that did not hold. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notReady: 3,
  unreachable: 4,
  notDeployed: 5,
  stopped: 130,
} as const;

/** Something said to a person, in both languages. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

export interface Problem {
  /** Stable name, for tests and scripts. */
  readonly code: string;
  readonly what: Text;
  /** How to get what is missing, one way per line. */
  readonly fix: Text;
}

/**
 * An expected end: the machine lacks something, an argument is wrong, the deployment was refused. It carries everything that is
 * wrong at once and is printed without a stack trace; any other error is a bug.
 */
export class Refusal extends Error {
  readonly exitCode: number;
  readonly problems: readonly Problem[];

  constructor(exitCode: number, problems: readonly Problem[], cause?: unknown) {
    super(problems.map((one) => `${one.code}: ${one.what.en}`).join('; '), { cause });
    this.name = 'Refusal';
    this.exitCode = exitCode;
    this.problems = problems;
  }
}

/** Ends what was begun because a person asked to stop. */
export const stopIfAsked = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted === true) throw new Refusal(exitCodes.stopped, []);
};

const indented = (text: string, by: string): string =>
  text
    .split('\n')
    .map((line) => `${by}${line}`)
    .join('\n');

/** What a person reads: each problem with its remedy, English and Chinese. */
export const explain = (problems: readonly Problem[]): string =>
  problems
    .map(({ what, fix }) =>
      [
        `✗ ${what.en}`,
        `  ${what.zh}`,
        ...(fix.en === '' ? [] : [indented(fix.en, '    → ')]),
        ...(fix.zh === '' || fix.zh === fix.en ? [] : [indented(fix.zh, '    → ')]),
      ].join('\n'),
    )
    .join('\n\n');
