/**
 * Every function that is deployed, once: stacks, bundle and tests read this list. The entry of a function is
 * functions/<capability>/<part>.ts, its export is `handler`, its bundle is dist/<capability>-<part>/index.mjs.
 * `timeoutSeconds`: HTTP stays below the gateway's 29 s; consumers have time for a whole batch.
 */
export const deployedFunctions = [
  { capability: 'ledger-publisher', part: 'consumer', memoryMb: 512, timeoutSeconds: 60 },
  { capability: 'ledger-integrator', part: 'consumer', memoryMb: 512, timeoutSeconds: 60 },
  { capability: 'access-authorizer', part: 'authorizer', memoryMb: 512, timeoutSeconds: 10 },
  { capability: 'registration', part: 'http', memoryMb: 1024, timeoutSeconds: 20 },
  { capability: 'report-intake', part: 'http', memoryMb: 1024, timeoutSeconds: 25 },
  { capability: 'anomaly-detection', part: 'http', memoryMb: 512, timeoutSeconds: 20 },
  { capability: 'anomaly-detection', part: 'consumer', memoryMb: 1024, timeoutSeconds: 120 },
  { capability: 'hazard-tracking', part: 'http', memoryMb: 512, timeoutSeconds: 20 },
  { capability: 'hazard-tracking', part: 'consumer', memoryMb: 512, timeoutSeconds: 60 },
  { capability: 'hazard-tracking', part: 'task', memoryMb: 512, timeoutSeconds: 30 },
  { capability: 'hazard-tracking', part: 'sweep', memoryMb: 512, timeoutSeconds: 50 },
  { capability: 'hazard-tracking', part: 'deadline', memoryMb: 512, timeoutSeconds: 60 },
  { capability: 'credit-evaluation', part: 'http', memoryMb: 512, timeoutSeconds: 20 },
  { capability: 'credit-evaluation', part: 'consumer', memoryMb: 512, timeoutSeconds: 60 },
  { capability: 'device-telemetry', part: 'http', memoryMb: 512, timeoutSeconds: 20 },
  { capability: 'device-telemetry', part: 'consumer', memoryMb: 512, timeoutSeconds: 60 },
] as const;

export type DeployedFunction = (typeof deployedFunctions)[number];
/** `report-intake-http` and so on, exactly the pairs of the list. */
export type FunctionId = DeployedFunction extends infer F
  ? F extends DeployedFunction
    ? `${F['capability']}-${F['part']}`
    : never
  : never;

/** Name of a function without its stage: `report-intake-http`. Also the name of its folder in `dist`. */
export const functionId = (of: Pick<DeployedFunction, 'capability' | 'part'>): string =>
  `${of.capability}-${of.part}`;

export const entryOf = (of: DeployedFunction): string => `functions/${of.capability}/${of.part}.ts`;

/** The declaration of one function. Throws when the list does not know it: a bug in a stack. */
export const deployed = (id: FunctionId): DeployedFunction => {
  const found = deployedFunctions.find((one) => functionId(one) === id);
  if (found === undefined) throw new Error(`no deployed function is called ${id}: see infra/functions.ts`);
  return found;
};
