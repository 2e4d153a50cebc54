import type { Claims } from '../claims.ts';

/** What a walk needs of the running world. Everything is done as an outsider would do it: by API, by MQTT, by plain AWS calls. */
export interface World {
  /** URL of the API stage, without a slash at its end. */
  readonly api: string;
  readonly endpoint: string;
  readonly region: string;
  /** Outputs of all stacks by `<stack>.<output>`. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly mqtt: { readonly host: string; readonly port: number; readonly ca: string };
  token(claims: Claims): Promise<string>;
  /** Moves virtual time forwards. */
  advance(seconds: number): Promise<void>;
  /** Invokes a function with an event as its ordinary caller would send it. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** States that an execution has entered so far, in order, and how it stands. */
  execution(
    machineArn: string,
    name: string,
  ): Promise<{ readonly status: string; readonly entered: readonly string[] }>;
}

/** Prints what happened. `step` opens a numbered part; `fact` is one true line below it. */
export interface Teller {
  step(zh: string, en: string): void;
  fact(line: string): void;
}

/** Somebody who calls the API, under one token. */
export interface Speaker {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, key?: string): Promise<Answer>;
}
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A promise of the demo that did not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export const output = (world: World, name: string): string => {
  const value = world.outputs[name];
  if (value === undefined) throw new Broken(`no stack gave the output ${name}`);
  return value;
};
