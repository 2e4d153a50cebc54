/** Which line goes to the log: a token that proves nothing, an issuer that says what it may not, an issuer that is not there. */
export type RefusalCode = 'TOKEN_REFUSED' | 'CLAIM_REFUSED' | 'ISSUER_FAILED';

/**
 * Why nobody was proven. The reason is one of our own words (with the code of the library, where it has one), never a
 * value out of the token: claims name people.
 */
export class Refused extends Error {
  readonly logCode: RefusalCode;
  /** Name of the issuer in the settings, where it is known. */
  readonly issuer: string | undefined;
  constructor(logCode: RefusalCode, reason: string, issuer?: string, cause?: unknown) {
    super(reason, cause === undefined ? {} : { cause });
    this.name = 'Refused';
    this.logCode = logCode;
    this.issuer = issuer;
  }
}
