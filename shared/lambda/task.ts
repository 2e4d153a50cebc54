import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import type { LogCode } from '../contracts/log-codes.ts';
import type { Instant } from '../kernel/time.ts';
import type { Table } from '../subject-file/table.ts';
import { clockFor } from './clock.ts';
import { cry, say } from './log.ts';
import { speakable } from './speakable.ts';

export interface TaskDefinition<I, O, D> {
  readonly capability: string;
  readonly done: LogCode;
  readonly dependencies: () => D & { readonly table: Table };
  readonly input: z.ZodType<I>;
  readonly run: (input: I, deps: D, now: Instant) => Promise<O>;
  /** Ids and counts of the result that the log may show. */
  readonly shown?: (output: O) => Readonly<Record<string, string | number | boolean | undefined>>;
}
export type TaskHandler<O> = (event: unknown, context: Context) => Promise<O>;

/** The one chain around functions that a machine or a schedule calls: an error goes back to the caller, who tries again. */
export const defineTask = <I, O, D>(definition: TaskDefinition<I, O, D>): TaskHandler<O> => {
  let kept: (D & { readonly table: Table }) | undefined;
  const { capability } = definition;
  return middy<unknown, O>()
    .onError((request) => {
      cry('TASK_FAILED', request.error, { capability });
      // Lambda logs what is thrown, and the machine keeps it in its history.
      request.error = speakable(request.error);
    })
    .handler(async (event) => {
      const deps = (kept ??= definition.dependencies());
      const clock = await clockFor(deps.table);
      const output = await definition.run(definition.input.parse(event), deps, clock());
      say(definition.done, { capability, ...definition.shown?.(output) });
      return output;
    });
};
