import {
  type CloudFormationClient,
  paginateDescribeStacks,
  paginateListExports,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';

export interface DeployedStack {
  readonly name: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A resource as it was deployed: what the template calls it, and what it is really called. */
export interface DeployedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

/** Every stack that the endpoint knows, with its outputs. */
export const deployedStacks = async (client: CloudFormationClient): Promise<readonly DeployedStack[]> => {
  const found: DeployedStack[] = [];
  for await (const page of paginateDescribeStacks({ client }, {}))
    for (const { StackName, StackStatus, Outputs = [] } of page.Stacks ?? []) {
      const outputs = Outputs.flatMap(({ OutputKey, OutputValue }) =>
        OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue] as const],
      );
      found.push({ name: StackName ?? '', status: StackStatus ?? '', outputs: Object.fromEntries(outputs) });
    }
  return found;
};

/** The resources of the named stacks. */
export const deployedResources = async (
  client: CloudFormationClient,
  stacks: readonly string[],
): Promise<readonly DeployedResource[]> => {
  const ofStack = async (stack: string): Promise<readonly DeployedResource[]> => {
    const found: DeployedResource[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: stack }))
      for (const { LogicalResourceId, ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? [])
        found.push({
          stack,
          logicalId: LogicalResourceId ?? '',
          type: ResourceType ?? '',
          physicalId: PhysicalResourceId ?? '',
        });
    return found;
  };
  return (await Promise.all(stacks.map(ofStack))).flat();
};

/** Values that stacks lend each other. */
export const exportedValues = async (client: CloudFormationClient): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for await (const page of paginateListExports({ client }, {}))
    for (const { Name, Value } of page.Exports ?? [])
      if (Name !== undefined && Value !== undefined) found.set(Name, Value);
  return found;
};
