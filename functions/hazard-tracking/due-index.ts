import { QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { storedId } from '../../shared/contracts/entities.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { fromWire, textOf, type Wire } from '../../shared/subject-file/item.ts';
import { kindPrefix } from '../../shared/subject-file/keys.ts';
import type { Table } from '../../shared/subject-file/table.ts';

/** A hazard that came up in the sweep, as the queue carries it. */
export const dueKey = z.strictObject({ subject: storedId('sub'), hazard: storedId('haz') });
export type DueKey = z.output<typeof dueKey>;

/** The sparse index of due dates. */
export interface DueIndex {
  /** What is due in a slot before that moment, at most `limit` of it, oldest first. */
  read(slot: string, before: Instant, limit: number): Promise<readonly DueKey[]>;
}

/** How the sort key of a current hazard begins. */
const prefix = kindPrefix('HAZARD');

/** Reads the index of the table. It holds keys only: what is really due is decided by whoever reads the file. */
export const openDueIndex = (table: Table, indexName: string): DueIndex => ({
  read: async (slot, before, limit) => {
    const found: DueKey[] = [];
    let after: Wire | undefined;
    do {
      const page = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: indexName,
          KeyConditionExpression: 'dueSlot = :slot AND dueAt < :before',
          ExpressionAttributeValues: { ':slot': { S: slot }, ':before': { S: before } },
          Limit: limit - found.length,
          ...(after === undefined ? {} : { ExclusiveStartKey: after }),
        }),
      );
      for (const item of (page.Items ?? []).map(fromWire)) {
        const sk = textOf(item, 'sk');
        const hazard = sk.startsWith(prefix) ? sk.slice(prefix.length) : sk;
        found.push(dueKey.parse({ subject: item['pk'], hazard }));
      }
      after = page.LastEvaluatedKey;
    } while (after !== undefined && found.length < limit);
    return found;
  },
});
