import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { region } from './versions.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What every SDK client of the local endpoint is made with: nothing is taken from the user's AWS settings. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly useFipsEndpoint: false;
  readonly useDualstackEndpoint: false;
  readonly retryMode: 'standard';
}

export const clientSettings = (endpoint: string, credentials: Credentials): ClientSettings => ({
  endpoint,
  region,
  credentials,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  retryMode: 'standard',
});

export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly dynamoDb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
}

/** The clients that this room itself needs. Path style: an emulator has no host name per bucket. */
export const makeClients = (settings: ClientSettings): Clients => ({
  cloudFormation: new CloudFormationClient(settings),
  dynamoDb: new DynamoDBClient(settings),
  lambda: new LambdaClient(settings),
  s3: new S3Client({ ...settings, forcePathStyle: true }),
  sts: new STSClient(settings),
});

export const closeClients = ({ cloudFormation, dynamoDb, lambda, s3, sts }: Clients): void => {
  [cloudFormation, dynamoDb, lambda, s3, sts].forEach((client: { destroy(): void }) => {
    client.destroy();
  });
};
