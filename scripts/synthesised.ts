import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { deployedFunctions, functionId } from '../infra/functions.ts';
import { buildHouse } from '../infra/house.ts';

/** The province whose templates stand for all: they differ in settings, not in shape. */
const province = '33';

const resource = z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const template = z.object({ Resources: z.record(z.string(), resource) });
const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

export interface Synthesised {
  /** `records`, `report-intake`, … `nation`: the stack's name without its stage. */
  readonly name: string;
  /** Stacks that must be there before. */
  readonly after: readonly string[];
  readonly resources: Readonly<Record<string, z.output<typeof resource>>>;
}

/** `leian-33-hazard-due` → `hazard-due`. */
export const short = (name: string): string =>
  name === 'leian-nation-bus' ? 'nation' : name.replace(`leian-${province}-`, '');

const makeApp = (outdir: string): App => {
  const file = join(import.meta.dirname, '../cdk.json');
  // CDK's own check of the templates runs in `npm run synth`; here it would only cost seconds.
  process.env['CDK_VALIDATION'] = 'false';
  return new App({
    outdir,
    analyticsReporting: false,
    context: cdkJson.parse(JSON.parse(readFileSync(file, 'utf8'))).context,
  });
};

/** Templates of one province and of the nation, made with empty bundles: what functions contain plays no part in them. */
export const synthesise = (): readonly Synthesised[] => {
  const folder = mkdtempSync(join(tmpdir(), 'leian-drawing-'));
  try {
    for (const one of deployedFunctions) {
      mkdirSync(join(folder, functionId(one)));
      writeFileSync(join(folder, functionId(one), 'index.mjs'), '');
    }
    const app = makeApp(join(folder, 'out'));
    buildHouse(app, { bundles: folder, stages: [`province-${province}`, 'nation'] });
    const stacks = app.synth().stacksRecursively;
    const names = new Map(stacks.map(({ id, stackName }) => [id, short(stackName)]));
    return stacks.map((stack) => ({
      name: short(stack.stackName),
      after: stack.dependencies.flatMap(({ id }) => names.get(id) ?? []),
      resources: template.parse(stack.template).Resources,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A resource and the stack it stands in. */
export interface Found {
  readonly stack: Synthesised;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
export const every = (stacks: readonly Synthesised[], type: string): readonly Found[] =>
  stacks.flatMap((stack) =>
    Object.entries(stack.resources).flatMap(([id, { Type, Properties }]) =>
      Type === type ? [{ stack, id, properties: Properties }] : [],
    ),
  );

/** Name of the resource of a type, in the same stack, that a value of the template refers to. */
const referred = ({ stack }: Found, value: unknown, type: string, name: string): string | undefined => {
  const text = JSON.stringify(value ?? null);
  const found = every([stack], type).find(({ id }) => text.includes(`"${id}"`));
  const given = found?.properties[name];
  return found === undefined ? undefined : short(typeof given === 'string' ? given : found.id);
};
export const queueIn = (from: Found, value: unknown) => referred(from, value, 'AWS::SQS::Queue', 'QueueName');
export const functionIn = (from: Found, value: unknown) =>
  referred(from, value, 'AWS::Lambda::Function', 'FunctionName');

const grant = z.object({
  Sid: z.string(),
  Action: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  Resource: z.unknown(),
});
export type Grant = z.output<typeof grant>;
const policies = z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(grant) }) }));

/** What a role of ours may do: the statements of its inline policies, which all have an id. */
export const grantsOf = (role: Found | undefined): readonly Grant[] =>
  policies.safeParse(role?.properties['Policies']).data?.flatMap((one) => one.PolicyDocument.Statement) ?? [];
/** The role that a resource names in its property `Role`. */
export const roleOf = (one: Found): Found | undefined =>
  every([one.stack], 'AWS::IAM::Role').find(({ id }) =>
    JSON.stringify(one.properties['Role'] ?? null).includes(`"${id}"`),
  );
