import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { hazardState, type HazardState } from '../../shared/contracts/hazard.ts';
import type { Id } from '../../shared/kernel/ids.ts';
import { keyToWire, textOf, toWire } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import type { Table } from '../../shared/subject-file/table.ts';

/** Where the machine of a hazard waits: its token, the state whose end it awaits, and the lateness it was told. */
export interface Waiting {
  readonly hazard: Id<'haz'>;
  readonly token: string;
  readonly awaits: HazardState;
  readonly told?: { readonly lateness: string; readonly token: string };
}

/** Tokens lie in items of their own, outside every file: no read of the API can show them. */
export interface Loops {
  read(hazard: Id<'haz'>): Promise<Waiting | undefined>;
  /** Stores a new token; what was told under an earlier one is kept. */
  store(waiting: Waiting): Promise<void>;
  /** Changes the item while its token is still this one; false when the machine has moved on. */
  note(waiting: Waiting): Promise<boolean>;
  forget(waiting: Waiting): Promise<boolean>;
}

const whileToken = (token: string) => ({
  ConditionExpression: '#t = :t',
  ExpressionAttributeNames: { '#t': 'token' },
  ExpressionAttributeValues: { ':t': { S: token } },
});
const held = async (write: () => Promise<unknown>): Promise<boolean> => {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
};
const itemOf = ({ hazard, token, awaits, told }: Waiting) => ({
  ...keys.loop(hazard),
  token,
  awaits,
  ...(told === undefined ? {} : { told: told.lateness, toldToken: told.token }),
});

export const openLoops = (table: Table): Loops => ({
  read: async (hazard) => {
    const item = await table.get(keys.loop(hazard));
    if (item === undefined) return undefined;
    const told =
      item['told'] === undefined
        ? {}
        : { told: { lateness: textOf(item, 'told'), token: textOf(item, 'toldToken') } };
    return { hazard, token: textOf(item, 'token'), awaits: hazardState.parse(item['awaits']), ...told };
  },
  store: async (waiting) => {
    await table.put(itemOf(waiting));
  },
  note: async (waiting) =>
    await held(
      async () =>
        await table.client.send(
          new PutItemCommand({
            TableName: table.name,
            Item: toWire(itemOf(waiting)),
            ...whileToken(waiting.token),
          }),
        ),
    ),
  forget: async ({ hazard, token }) =>
    await held(
      async () =>
        await table.client.send(
          new DeleteItemCommand({
            TableName: table.name,
            Key: keyToWire(keys.loop(hazard)),
            ...whileToken(token),
          }),
        ),
    ),
});
