import { Logger } from '@aws-lambda-powertools/logger';
import type { LogCode } from '../contracts/log-codes.ts';
import { speakable } from './speakable.ts';

/**
 * The log of all functions. A line is a code and a few ids; the codes are those of `shared/contracts/log-codes.ts`.
 * Payloads and personal data are never logged.
 */
export const log = new Logger({ logRecordOrder: ['level', 'message'] });

/** The logger's own fields: under these names a value would be dropped. */
type Reserved = 'level' | 'message' | 'service' | 'timestamp' | 'sampling_rate' | 'error';
type Fields = Readonly<Record<string, string | number | boolean | undefined>> & {
  readonly [R in Reserved]?: never;
};

export const say = (code: LogCode, fields: Fields = {}): void => {
  log.info(code, fields);
};
/** An error with its cause, without anything that somebody sent; a refusal is no error and is not logged here. */
export const cry = (code: LogCode, error: unknown, fields: Fields = {}): void => {
  log.error(code, { ...fields, error: speakable(error) });
};
