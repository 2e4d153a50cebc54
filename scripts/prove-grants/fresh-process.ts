import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
  type LambdaClient,
} from '@aws-sdk/client-lambda';

export interface Processes {
  /** Ends warm processes of the function: the next call begins without anything kept in memory, keys above all. */
  renew(): Promise<void>;
  /** Gives the function its settings back. */
  restore(): Promise<void>;
}

/** Settings of a function under trial; `realTime` takes virtual time off it, as production has it. */
export const processesOf = async (
  lambda: LambdaClient,
  FunctionName: string,
  realTime: boolean,
): Promise<Processes> => {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const before = Environment?.Variables ?? {};
  const { VIRTUAL_TIME, ...rest } = before;
  const tried = realTime || VIRTUAL_TIME === undefined ? rest : { ...rest, VIRTUAL_TIME };
  const set = async (Variables: Record<string, string>): Promise<void> => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    await waitUntilFunctionUpdatedV2(
      { client: lambda, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.5 },
      { FunctionName },
    );
  };
  let round = 0;
  return {
    renew: async () => {
      round += 1;
      await set({ ...tried, TRIAL: String(round) });
    },
    restore: async () => await set(before),
  };
};
