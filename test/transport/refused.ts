/** What a service answers instead of a result. `members` are what the answer says beside code and message. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, members: Readonly<Record<string, unknown>> = {}, status = 400) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

export const invalid = (message: string): Refused => new Refused('ValidationException', message);

/**
 * The engine was asked for something that it does not do. It is no answer of a service, the SDK does not retry it, and the
 * test fails with this sentence.
 */
export class NotDone extends Error {
  constructor(what: string) {
    super(`the transport for tests does not do this: ${what}`);
    this.name = 'NotDone';
  }
}
