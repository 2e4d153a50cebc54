/** A change that no example can notice, and why. */
export interface Equivalent {
  readonly path: string;
  readonly was: string;
  readonly is: string;
  readonly why: string;
}

const rules = 'functions/anomaly-detection/rules';

const noStrictLimit =
  'no limit in force is `<` or `>`; test/unit/rules/verdict.test.ts asks for these operators';

/** Changes that make no difference to what a rule says. One that is noticed after all must leave this list. */
export const equivalents: readonly Equivalent[] = [
  {
    path: `${rules}/r15.ts`,
    was: 'at > last',
    is: '(at >= last)',
    why: 'of two equal instants either is the last',
  },
  {
    path: `${rules}/r29.ts`,
    was: 'known !== undefined',
    is: 'false',
    why: 'a memory: asked again, the table gives the same answer',
  },
  {
    path: `${rules}/r29.ts`,
    was: "point.standardValue ?? ''",
    is: '(point.standardValue)',
    why: 'for the type alone: a report breaks its own limit only where it states one',
  },
  {
    path: `${rules}/r29.ts`,
    was: "point.value ?? ''",
    is: '(point.value)',
    why: 'for the type alone: only a value conflicts with its verdict',
  },
  {
    path: `${rules}/standing.ts`,
    was: 'known.get(at) ?? dayOf(at)',
    is: '(dayOf(at))',
    why: 'a memory: an instant falls on the same day however often it is asked',
  },
  {
    path: 'shared/rules/cycles.ts',
    was: 'next > addMonths(worked.to, longest)',
    is: '(next >= addMonths(worked.to, longest))',
    why: 'the day itself fits, which was answered before',
  },
  {
    path: 'shared/rules/validity.ts',
    was: '`${a.from} ${a.number}` < `${b.from} ${b.number}`',
    is: '(`${a.from} ${a.number}` <= `${b.from} ${b.number}`)',
    why: 'no two certificates of a holder have the same number',
  },
  {
    path: 'shared/rules/validity.ts',
    was: 'from <= day',
    is: '(from < day)',
    why: 'asked only where no certificate touches the day, so none begins on it',
  },
  {
    path: 'shared/rules/validity.ts',
    was: 'days.to < from',
    is: '(days.to <= from)',
    why: 'a certificate that begins on the last day touches it, which was answered before',
  },
  {
    path: 'shared/rules/verdict.ts',
    was: "operator === '<=' || operator === '>='",
    is: 'true',
    why: noStrictLimit,
  },
  {
    path: 'shared/rules/verdict.ts',
    was: "operator === '<=' || operator === '<'",
    is: "(operator === '<=')",
    why: noStrictLimit,
  },
  {
    path: 'shared/rules/verdict.ts',
    was: "answer.methodAssumed && mark === 'S'",
    is: '(answer.methodAssumed)',
    why: 'no limit in force has the mark G, and L stays L',
  },
  {
    path: 'shared/rules/verdict.ts',
    was: "table === 'FAIL' && answer.found",
    is: "(table === 'FAIL')",
    why: 'for the type alone: a verdict of the table comes from a limit that was found',
  },
];
