import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { TokenAnswer } from '../transport/sfn.ts';

/** The part of the Amazon States Language that the machines of this project use. Anything else is refused. */
const next = { Next: z.string() };
const retry = z.object({ ErrorEquals: z.array(z.string()).min(1), MaxAttempts: z.int() }).loose();
type Retry = z.output<typeof retry>;
const caught = z.strictObject({ ErrorEquals: z.array(z.string()).min(1), ResultPath: z.null(), ...next });
const comment = { Comment: z.string().optional() };
const task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.string(),
  Parameters: z.object({
    FunctionName: z.literal('${TaskFunctionArn}'),
    Payload: z.record(z.string(), z.string()),
  }),
  TimeoutSeconds: z.int().positive(),
  ResultSelector: z.record(z.string(), z.string()).optional(),
  ResultPath: z.string().nullable(),
  Retry: z.array(retry).min(1),
  Catch: z.array(caught).optional(),
  ...next,
});
const state = z.discriminatedUnion('Type', [
  task,
  z.strictObject({ Type: z.literal('Pass'), ...comment, ...next }),
  z.strictObject({
    Type: z.literal('Choice'),
    Choices: z.array(z.strictObject({ Variable: z.string(), StringEquals: z.string(), ...next })),
    Default: z.string(),
  }),
  z.strictObject({ Type: z.literal('Succeed') }),
  z.strictObject({ Type: z.literal('Fail'), Error: z.string(), Cause: z.string() }),
]);
const definition = z.strictObject({ ...comment, StartAt: z.string(), States: z.record(z.string(), state) });
export type Definition = z.output<typeof definition>;
export type Task = z.output<typeof task>;

export const definitionFile = join(import.meta.dirname, '../../step-functions/hazard-loop.asl.json');
export const hazardLoop = (): Definition =>
  definition.parse(JSON.parse(readFileSync(definitionFile, 'utf8')));

type Data = Readonly<Record<string, unknown>>;
export interface Services {
  readonly invoke: (payload: Data) => Promise<unknown>;
  readonly answerTo: (token: string) => TokenAnswer | undefined;
  readonly startedAt: () => string;
}
export interface Run {
  /** Names of states in the order in which they were entered: each is a paid transition. */
  readonly entered: readonly string[];
  readonly at: () => string;
  readonly status: () => 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  /** Goes on until the machine waits for an answer, or ends; says whether it moved. */
  readonly advance: () => Promise<boolean>;
  /** The wait ends because its time is over. */
  readonly timeOut: () => Promise<void>;
}

/** `States.TaskFailed` stands for every error but a time-out. */
const isNamed = (names: readonly string[], error: string): boolean =>
  names.includes(error) ||
  names.includes('States.ALL') ||
  (names.includes('States.TaskFailed') && error !== 'States.Timeout');

const pick = (path: string, data: unknown): unknown => {
  let value: unknown = data;
  for (const name of path.split('.').slice(1)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      throw new Error(`States.ParameterPathFailure: ${path}`);
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
};
const fill = (template: Readonly<Record<string, string>>, input: unknown, context: unknown): Data =>
  Object.fromEntries(
    Object.entries(template).map(([name, value]) => {
      if (!name.endsWith('.$')) return [name, value];
      const given = value.startsWith('$$.') ? pick(value.slice(1), context) : pick(value, input);
      return [name.slice(0, -2), given];
    }),
  );

let tokens = 0;

/** Runs a machine as Step Functions does, one step after another. A wait is a task whose token is not answered yet. */
export const runMachine = (machine: Definition, given: unknown, services: Services): Run => {
  const entered: string[] = [];
  let [at, data, token]: [string, Data, string | undefined] = [
    machine.StartAt,
    z.record(z.string(), z.unknown()).parse(given),
    undefined,
  ];
  let status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' = 'RUNNING';
  const startedAt = services.startedAt();

  const tried = new Map<Retry, number>();
  const enter = (name: string): void => {
    [at, token] = [name, undefined];
    tried.clear();
  };
  const fail = (step: Task, error: string): void => {
    const catcher = step.Catch?.find(({ ErrorEquals }) => isNamed(ErrorEquals, error));
    if (catcher !== undefined) enter(catcher.Next);
    else status = 'FAILED';
  };
  /** Whether the step is to be tried once more after this error; each retrier counts its own. */
  const triesAgain = ({ Retry: retriers }: Task, error: string): boolean => {
    const retrier = retriers.find(({ ErrorEquals }) => isNamed(ErrorEquals, error));
    if (retrier === undefined) return false;
    const tries = tried.get(retrier) ?? 0;
    tried.set(retrier, tries + 1);
    return tries < retrier.MaxAttempts;
  };
  /** Calls the function, as often as its retriers allow; undefined when the step has failed, or was answered meanwhile. */
  const invoke = async (step: Task, payload: () => Data, isAnswered: () => boolean): Promise<unknown> => {
    for (;;) {
      try {
        return await services.invoke(fill(step.Parameters.Payload, data, payload()));
      } catch (error) {
        // A token that was answered before its function failed has ended the wait already.
        if (isAnswered()) return undefined;
        const name = error instanceof Error ? error.name : 'Error';
        if (triesAgain(step, name)) continue;
        fail(step, name);
        return undefined;
      }
    }
  };
  const wait = async (step: Task): Promise<boolean> => {
    if (token === undefined) {
      entered.push(at);
      // Each try of the function gets a token of its own.
      const context = (): Data => {
        tokens += 1;
        token = `token-${tokens}`;
        return { Task: { Token: token }, Execution: { StartTime: startedAt } };
      };
      const from = at;
      await invoke(step, context, () => services.answerTo(token ?? '') !== undefined);
      if (at !== from || status !== 'RUNNING') return true;
    }
    const answer = services.answerTo(token ?? '');
    if (answer === undefined) return false;
    if (answer.outcome === 'success') enter(step.Next);
    else fail(step, answer.error);
    return true;
  };
  const call = async (step: Task): Promise<boolean> => {
    entered.push(at);
    const from = at;
    const payload = await invoke(
      step,
      () => ({}),
      () => false,
    );
    if (at !== from || status !== 'RUNNING') return true;
    const result = { Payload: payload };
    const selected = step.ResultSelector === undefined ? result : fill(step.ResultSelector, result, {});
    if (step.ResultPath !== null) data = { ...data, [step.ResultPath.slice(2)]: selected };
    enter(step.Next);
    return true;
  };
  const step = async (): Promise<boolean> => {
    const { [at]: here } = machine.States;
    if (here === undefined) throw new Error(`no state ${at}`);
    if (here.Type === 'Task')
      return here.Resource.endsWith('.waitForTaskToken') ? await wait(here) : await call(here);
    entered.push(at);
    if (here.Type === 'Pass') enter(here.Next);
    else if (here.Type === 'Choice') {
      const chosen = here.Choices.find(({ Variable, StringEquals }) => pick(Variable, data) === StringEquals);
      enter(chosen?.Next ?? here.Default);
    } else status = here.Type === 'Succeed' ? 'SUCCEEDED' : 'FAILED';
    return true;
  };

  const go = async (): Promise<boolean> => {
    const moved = await step();
    if (moved && status === 'RUNNING') await go();
    return moved;
  };

  return {
    entered,
    at: () => at,
    status: () => status,
    advance: async () => status === 'RUNNING' && (await go()),
    timeOut: async () => {
      const { [at]: here } = machine.States;
      if (here?.Type !== 'Task' || token === undefined) throw new Error(`${at} waits for nothing`);
      fail(here, 'States.Timeout');
      await go();
    },
  };
};
