import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Transport } from './transport.ts';

/** Settings for any SDK client that talks to the transport: the shortest waits between retries, no account. */
export const clientSettings = ({ requestHandler }: Transport, maxAttempts = 3) => ({
  requestHandler,
  maxAttempts,
  region: 'cn-north-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** Nobody checks signatures here, and DynamoDB's calls are known without one: they would be half of a call's cost. */
const unsigned = { sign: async <R>(request: R): Promise<R> => await Promise.resolve(request) };

export const dynamoDb = (world: Transport, maxAttempts?: number): DynamoDBClient =>
  new DynamoDBClient({ ...clientSettings(world, maxAttempts), signer: unsigned });
