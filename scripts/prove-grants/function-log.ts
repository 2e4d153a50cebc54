import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { Broken } from '../../localstack/demo/scene.ts';
import type { Running } from '../../localstack/running.ts';
import { refusalsIn } from './verdict.ts';

const lineOf = z.looseObject({ message: z.string() });
/** A line of a function's log: its code and fields, and the text as it stands there. */
export interface Line {
  readonly code: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const parse = (text: string): Line => {
  try {
    const { message: code, ...fields } = lineOf.parse(JSON.parse(text));
    return { code, fields, text };
  } catch {
    return { code: '', fields: {}, text };
  }
};

/** Lines that say that work was not done. */
const failed = /_FAILED$/;

export interface FunctionLog {
  /** What a function wrote since that moment (ms since 1970). */
  since(functionName: string, from: number): Promise<readonly Line[]>;
  /** Waits for a line; throws Broken at the first line that tells of a failure, or after 20 s. */
  until(functionName: string, from: number, what: string, wanted: (line: Line) => boolean): Promise<void>;
}

export const openLogs = (world: Running): FunctionLog => {
  const client = new CloudWatchLogsClient(world.clientSettings);
  const since: FunctionLog['since'] = async (functionName, from) => {
    const lines: Line[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new FilterLogEventsCommand({
          logGroupName: `/aws/lambda/${functionName}`,
          startTime: from,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
      );
      lines.push(...(page.events ?? []).map(({ message = '' }) => parse(message)));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return lines;
  };
  return {
    since,
    until: async (functionName, from, what, wanted) => {
      const end = Date.now() + 20_000;
      while (Date.now() < end) {
        const lines = await since(functionName, from);
        if (lines.some(wanted)) return;
        const broken = lines.find(({ code, text }) => failed.test(code) || refusalsIn(text).length > 0);
        if (broken !== undefined) throw new Broken(broken.code === '' ? 'ends with an error' : broken.code);
        await sleep(100);
      }
      throw new Broken(`never came: ${what}`);
    },
  };
};

/** Reads single items of the table, as an operator may; strongly consistent. */
export const openItems = (world: Running) => {
  const client = new DynamoDBClient(world.clientSettings);
  return async (key: { readonly pk: string; readonly sk: string }) => {
    const Key = { pk: { S: key.pk }, sk: { S: key.sk } };
    const { Item } = await client.send(
      new GetItemCommand({ TableName: world.table, Key, ConsistentRead: true }),
    );
    return Item;
  };
};
