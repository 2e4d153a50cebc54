import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** A resource as the template has it, before CloudFormation resolves anything. */
export interface TemplateResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface SynthesisedStack {
  readonly name: string;
  readonly resources: readonly TemplateResource[];
}

const manifest = z.object({
  artifacts: z
    .record(
      z.string(),
      z.object({
        type: z.string(),
        properties: z
          .object({
            templateFile: z.string().optional(),
            stackName: z.string().optional(),
            /** Of an asset manifest. */
            file: z.string().optional(),
            /** Of a nested assembly (a stage). */
            directoryName: z.string().optional(),
          })
          .optional(),
      }),
    )
    .default({}),
});
const template = z.object({
  Resources: z
    .record(
      z.string(),
      z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
    )
    .optional(),
});

const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

interface Artifact {
  readonly id: string;
  readonly folder: string;
  readonly type: string;
  readonly stackName?: string | undefined;
  readonly templateFile?: string | undefined;
  readonly file?: string | undefined;
}

/** Every artifact of an assembly and of the stages nested in it. */
const artifactsOf = async (folder: string): Promise<readonly Artifact[]> => {
  const { artifacts } = manifest.parse(await json(join(folder, 'manifest.json')));
  const found = Object.entries(artifacts).map(
    async ([id, { type, properties }]): Promise<readonly Artifact[]> => {
      const { directoryName, ...rest } = properties ?? {};
      const nested = type === 'cdk:cloud-assembly' && directoryName !== undefined;
      return nested ? artifactsOf(join(folder, directoryName)) : [{ id, folder, type, ...rest }];
    },
  );
  return (await Promise.all(found)).flat();
};

/** The stacks of a cloud assembly, read from its manifests and templates. */
export const stacksOf = async (assembly: string): Promise<readonly SynthesisedStack[]> => {
  const stacks = (await artifactsOf(assembly)).filter(({ type }) => type === 'aws:cloudformation:stack');
  return Promise.all(
    stacks.map(({ id, folder, stackName, templateFile }) =>
      stackOf(stackName ?? id, join(folder, templateFile ?? `${id}.template.json`)),
    ),
  );
};

const stackOf = async (name: string, path: string): Promise<SynthesisedStack> => {
  const { Resources = {} } = template.parse(await json(path));
  const resources = Object.entries(Resources).map(([logicalId, { Type, Properties = {} }]) => ({
    stack: name,
    logicalId,
    type: Type,
    properties: Properties,
  }));
  return { name, resources };
};

const assetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({ destinations: z.record(z.string(), z.object({ bucketName: z.string() })) }),
    )
    .default({}),
});
const accountMark = '${AWS::AccountId}';
const regionMark = '${AWS::Region}';

/** Buckets that the deployment publishes its files to, placeholders filled in. */
export const assetBuckets = async (
  assembly: string,
  place: { readonly account: string; readonly region: string },
): Promise<readonly string[]> => {
  const manifests = (await artifactsOf(assembly)).filter(({ type }) => type === 'cdk:asset-manifest');
  const names = await Promise.all(
    manifests.map(async ({ id, folder, file }) => {
      const { files } = assetManifest.parse(await json(join(folder, file ?? `${id}.json`)));
      return Object.values(files).flatMap(({ destinations }) =>
        Object.values(destinations).map(({ bucketName }) => bucketName),
      );
    }),
  );
  const filled = names
    .flat()
    .map((name) => name.replaceAll(accountMark, place.account).replaceAll(regionMark, place.region));
  return [...new Set(filled)];
};
