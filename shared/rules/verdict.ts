import type { TestPoint } from '../contracts/report.ts';
import type { Mark } from '../contracts/settings.ts';
import type { Decimal, MeasuredValue } from '../kernel/decimal.ts';
import { compareWithLimit } from '../kernel/decimal.ts';
import type { Operator } from './data/items.ts';
import { items } from './data/items.ts';
import type { Limit } from './limit-table.ts';
import type { LimitAnswer, NoLimit } from './limits.ts';

export type Verdict = 'PASS' | 'FAIL' | 'cannot tell';

/** Verdict of a value against a limit in the same unit: exact on decimal strings, `cannot tell` where a qualifier leaves it open. */
export const judgeValue = (measured: MeasuredValue, operator: Operator, limit: Decimal): Verdict => {
  const order = compareWithLimit(measured, limit);
  if (order === 'cannot tell') return 'cannot tell';
  if (order === 'equal') return operator === '<=' || operator === '>=' ? 'PASS' : 'FAIL';
  return (order === 'below') === (operator === '<=' || operator === '<') ? 'PASS' : 'FAIL';
};

/** Why a verdict could not be checked. */
export type Undecided = NoLimit | 'VALUE' | 'UNIT' | 'EXCEPTION';
/** Result of recomputing one verdict. `by` names the yardstick: a row of the limit table, or the limit that the report states. */
export type Recomputed =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'open'; readonly why: Undecided }
  | { readonly kind: 'conflict'; readonly by: Limit | 'STATED'; readonly mark: Mark };

const agrees = { kind: 'agrees' } as const;
const open = (why: Undecided): Recomputed => ({ kind: 'open', why });
/** The report's own number as a yardstick is our choice: mark G. */
const ownWords = { kind: 'conflict', by: 'STATED', mark: 'G' } as const;

/** A row taken without knowing how the point was measured is never sure. */
const against = (answer: LimitAnswer & { found: true }): Recomputed => {
  const { mark } = answer.limit;
  return { kind: 'conflict', by: answer.limit, mark: answer.methodAssumed && mark === 'S' ? 'L' : mark };
};

const statedVerdict = (point: TestPoint): Verdict | undefined =>
  point.standardValue === undefined
    ? undefined
    : judgeValue(point, items[point.item].operator, point.standardValue);

const checkPass = (
  table: Verdict | undefined,
  stated: Verdict | undefined,
  answer: LimitAnswer,
): Recomputed => {
  if (table === 'FAIL' && answer.found && answer.limit.exception === undefined) {
    return against(answer);
  }
  if (stated === 'FAIL') return ownWords;
  if (table === 'FAIL') return open('EXCEPTION');
  if (table === 'PASS') return agrees;
  return answer.found ? open('VALUE') : open(answer.why);
};

const checkFail = (
  table: Verdict | undefined,
  stated: Verdict | undefined,
  answer: LimitAnswer,
): Recomputed => {
  // A stricter limit of the design or of a connected device, stated in the report, explains a failure.
  if (stated === 'FAIL' || table === 'FAIL') return agrees;
  if (!answer.found) return open(answer.why);
  if (table !== 'PASS' || stated === 'cannot tell') return open('VALUE');
  return against(answer);
};

const checkStated = (verdict: 'PASS' | 'FAIL', stated: Verdict): Recomputed =>
  stated === 'cannot tell' ? open('VALUE') : stated === verdict ? agrees : ownWords;

/**
 * Checks the verdict of a point against the limit found for it and against the limit that the report itself states
 * (domain.md 5.2, R29). Undefined for a point without a verdict of pass or fail.
 */
export const recompute = (point: TestPoint, answer: LimitAnswer): Recomputed | undefined => {
  if (point.verdict === 'NOT_APPLICABLE') return undefined;
  const stated = statedVerdict(point);
  if (answer.found && answer.limit.unit !== point.unit) return open('UNIT');
  if (answer.found && answer.limit.statedReplaces === true && stated !== undefined) {
    return checkStated(point.verdict, stated);
  }
  const table = answer.found ? judgeValue(point, answer.limit.operator, answer.limit.limit) : undefined;
  return (point.verdict === 'PASS' ? checkPass : checkFail)(table, stated, answer);
};
