import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { repository } from './versions.ts';

/**
 * A world is one endpoint with its data: `start` keeps its data, `demo` begins anew each time, tests have their own.
 * Everything of it lies in `.leian/<name>/`.
 */
export type WorldName = string;
export const worldName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'letters a-z, digits, hyphen');

const root = join(repository, '.leian');

export interface WorldPaths {
  readonly folder: string;
  /** What the emulator wrote when it last stopped, and the objects of its buckets. */
  readonly state: string;
  readonly objects: string;
  readonly record: string;
  readonly emulatorLog: string;
  readonly deployLog: string;
  readonly assembly: string;
  readonly bundles: string;
  readonly deployment: string;
  readonly privateKey: string;
  readonly publicKeys: string;
}

export const venvFolder = join(root, 'venv');

export const worldPaths = (name: WorldName): WorldPaths => {
  const folder = join(root, worldName.parse(name));
  return {
    folder,
    state: join(folder, 'state'),
    objects: join(folder, 'objects'),
    record: join(folder, 'world.json'),
    emulatorLog: join(folder, 'emulator.log'),
    deployLog: join(folder, 'deploy.log'),
    assembly: join(folder, 'cdk.out'),
    bundles: join(folder, 'dist'),
    deployment: join(folder, 'deployment.json'),
    privateKey: join(folder, 'issuer-private.jwk.json'),
    publicKeys: join(folder, 'issuer-public.jwks.json'),
  };
};

/** What is known of a world that was brought up; `pid` only where we started the process. */
export const worldRecord = z.strictObject({
  engine: z.enum(['ministack', 'localstack', 'other']),
  endpoint: z.url(),
  pid: z.int().positive().optional(),
  port: z.int().optional(),
  mqttPort: z.int().optional(),
  /** Folder for the unpacked functions, outside the repository so that no function finds packages it did not bundle. */
  scratch: z.string().optional(),
  startedAt: z.iso.datetime(),
});
export type WorldRecord = z.infer<typeof worldRecord>;

/** The stored record; undefined when the world was never up, or when the file is torn. */
export const readWorld = async (name: WorldName): Promise<WorldRecord | undefined> => {
  const text = await readFile(worldPaths(name).record, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return worldRecord.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

export const writeWorld = async (name: WorldName, record: WorldRecord): Promise<void> => {
  const paths = worldPaths(name);
  await mkdir(paths.folder, { recursive: true });
  await writeFile(paths.record, `${JSON.stringify(record, null, 2)}\n`);
};

/** Erases the data of a world. Its token keys and its last bundle stay: they are no data, and making them costs time. */
export const eraseData = async (name: WorldName): Promise<void> => {
  const paths = worldPaths(name);
  const data = [
    paths.state,
    paths.objects,
    paths.deployment,
    paths.record,
    paths.emulatorLog,
    paths.deployLog,
  ];
  await Promise.all(data.map((path) => rm(path, { recursive: true, force: true })));
};

/** Erases everything of a world. */
export const eraseWorld = async (name: WorldName): Promise<void> => {
  await rm(worldPaths(name).folder, { recursive: true, force: true });
};

export const worldsFolder = root;
