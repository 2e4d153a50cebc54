import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { cry } from '../../shared/lambda/log.ts';
import { backFrom, entryIn } from '../../shared/lambda/stream.ts';
import type { ReadEntry } from '../../shared/subject-file/entry-item.ts';
import { entryNames } from '../../shared/subject-file/named-entries.ts';
import { dependencies as connect, type Dependencies } from './dependencies.ts';
import { integrateNamed, type IntegratedNamed } from './integrate-named.ts';
import { run } from './run.ts';

/** What an operator sends to have entries integrated that the stream gave up on: at most 100 of any files. */
const order = z.strictObject({ integrate: entryNames });

/**
 * All that can be integrated is; the stream gives the batch again from the first entry that could not, and all of it
 * where the head was not signed.
 */
const integrateBatch = async (
  { Records }: DynamoDBStreamEvent,
  deps: Dependencies,
): Promise<DynamoDBBatchResponse> => {
  const bad: number[] = [];
  const read = new Map<ReadEntry, number>();
  for (const [at, record] of Records.entries()) {
    try {
      read.set(entryIn(record), at);
    } catch (error) {
      cry('INTEGRATE_FAILED', error, { record: record.eventID });
      bad.push(at);
    }
  }
  try {
    const { refused, signed } = await run([...read.keys()], deps);
    for (const one of refused.keys()) bad.push(read.get(one) ?? 0);
    if (!signed) bad.push(0);
  } catch (error) {
    cry('INTEGRATE_FAILED', error, { record: Records[0]?.eventID });
    bad.push(0);
  }
  return { batchItemFailures: bad.length === 0 ? [] : [backFrom(Records[Math.min(...bad)])] };
};

/** Called by the table's stream, or by an operator with an order. */
export interface IntegratorHandler {
  (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse>;
  (event: z.input<typeof order>): Promise<IntegratedNamed>;
}

/** The table's stream → the province's tree, its segments and signed heads. */
export const makeHandler = (deps: () => Dependencies): IntegratorHandler => {
  async function handle(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse>;
  async function handle(event: z.input<typeof order>): Promise<IntegratedNamed>;
  async function handle(event: DynamoDBStreamEvent | z.input<typeof order>) {
    const known = deps();
    return 'Records' in event
      ? integrateBatch(event, known)
      : integrateNamed(order.parse(event).integrate, known);
  }
  return handle;
};

let kept: Dependencies | undefined;
export const handler = makeHandler(() => (kept ??= connect()));
