import * as z from 'zod';
import { jsonBody, type Answer, type Call } from './call.ts';
import { NotDone, Refused } from './refused.ts';

export interface Execution {
  readonly arn: string;
  readonly machine: string;
  readonly name: string;
  readonly input: unknown;
}
export type TokenAnswer =
  | { readonly token: string; readonly outcome: 'success'; readonly output: unknown }
  | { readonly token: string; readonly outcome: 'failure'; readonly error: string; readonly cause: string };
export interface Machines {
  executions(): readonly Execution[];
  /** Answers to task tokens, in order. */
  answers(): readonly TokenAnswer[];
  /** From now on nobody waits for this token: its task has timed out. */
  expire(token: string): void;
  /** Keeps executions and answers; the function it gives brings them back. */
  save(): () => void;
  answer(call: Call): Answer;
}

const start = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().min(1).max(80).optional(),
  input: z.string().optional(),
  traceHeader: z.string().optional(),
});
const success = z.strictObject({ taskToken: z.string().min(1), output: z.string() });
const failure = z.strictObject({
  taskToken: z.string().min(1),
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});

const parse = (text: string, code: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(code, 'Invalid JSON');
  }
};

export const makeMachines = (): Machines => {
  const executions: Execution[] = [];
  const answers: TokenAnswer[] = [];
  const expired = new Set<string>();

  const begin = (call: Call): Answer => {
    const request = start.parse(jsonBody(call));
    const { stateMachineArn: machine, name = `execution-${executions.length + 1}` } = request;
    const input = parse(request.input ?? '{}', 'InvalidExecutionInput');
    const arn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
    const running = executions.find((one) => one.arn === arn);
    // The same name with the same input is the same execution; with another input it is refused.
    if (running !== undefined && JSON.stringify(running.input) !== JSON.stringify(input))
      throw new Refused('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    if (running === undefined) executions.push({ arn, machine, name, input });
    return { json: { executionArn: arn, startDate: 0 } };
  };
  const close = (token: string): void => {
    if (expired.has(token) || answers.some((one) => one.token === token))
      throw new Refused('TaskTimedOut', 'Task Timed Out: Provided task does not exist anymore');
  };
  return {
    executions: () => executions,
    answers: () => answers,
    expire: (token) => {
      expired.add(token);
    },
    save: () => {
      const [started, told, over] = [executions.length, answers.length, [...expired]];
      return () => {
        [executions.length, answers.length] = [started, told];
        expired.clear();
        for (const token of over) expired.add(token);
      };
    },
    answer: (call) => {
      if (call.operation === 'StartExecution') return begin(call);
      if (call.operation === 'SendTaskSuccess') {
        const { taskToken: token, output } = success.parse(jsonBody(call));
        close(token);
        answers.push({ token, outcome: 'success', output: parse(output, 'InvalidOutput') });
        return { json: {} };
      }
      if (call.operation !== 'SendTaskFailure') throw new NotDone(`sfn.${call.operation}`);
      const { taskToken: token, error = '', cause = '' } = failure.parse(jsonBody(call));
      close(token);
      answers.push({ token, outcome: 'failure', error, cause });
      return { json: {} };
    },
  };
};
