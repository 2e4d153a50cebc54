import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Transport } from './dynamodb.ts';

/** Executions of one state machine: starts them, and answers the tokens at which they wait. */
export interface Machine {
  /** Starts an execution under a name of its own. `exists`: one of that name was started before; nothing happened now. */
  start(name: string, input: object): Promise<'started' | 'exists'>;
  /** Answers a token. `gone`: nobody waits for this answer any more (answered before, timed out, or its execution ended). */
  succeed(token: string, output: object): Promise<'answered' | 'gone'>;
  fail(token: string, error: string, cause: string): Promise<'answered' | 'gone'>;
}

const gone = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);
const answered = async (call: () => Promise<unknown>): Promise<'answered' | 'gone'> => {
  try {
    await call();
    return 'answered';
  } catch (error) {
    if (error instanceof Error && gone.has(error.name)) return 'gone';
    throw error;
  }
};

export const openMachine = (arn: string, transport?: Transport): Machine => {
  const sfn = new SFNClient(transport === undefined ? {} : { requestHandler: transport });
  return {
    start: async (name, input) => {
      try {
        await sfn.send(
          new StartExecutionCommand({ stateMachineArn: arn, name, input: JSON.stringify(input) }),
        );
        return 'started';
      } catch (error) {
        if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return 'exists';
        throw error;
      }
    },
    succeed: async (token, output) =>
      await answered(
        async () =>
          await sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) })),
      ),
    fail: async (token, error, cause) =>
      await answered(
        async () => await sfn.send(new SendTaskFailureCommand({ taskToken: token, error, cause })),
      ),
  };
};
