import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cleanEnvironment, quietCdk } from './environment.ts';
import { Refusal, exitCodes, stopIfAsked } from './refusal.ts';
import { run } from './run.ts';
import { repository, stage } from './versions.ts';
import { worldPaths, type WorldName } from './worlds.ts';

/** Everything that the bundles and templates are made from. */
const sources = [
  'infra',
  'functions',
  'shared',
  'step-functions',
  'localstack/build.ts',
  'cdk.json',
  'package-lock.json',
];
const limitMs = 180_000;
export const cdk = join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk');

const filesUnder = async (path: string): Promise<readonly string[]> => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [path];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

/** SHA-256 over the names and bytes of all sources and over the context of the synthesis. */
export const digestOf = async (paths: readonly string[], context: readonly string[]): Promise<string> => {
  const files = (await Promise.all(paths.map(filesUnder))).flat().sort();
  const hash = createHash('sha256').update(JSON.stringify([process.versions.node, ...context]));
  for (const file of files) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes !== undefined) hash.update(`\0${relative(repository, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
};

export interface Built {
  readonly digest: string;
  readonly assembly: string;
  readonly reused: boolean;
}

/**
 * Bundles the functions and synthesises the local stage with the ordinary CDK command line into the world's folder. When nothing
 * that goes in has changed, what lies there is used again. Throws a Refusal with the end of the log when the app refuses.
 */
export const build = async (
  name: WorldName,
  note: (text: string) => void,
  signal?: AbortSignal,
): Promise<Built> => {
  const paths = worldPaths(name);
  const keys = await readFile(paths.publicKeys, 'utf8');
  const digest = await digestOf(
    sources.map((source) => join(repository, source)),
    [keys],
  );
  const mark = join(paths.folder, 'build.sha256');
  if ((await readFile(mark, 'utf8').catch(() => '')) === digest) {
    note('unchanged');
    return { digest, assembly: paths.assembly, reused: true };
  }
  await mkdir(paths.folder, { recursive: true });
  await rm(mark, { force: true });
  await rm(paths.assembly, { recursive: true, force: true });
  const { bundle } = await import('../infra/bundle.ts');
  const { functions, bytes } = await bundle(repository, relative(repository, paths.bundles));
  stopIfAsked(signal);
  note(`${functions} functions, ${Math.round(bytes / 1024)} kB`);
  const context = [`stage=${stage.id}`, `localIssuer=${paths.publicKeys}`, `bundles=${paths.bundles}`];
  const arguments_ = [
    'synth',
    // Named, so that what the validation finds in its stacks ends the synthesis here.
    `${stage.id}/*`,
    '--quiet',
    '--no-notices',
    '--output',
    paths.assembly,
    ...context.flatMap((one) => ['-c', one]),
  ];
  const { code, output } = await run(process.execPath, [cdk, ...arguments_], {
    limitMs,
    signal,
    cwd: repository,
    env: { ...cleanEnvironment(), ...quietCdk },
  });
  stopIfAsked(signal);
  await writeFile(join(paths.folder, 'synth.log'), output);
  if (code !== 0)
    throw new Refusal(exitCodes.notDeployed, [refused(output, join(paths.folder, 'synth.log'))]);
  await writeFile(mark, digest);
  return { digest, assembly: paths.assembly, reused: false };
};

const refused = (output: string, log: string) => ({
  code: 'SYNTH_FAILED',
  what: {
    en: `The CDK app did not synthesise:\n${output.trim().split('\n').slice(-20).join('\n')}`,
    zh: 'CDK 应用合成失败。',
  },
  fix: { en: `the whole log: ${log}`, zh: `完整日志：${log}` },
});
