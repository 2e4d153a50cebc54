import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { gap } from './gap.ts';

const type = 'AWS::DynamoDB::Table';
const timeToLive = z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() });
const recovery = z.strictObject({
  PointInTimeRecoveryEnabled: z.boolean(),
  RecoveryPeriodInDays: z.int().optional(),
});
const encryption = z.strictObject({
  SSEEnabled: z.boolean(),
  SSEType: z.literal('KMS').default('KMS'),
  KMSMasterKeyId: z.string().optional(),
});
/** What DynamoDB keeps when the template names no period. */
const defaultRecoveryDays = 35;

/** TTL, recovery to a point in time and encryption of tables. */
export const dynamoDbGaps = [
  gap({
    type,
    property: 'TimeToLiveSpecification',
    wanted: (value) => timeToLive.parse(value),
    apply: ({ dynamoDb }, TableName, TimeToLiveSpecification) =>
      dynamoDb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification })),
    read: async ({ dynamoDb }, TableName) => {
      const { TimeToLiveDescription } = await dynamoDb.send(new DescribeTimeToLiveCommand({ TableName }));
      const { AttributeName, TimeToLiveStatus } = TimeToLiveDescription ?? {};
      return AttributeName === undefined
        ? undefined
        : { AttributeName, Enabled: TimeToLiveStatus === 'ENABLED' };
    },
  }),
  gap({
    type,
    property: 'PointInTimeRecoverySpecification',
    wanted: (value) => ({ RecoveryPeriodInDays: defaultRecoveryDays, ...recovery.parse(value) }),
    apply: ({ dynamoDb }, TableName, PointInTimeRecoverySpecification) =>
      dynamoDb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification })),
    read: async ({ dynamoDb }, TableName) => {
      const { ContinuousBackupsDescription } = await dynamoDb.send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      const { PointInTimeRecoveryStatus, RecoveryPeriodInDays = defaultRecoveryDays } =
        ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
      return { PointInTimeRecoveryEnabled: PointInTimeRecoveryStatus === 'ENABLED', RecoveryPeriodInDays };
    },
  }),
  gap({
    type,
    property: 'SSESpecification',
    wanted: (value) => {
      const { SSEEnabled, SSEType, KMSMasterKeyId } = encryption.parse(value);
      return { Enabled: SSEEnabled, SSEType, KMSMasterKeyId };
    },
    apply: ({ dynamoDb }, TableName, SSESpecification) =>
      dynamoDb.send(new UpdateTableCommand({ TableName, SSESpecification })),
    read: async ({ dynamoDb }, TableName) => {
      const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName }));
      const { Status, SSEType, KMSMasterKeyArn } = Table?.SSEDescription ?? {};
      return SSEType === 'KMS'
        ? { Enabled: Status === 'ENABLED', SSEType, KMSMasterKeyId: KMSMasterKeyArn }
        : undefined;
    },
  }),
];
