import type { DeployedResource, DeployedStack } from './stacks.ts';
import { stage } from './versions.ts';

/** Where things are, as the deployed stacks say; no name is written down a second time. */
export interface Located {
  /** Outputs by stack, named without its prefix: `outputs['records']?.['TableName']`. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly api: { readonly id: string; readonly stage: string; readonly url: string };
  readonly table: string;
  readonly archive: string;
  /** Names of functions without `leian-33-`, as deployed: `functions['hazard-tracking-sweep']`. */
  readonly functions: Readonly<Record<string, string>>;
}

const short = (name: string): string =>
  name.startsWith(stage.stackPrefix) ? name.slice(stage.stackPrefix.length) : name;

/** Finds the API, table, archive and functions of the stage. Throws, naming what the stacks do not have. */
export const locate = (
  endpoint: string,
  stacks: readonly DeployedStack[],
  resources: readonly DeployedResource[],
): Located => {
  const the = (type: string): string => {
    const found = resources.find((one) => one.type === type)?.physicalId;
    if (found === undefined) throw new Error(`the stage has no ${type}`);
    return found;
  };
  const output = (stack: string, key: string): string => {
    const found = stacks.find(({ name }) => name === `${stage.stackPrefix}${stack}`)?.outputs[key];
    if (found === undefined) throw new Error(`the stack ${stage.stackPrefix}${stack} has no output ${key}`);
    return found;
  };
  const api = the('AWS::ApiGateway::RestApi');
  const stageName = the('AWS::ApiGateway::Stage');
  const functions = resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map(({ physicalId }) => [short(physicalId), physicalId] as const);
  return {
    outputs: Object.fromEntries(stacks.map(({ name, outputs }) => [short(name), outputs] as const)),
    // Both emulators serve an API under this path; the host names that AWS gives would not resolve here.
    api: { id: api, stage: stageName, url: `${endpoint}/_aws/execute-api/${api}/${stageName}` },
    table: output('records', 'TableName'),
    archive: output('records', 'ArchiveBucket'),
    functions: Object.fromEntries(functions),
  };
};
