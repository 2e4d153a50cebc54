import { CreateBucketCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { assetBuckets, stacksOf } from './assembly.ts';
import { cdk, type Built } from './build.ts';
import type { Clients, ClientSettings } from './clients.ts';
import { awsEnvironment } from './environment.ts';
import { Refusal, exitCodes, stopIfAsked } from './refusal.ts';
import { run } from './run.ts';
import { deployedStacks } from './stacks.ts';
import { repository, stage } from './versions.ts';
import { worldPaths, type WorldName } from './worlds.ts';

const limitMs = 600_000;
const deployment = z.object({ digest: z.string(), endpoint: z.string() });

/** Where the deployment goes: the endpoint's settings and the account that it says it is. */
export interface Target {
  readonly name: WorldName;
  readonly settings: ClientSettings;
  readonly clients: Clients;
  readonly account: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The stage is deployed with the caller's own credentials (under enforced IAM the roles that `cdk bootstrap` makes are refused),
 * so of all that bootstrapping makes only the bucket for files is needed.
 */
const ensureBucket = async (s3: S3Client, name: string): Promise<void> => {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: name }));
  } catch {
    await s3.send(new CreateBucketCommand({ Bucket: name }));
  }
};

/** Whether exactly this build is deployed there and CloudFormation still knows all its stacks as whole. */
const isDeployed = async (target: Target, built: Built): Promise<boolean> => {
  const text = await readFile(worldPaths(target.name).deployment, 'utf8').catch(() => '{}');
  const last = deployment.safeParse(JSON.parse(text)).data;
  if (last?.digest !== built.digest || last.endpoint !== target.settings.endpoint) return false;
  const wanted = (await stacksOf(built.assembly)).map(({ name }) => name);
  const found = await deployedStacks(target.clients.cloudFormation);
  return wanted.every((name) =>
    /^(CREATE|UPDATE)_COMPLETE$/.test(found.find((one) => one.name === name)?.status ?? ''),
  );
};

/** Deploys the built stage with the ordinary CDK command line, unless just this is deployed already. */
export const deploy = async (
  target: Target,
  built: Built,
  note: (text: string) => void,
): Promise<'unchanged' | 'deployed'> => {
  const paths = worldPaths(target.name);
  if (await isDeployed(target, built)) {
    note('unchanged');
    return 'unchanged';
  }
  await rm(paths.deployment, { force: true });
  const buckets = await assetBuckets(built.assembly, {
    account: target.account,
    region: target.settings.region,
  });
  await Promise.all(buckets.map((bucket) => ensureBucket(target.clients.s3, bucket)));
  const flags = [
    '--require-approval',
    'never',
    '--method',
    'direct',
    '--concurrency',
    '4',
    '--no-notices',
    '--ci',
  ];
  let done = 0;
  const { code, output, why } = await run(
    process.execPath,
    [
      cdk,
      'deploy',
      '--app',
      built.assembly,
      `${stage.id}/*`,
      ...flags,
      '--progress',
      'events',
      '--outputs-file',
      join(paths.folder, 'outputs.json'),
    ],
    {
      limitMs,
      signal: target.signal,
      cwd: repository,
      env: awsEnvironment(target.settings.endpoint, target.settings.credentials),
      onLine: (line) => {
        const stack = /✅ {2}(\S+)/.exec(line)?.[1];
        if (stack !== undefined) note(`${(done += 1)} stacks, ${stack}`);
      },
    },
  );
  await writeFile(paths.deployLog, output);
  stopIfAsked(target.signal);
  if (code !== 0) throw new Refusal(exitCodes.notDeployed, [refused(output, why, paths.deployLog)]);
  note(`${done} stacks`);
  await writeFile(
    paths.deployment,
    JSON.stringify({ digest: built.digest, endpoint: target.settings.endpoint }),
  );
  return 'deployed';
};

/** The lines that say why: failed resources first, then the end of the log. */
export const reasons = (log: string): readonly string[] => {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const failed = lines.filter((line) => /_FAILED|❌|AccessDenied|Error:|Unsupported/.test(line));
  return [
    ...new Set([...failed.slice(0, 10), ...(failed.length === 0 ? lines.slice(-12) : lines.slice(-3))]),
  ];
};

const refused = (output: string, why: string | undefined, log: string) => ({
  code: 'DEPLOY_FAILED',
  what: {
    en: `CloudFormation did not take the stage${why === undefined ? '' : ` (${why})`}:\n${reasons(output)
      .map((line) => `    ${line.trim()}`)
      .join('\n')}`,
    zh: 'CloudFormation 未接受本次部署。',
  },
  fix: {
    en: `the whole log: ${log}\nbegin anew: npm run reset`,
    zh: `完整日志：${log}；重新开始：npm run reset`,
  },
});
