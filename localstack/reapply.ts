import { isDeepStrictEqual } from 'node:util';
import type { SynthesisedStack, TemplateResource } from './assembly.ts';
import type { Clients } from './clients.ts';
import { dynamoDbGaps } from './gaps-dynamodb.ts';
import { lambdaGaps } from './gaps-lambda.ts';
import { s3Gaps } from './gaps-s3.ts';
import type { Gap } from './gap.ts';
import { Refusal, exitCodes, type Problem } from './refusal.ts';
import { resolve, type Deployed } from './resolve.ts';

/** Every gap that is closed after a deployment; README.md shows the same list. */
export const gaps: readonly Gap[] = [...dynamoDbGaps, ...s3Gaps, ...lambdaGaps];

/** One property of one resource to look after. */
export interface Planned {
  readonly resource: TemplateResource;
  readonly gap: Gap;
}

/** What has to be looked after, read from the synthesised templates; nothing is written down twice. */
export const plan = (stacks: readonly SynthesisedStack[], known: readonly Gap[] = gaps): readonly Planned[] =>
  stacks
    .flatMap(({ resources }) => resources)
    .flatMap((resource) =>
      known
        .filter(({ type, property }) => type === resource.type && resource.properties[property] !== undefined)
        .map((gap) => ({ resource, gap })),
    );

export interface Reapplied {
  /** Properties that the endpoint had dropped and that are set now. */
  readonly repaired: readonly string[];
  /** Properties that were in place already. */
  readonly kept: readonly string[];
}

const nameOf = ({ resource, gap }: Planned): string =>
  `${resource.stack}/${resource.logicalId} ${gap.type} ${gap.property}`;

/**
 * Sets by API what CloudFormation dropped, then reads every property back. Throws one Refusal that names each resource and
 * property that stayed off, with what was wanted and what is there.
 */
export const reapply = async (
  stacks: readonly SynthesisedStack[],
  deployed: Deployed,
  clients: Clients,
): Promise<Reapplied> => {
  // Resources side by side, the properties of each in turn: two of them may be parts of one setting.
  const byResource = Map.groupBy(plan(stacks), ({ resource }) => resource);
  const results = (
    await Promise.all(
      [...byResource.values()].map(async (properties) => {
        const done: Result[] = [];
        for (const one of properties) done.push(await repair(one, deployed, clients));
        return done;
      }),
    )
  ).flat();
  const problems = results.flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length > 0) throw new Refusal(exitCodes.notDeployed, problems);
  const names = (how: 'repaired' | 'kept'): readonly string[] =>
    results.flatMap((result) => ('how' in result && result.how === how ? [result.name] : []));
  return { repaired: names('repaired'), kept: names('kept') };
};

/** Fields that are absent and fields that are undefined are the same answer. */
const same = (found: unknown, wanted: unknown): boolean =>
  isDeepStrictEqual(withoutAbsent(found), withoutAbsent(wanted));

const withoutAbsent = (value: unknown): unknown => {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
};

type Result = { readonly name: string; readonly how: 'repaired' | 'kept' } | { readonly problem: Problem };

const repair = async (planned: Planned, deployed: Deployed, clients: Clients): Promise<Result> => {
  const { resource, gap } = planned;
  const name = nameOf(planned);
  const physicalId = deployed.resources.find(
    ({ stack, logicalId }) => stack === resource.stack && logicalId === resource.logicalId,
  )?.physicalId;
  if (physicalId === undefined) return { problem: off(name, 'the resource was not deployed') };
  try {
    const { wanted, apply, read } = gap.plan(
      resolve(resource.properties[gap.property], resource.stack, deployed),
    );
    if (same(await read(clients, physicalId), wanted)) return { name, how: 'kept' };
    await apply(clients, physicalId);
    const found = await read(clients, physicalId);
    if (same(found, wanted)) return { name, how: 'repaired' };
    return { problem: off(name, `wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`) };
  } catch (error) {
    return { problem: off(name, error instanceof Error ? error.message : String(error)) };
  }
};

const off = (name: string, why: string): Problem => ({
  code: 'SETTING_STAYED_OFF',
  what: { en: `${name} could not be set: ${why}`, zh: `设置未能生效：${name}` },
  fix: { en: 'see the table of gaps in localstack/README.md', zh: '见 localstack/README.md 中的差异表' },
});
