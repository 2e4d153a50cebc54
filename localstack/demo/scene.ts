import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { parseJson } from '../../shared/kernel/canonical.ts';
import type { Running } from '../running.ts';

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

export const output = (world: Running, stack: string, name: string): string => {
  const value = world.outputs[stack]?.[name];
  if (value === undefined) throw new Broken(`stack ${stack} has no output ${name}`);
  return value;
};
export const functionName = (world: Running, name: string): string => {
  const value = world.functions[name];
  if (value === undefined) throw new Broken(`no function ${name} was deployed`);
  return value;
};

/** Plain AWS calls that anybody with the operator's credentials can make too. */
export interface Aws {
  /** Invokes a function with an event as its ordinary caller would send it; throws when the function failed. */
  invoke(functionName: string, event: object): Promise<unknown>;
  /** Executions of a machine, newest first. */
  executions(machineArn: string): Promise<readonly string[]>;
  /** Names of the states that an execution has entered so far, and how it stands. */
  execution(arn: string): Promise<{ readonly status: string; readonly entered: readonly string[] }>;
}

export const awsOf = (world: Running): Aws => {
  const lambda = new LambdaClient(world.clientSettings);
  const states = new SFNClient(world.clientSettings);
  return {
    invoke: async (name, event) => {
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
      );
      const text = Buffer.from(answer.Payload ?? []).toString('utf8');
      if (answer.FunctionError !== undefined) throw new Broken(`${name}: ${text}`);
      return parseJson(text === '' ? 'null' : text);
    },
    executions: async (stateMachineArn) => {
      const { executions = [] } = await states.send(
        new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }),
      );
      return executions.flatMap(({ executionArn }) => executionArn ?? []);
    },
    execution: async (executionArn) => {
      const { status = 'UNKNOWN' } = await states.send(new DescribeExecutionCommand({ executionArn }));
      const { events = [] } = await states.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
      );
      return { status, entered: events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []) };
    },
  };
};
