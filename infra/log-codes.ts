import type { LogCode } from '../shared/contracts/log-codes.ts';
import type { FunctionId } from './functions.ts';

interface Logged {
  readonly loggedBy: readonly FunctionId[];
}
/** Something failed: each line is counted, and some alarm rings when there are many. */
export interface Counted extends Logged {
  /** Page of the alarm that rings, in docs/runbooks. */
  readonly rings: string;
  /** What that alarm looks at, where it is not the count of this code. */
  readonly through?: string;
}
/** Nothing failed, or nobody is harmed: the line is for people who look. */
export interface Informational extends Logged {
  readonly informational: string;
}

const http = [
  'registration-http',
  'report-intake-http',
  'anomaly-detection-http',
  'hazard-tracking-http',
  'credit-evaluation-http',
  'device-telemetry-http',
] as const satisfies readonly FunctionId[];
const consumers = [
  'anomaly-detection-consumer',
  'hazard-tracking-consumer',
  'credit-evaluation-consumer',
] as const satisfies readonly FunctionId[];
const success = 'the work was done';

/**
 * What each code means to whoever watches. Functions answer 500 and give failed messages back without ending in an error,
 * so Lambda's own count sees none of that: the codes do. A test holds `loggedBy` against the bundles.
 */
export const watchedCodes: Readonly<Record<LogCode, Counted | Informational>> = {
  HTTP_ANSWERED: {
    loggedBy: http,
    informational: 'refusals are answers too; the gateway counts them by status',
  },
  HTTP_FAILED: {
    loggedBy: http,
    rings: 'api-server-errors',
    through: 'the gateway counts the same answer 500, and those that no function gave',
  },
  EVENT_HANDLED: { loggedBy: consumers, informational: success },
  EVENT_FAILED: { loggedBy: consumers, rings: 'work-failed' },
  EVENT_PUBLISHED: { loggedBy: ['ledger-publisher-consumer'], informational: success },
  PUBLISH_FAILED: { loggedBy: ['ledger-publisher-consumer'], rings: 'publisher-errors' },
  ENTRIES_INTEGRATED: { loggedBy: ['ledger-integrator-consumer'], informational: success },
  INTEGRATE_FAILED: { loggedBy: ['ledger-integrator-consumer'], rings: 'integrator-errors' },
  HEAD_SIGNED: { loggedBy: ['ledger-integrator-consumer'], informational: success },
  HEAD_FAILED: { loggedBy: ['ledger-integrator-consumer'], rings: 'head-missing' },
  TASK_DONE: { loggedBy: ['hazard-tracking-task'], informational: success },
  TASK_FAILED: {
    loggedBy: ['hazard-tracking-task', 'hazard-tracking-sweep'],
    rings: 'function-errors',
    through: 'the run ends in an error, which Lambda counts together with crashes',
  },
  SWEEP_DONE: { loggedBy: ['hazard-tracking-sweep'], informational: success },
  DEADLINE_HANDLED: { loggedBy: ['hazard-tracking-deadline'], informational: success },
  DEADLINE_FAILED: { loggedBy: ['hazard-tracking-deadline'], rings: 'work-failed' },
  RULES_RUN: { loggedBy: ['anomaly-detection-consumer'], informational: success },
  SENSITIVE_READ: {
    loggedBy: ['registration-http', 'hazard-tracking-http'],
    informational: 'who looked at personal data, and for what: kept for whoever must answer for it',
  },
  TOKEN_REFUSED: { loggedBy: ['access-authorizer-authorizer'], rings: 'authorizer-errors' },
  CLAIM_REFUSED: { loggedBy: ['access-authorizer-authorizer'], rings: 'issuer-overreach' },
  ISSUER_FAILED: { loggedBy: ['access-authorizer-authorizer'], rings: 'issuer-unreachable' },
  TELEMETRY_REFUSED: {
    loggedBy: ['device-telemetry-consumer'],
    rings: 'dead-letters',
    through: 'a refused message lands there after five tries, and one of them is enough',
  },
  TELEMETRY_STORED: { loggedBy: ['device-telemetry-consumer'], informational: success },
  TELEMETRY_FAILED: { loggedBy: ['device-telemetry-consumer'], rings: 'work-failed' },
  TOKEN_ANSWER_LATE: {
    loggedBy: ['hazard-tracking-consumer', 'hazard-tracking-task'],
    informational: 'the execution had gone on or ended; the file is the truth and has moved',
  },
};

export const isCounted = (one: Counted | Informational): one is Counted => 'rings' in one;

const all = Object.entries(watchedCodes);
/** Codes that are counted, everywhere or as far as one function logs them. */
export const countedCodes = (by?: FunctionId): readonly string[] =>
  all.flatMap(([code, one]) =>
    isCounted(one) && (by === undefined || one.loggedBy.includes(by)) ? [code] : [],
  );
