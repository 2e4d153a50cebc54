import { currentProcess } from './process.ts';
import { pick, type Random } from './random.ts';
import { Refused } from './refused.ts';

/**
 * throttle: refused before anything happened · lost: never arrives, the caller sees a time-out · timeout: applied, but the
 * answer is lost · conflict: a transaction elsewhere holds the item · deny: the role lacks the grant · partial: the last part
 * of a batch is left undone · duplicate: deliveries come twice · shuffle: calls made together go on in another order ·
 * crash: the calling process dies before the call arrives · crash-late: it dies after the call was applied · overlap:
 * transactions on one item that overlap in time meet each other, as they do in the service.
 */
export type FaultKind =
  | 'throttle'
  | 'lost'
  | 'timeout'
  | 'conflict'
  | 'deny'
  | 'partial'
  | 'duplicate'
  | 'shuffle'
  | 'crash'
  | 'crash-late'
  | 'overlap';

export interface FaultRule {
  readonly fault: FaultKind;
  /** `dynamodb.PutItem`, or the beginning of it (`dynamodb.`); without it, every call. */
  readonly operation?: string;
  /** Share of calls, 0 to 1, drawn from the seed; 1 without it. */
  readonly rate?: number;
  /** Leaves the first so many calls alone. */
  readonly skip?: number;
  /** Strikes at most so many times. */
  readonly times?: number;
  /** Looks at calls of processes only (`invoke`): what a test does itself goes on undisturbed. */
  readonly inProcess?: true;
}

interface Armed {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

export interface Faults {
  add(rule: FaultRule): void;
  clear(): void;
  /** How often armed faults have struck. */
  struck(): number;
  /** Whether such a fault strikes this call now. */
  strikes(fault: FaultKind, operation: string): boolean;
}

export const makeFaults = (random: Random): Faults => {
  let armed: Armed[] = [];
  const strike = (one: Armed): boolean => {
    one.seen += 1;
    if (one.seen <= (one.rule.skip ?? 0) || one.struck >= (one.rule.times ?? Infinity)) return false;
    if (random() >= (one.rule.rate ?? 1)) return false;
    one.struck += 1;
    return true;
  };
  return {
    add: (rule) => {
      armed.push({ rule, seen: 0, struck: 0 });
    },
    clear: () => {
      armed = [];
    },
    struck: () => armed.reduce((sum, one) => sum + one.struck, 0),
    strikes: (fault, operation) =>
      armed
        .filter(({ rule }) => rule.fault === fault && operation.startsWith(rule.operation ?? ''))
        .filter(({ rule }) => rule.inProcess !== true || currentProcess() !== undefined)
        .map(strike)
        .includes(true),
  };
};

/** What the SDK's own handler throws when no answer came in time. */
export const timeOut = (operation: string): Error =>
  Object.assign(new Error(`no answer to ${operation} (injected)`), { name: 'TimeoutError' });

export const throttled = (operation: string): Refused => {
  if (operation.startsWith('s3.'))
    return new Refused('SlowDown', 'Please reduce your request rate.', {}, 503);
  if (operation.startsWith('sqs.'))
    return new Refused('RequestThrottled', 'Rate exceeded (injected)', {}, 403);
  return new Refused('ThrottlingException', 'Rate exceeded (injected)');
};
export const denied = (operation: string): Refused =>
  operation.startsWith('s3.')
    ? new Refused('AccessDenied', 'Access Denied', {}, 403)
    : new Refused(
        'AccessDeniedException',
        `not authorized to perform ${operation.replace('.', ':')} (injected)`,
      );

/** A queue or stream delivers at least once: some of the list come again, somewhere behind their first time. */
export const repeatSome = <T>(list: readonly T[], random: Random, strikes: () => boolean): readonly T[] => {
  const out: T[] = [];
  const again: T[] = [];
  for (const one of list) {
    out.push(one);
    if (strikes()) again.push(one);
    const back = random() < 0.5 ? pick(random, again) : undefined;
    if (back === undefined) continue;
    out.push(back);
    again.splice(again.indexOf(back), 1);
  }
  return [...out, ...again];
};
