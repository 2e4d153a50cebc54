import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { EntryPlace, Told } from '../republish/tell.ts';

/** The keys of ledger entries and of their places in the tree; nothing else of an item is read into this process. */
interface Page {
  readonly keys: readonly { readonly pk: string; readonly sk: string }[];
  readonly next: Record<string, { S: string }> | undefined;
}
export type ReadPage = (after: Page['next']) => Promise<Page>;

const keyOf = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });

/** Pages of a whole table. It is read from end to end: dear, and only for an emergency. */
export const pagesOf =
  (client: DynamoDBClient, TableName: string): ReadPage =>
  async (after) => {
    const answer = await client.send(
      new ScanCommand({
        TableName,
        ProjectionExpression: 'pk, sk',
        FilterExpression: 'begins_with(sk, :entry) OR begins_with(sk, :place)',
        ExpressionAttributeValues: { ':entry': { S: 'L#' }, ':place': { S: 'I#' } },
        ...(after === undefined ? {} : { ExclusiveStartKey: after }),
      }),
    );
    const keys = (answer.Items ?? []).map((item) => keyOf.parse(item));
    return {
      keys: keys.map(({ pk, sk }) => ({ pk: pk.S, sk: sk.S })),
      next: answer.LastEvaluatedKey === undefined ? undefined : keyOf.parse(answer.LastEvaluatedKey),
    };
  };

/** The entries of a table that have no place in the tree. A scan gives the items of one file one after another, places first. */
export const placeless = async (read: ReadPage): Promise<readonly EntryPlace[]> => {
  const found: EntryPlace[] = [];
  let file = '';
  let places = new Set<number>();
  let next: Page['next'];
  do {
    const page = await read(next);
    for (const { pk, sk } of page.keys) {
      if (pk !== file) [file, places] = [pk, new Set()];
      const sequence = Number(sk.slice(2));
      if (sk.startsWith('I#')) places.add(sequence);
      else if (!places.has(sequence)) found.push({ subject: pk, sequence });
    }
    ({ next } = page);
  } while (next !== undefined);
  return found;
};

/** The integrator takes 100 of one call; 50 leave it time enough. */
const atOnce = 50;
const place = { subject: z.string(), sequence: z.int() };
const answer = z.object({
  integrated: z.array(z.object(place)),
  notIntegrated: z.array(z.object({ ...place, reason: z.string() })),
  signed: z.boolean(),
});

/** Has the integrator give entries their place. Throws when it could not sign the tree: then nobody can prove it yet. */
export const givePlaces = async (
  callIntegrator: (event: object) => Promise<unknown>,
  entries: readonly EntryPlace[],
): Promise<Told> => {
  let told = 0;
  const failed: Told['failed'][number][] = [];
  for (let from = 0; from < entries.length; from += atOnce) {
    const given = answer.parse(await callIntegrator({ integrate: entries.slice(from, from + atOnce) }));
    if (!given.signed)
      throw new Error('the head of the tree could not be signed: see the integrator’s log, HEAD_FAILED');
    told += given.integrated.length;
    failed.push(...given.notIntegrated.map(({ reason, ...one }) => ({ ...one, why: reason })));
  }
  return { told, failed };
};
