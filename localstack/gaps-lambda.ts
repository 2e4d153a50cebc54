import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { gap } from './gap.ts';

const type = 'AWS::Lambda::Function';
const deadLetter = z.strictObject({ TargetArn: z.string() });

/** Reserved concurrency, the key of the environment, and dead letters of functions. */
export const lambdaGaps = [
  gap({
    type,
    property: 'ReservedConcurrentExecutions',
    wanted: (value) => z.int().parse(value),
    apply: ({ lambda }, FunctionName, ReservedConcurrentExecutions) =>
      lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions })),
    read: async ({ lambda }, FunctionName) =>
      (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions,
  }),
  gap({
    type,
    property: 'KmsKeyArn',
    wanted: (value) => z.string().parse(value),
    apply: ({ lambda }, FunctionName, KMSKeyArn) =>
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, KMSKeyArn })),
    read: async ({ lambda }, FunctionName) =>
      (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).KMSKeyArn,
  }),
  gap({
    type,
    property: 'DeadLetterConfig',
    wanted: (value) => deadLetter.parse(value),
    apply: ({ lambda }, FunctionName, DeadLetterConfig) =>
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, DeadLetterConfig })),
    read: async ({ lambda }, FunctionName) =>
      deadLetter.safeParse(
        (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).DeadLetterConfig,
      ).data,
  }),
];
