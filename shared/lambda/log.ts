import { Logger } from '@aws-lambda-powertools/logger';

/**
 * The log of all functions. A line is a code and a few ids: metric filters, alarms and runbooks refer to the codes.
 * Payloads and personal data are never logged.
 */
export const log = new Logger({ logRecordOrder: ['level', 'message'] });

/** Every code that a function may log; `docs/runbooks/` says what to do about each that has an alarm. */
export type LogCode =
  | 'HTTP_ANSWERED'
  | 'HTTP_FAILED'
  | 'EVENT_HANDLED'
  | 'EVENT_FAILED'
  | 'EVENT_PUBLISHED'
  | 'TASK_DONE'
  | 'TASK_FAILED'
  | 'SWEEP_DONE'
  | 'DEADLINE_HANDLED'
  | 'DEADLINE_FAILED'
  | 'RULES_RUN'
  | 'TOKEN_REFUSED'
  | 'TELEMETRY_REFUSED'
  | 'TELEMETRY_STORED'
  | 'TELEMETRY_FAILED'
  | 'TOKEN_ANSWER_LATE';

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export const say = (code: LogCode, fields: Fields = {}): void => {
  log.info(code, fields);
};
/** An error with its cause; the message of a refusal is no error and is not logged here. */
export const cry = (code: LogCode, error: unknown, fields: Fields = {}): void => {
  log.error(code, { ...fields, error: error instanceof Error ? error : new Error(String(error)) });
};
