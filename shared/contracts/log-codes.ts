/**
 * Every code that a function may log, as `message` of a line. Codes are an interface: metric filters, alarms and runbooks
 * refer to them. Which function logs which, and which alarm rings for it, stands in `infra/log-codes.ts`.
 */
export const logCodes = [
  'HTTP_ANSWERED',
  'HTTP_FAILED',
  'EVENT_HANDLED',
  'EVENT_FAILED',
  'EVENT_PUBLISHED',
  'PUBLISH_FAILED',
  'ENTRIES_INTEGRATED',
  'INTEGRATE_FAILED',
  'HEAD_SIGNED',
  'HEAD_FAILED',
  'TASK_DONE',
  'TASK_FAILED',
  'SWEEP_DONE',
  'DEADLINE_HANDLED',
  'DEADLINE_FAILED',
  'RULES_RUN',
  'SENSITIVE_READ',
  'TOKEN_REFUSED',
  'CLAIM_REFUSED',
  'ISSUER_FAILED',
  'TELEMETRY_REFUSED',
  'TELEMETRY_STORED',
  'TELEMETRY_FAILED',
  'TOKEN_ANSWER_LATE',
] as const;
export type LogCode = (typeof logCodes)[number];
