import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stage } from 'aws-cdk-lib';
import * as z from 'zod';
import { deployedFunctions, functionId } from '../../infra/functions.ts';
import { buildHouse, type HouseOptions } from '../../infra/house.ts';
import { resourcesOf } from '../../infra/nag/house-pack.ts';
import type { Resource } from '../../infra/nag/house-rules.ts';

export const root = join(import.meta.dirname, '../..');
const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
/** The feature flags of the real app. */
const flags = (): Record<string, unknown> =>
  cdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))).context;

/** A folder of bundles that do nothing: what is judged here is the templates. */
export const emptyBundles = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'leian-bundles-'));
  for (const one of deployedFunctions) {
    mkdirSync(join(folder, functionId(one)));
    writeFileSync(
      join(folder, functionId(one), 'index.mjs'),
      `export const handler = () => '${functionId(one)}';\n`,
    );
  }
  return folder;
};
/** Public keys as the local start makes them. */
export const somePublicKeys = (): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'leian-keys-')), 'keys.json');
  writeFileSync(
    file,
    JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'made-up', kid: 'a', alg: 'EdDSA' }] }),
  );
  return file;
};

export interface StackTemplate {
  readonly stage: string;
  /** `records`, `api`, … */
  readonly stack: string;
  readonly json: Record<string, unknown>;
  readonly resources: readonly Resource[];
  readonly dependsOn: readonly string[];
}
const anything = z.record(z.string(), z.unknown());

export const newApp = (): App => {
  // CDK's own check of the templates runs in `npm run synth`; here it would only cost seconds.
  process.env['CDK_VALIDATION'] = 'false';
  return new App({ context: flags(), outdir: mkdtempSync(join(tmpdir(), 'leian-synth-')) });
};
const templatesOf = (stage: Stage): StackTemplate[] => {
  const { stacks } = stage.synth();
  return stacks.map((artifact) => {
    const json = anything.parse(artifact.template);
    return {
      stage: stage.stageName,
      stack: artifact.hierarchicalId.split('/').at(-1) ?? '',
      json,
      resources: resourcesOf(json),
      dependsOn: artifact.dependencies.flatMap(({ id }) =>
        stacks.filter((other) => other.id === id).map(({ stackName }) => stackName),
      ),
    };
  });
};

/** Templates of the named stages, as the real app writes them. */
export const synthesise = (stages: readonly string[], more: Partial<HouseOptions> = {}): StackTemplate[] => {
  const app = newApp();
  buildHouse(app, { bundles: emptyBundles(), publicKeys: somePublicKeys(), stages, ...more });
  return stages.flatMap((id) => {
    const stage = app.node.findChild(id);
    return 'synth' in stage && isStage(stage) ? templatesOf(stage) : [];
  });
};
const isStage = (node: object): node is Stage => 'stageName' in node;

let province33: StackTemplate[] | undefined;
/** Province 33, synthesised once for all tests of a file. */
export const province = (): StackTemplate[] => (province33 ??= synthesise(['province-33']));
export const stackOf = (templates: readonly StackTemplate[], stack: string): StackTemplate => {
  const found = templates.find((one) => one.stack === stack);
  if (found === undefined) throw new Error(`no stack ${stack}`);
  return found;
};
export const ofType = (templates: readonly StackTemplate[], type: string): Resource[] =>
  templates.flatMap(({ resources }) => resources.filter((one) => one.type === type));
/** The one resource of a type whose id begins so. */
export const one = (templates: readonly StackTemplate[], type: string, prefix = ''): Resource => {
  const [found, ...rest] = ofType(templates, type).filter(({ id }) => id.startsWith(prefix));
  if (found === undefined || rest.length > 0)
    throw new Error(`${rest.length + (found ? 1 : 0)} resources ${type} ${prefix}*`);
  return found;
};
export const text = (value: unknown): string => JSON.stringify(value);
