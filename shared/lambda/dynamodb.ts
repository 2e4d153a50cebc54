import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { makeTable, type Table } from '../subject-file/table.ts';

/** Stand-in for the network below an SDK client; tests and benches hand in one that counts. */
export type Transport = NonNullable<DynamoDBClientConfig['requestHandler']>;

/** The province's table by its name. Retries of the SDK are few: what lasts longer than a second belongs to the queue. */
export const openTable = (name: string, transport?: Transport): Table =>
  makeTable(
    new DynamoDBClient({ maxAttempts: 4, ...(transport === undefined ? {} : { requestHandler: transport }) }),
    name,
  );
