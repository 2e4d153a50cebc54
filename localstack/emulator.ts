import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { cleanEnvironment } from './environment.ts';
import { end, isOurs } from './process-id.ts';
import { venvPython } from './python.ts';
import { emulator, region } from './versions.ts';
import { readWorld, worldPaths, writeWorld, type WorldName, type WorldRecord } from './worlds.ts';

const launcher = join(import.meta.dirname, 'loopback.py');
const startLimitMs = 30_000;

/** Settings of the emulator: IAM enforced, loopback only, state written to the world's folder when it stops. */
const settings = (
  name: WorldName,
  port: number,
  mqttPort: number,
  scratch: string,
): Record<string, string> => {
  const paths = worldPaths(name);
  return {
    ...cleanEnvironment(),
    TMPDIR: scratch,
    TEMP: scratch,
    TMP: scratch,
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    IOT_MTLS_PORT: String(mqttPort),
    SFTP_ENABLED: '0',
    AUTH: 'true',
    MINISTACK_REGION: region,
    PERSIST_STATE: '1',
    STATE_DIR: paths.state,
    S3_PERSIST: '1',
    S3_DATA_DIR: paths.objects,
  };
};

const health = z.object({ version: z.string(), auth: z.string(), iot_mtls: z.string() });
export type Health = z.infer<typeof health>;

/** What the emulator says of itself; undefined when nothing (or something else) answers there. */
export const healthOf = async (endpoint: string, limitMs = 2_000): Promise<Health | undefined> => {
  try {
    const response = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(limitMs) });
    return health.safeParse(await response.json()).data;
  } catch {
    return undefined;
  }
};

const faultsOf = ({ version, auth, iot_mtls: mqtt }: Health): readonly string[] => [
  ...(version === emulator.version ? [] : [`it is version ${version}, not ${emulator.version}`]),
  ...(auth === 'enabled' ? [] : ['it does not enforce IAM']),
  ...(mqtt === 'listening' ? [] : [`its MQTT listener is ${mqtt}`]),
];

export const endpointOf = (port: number): string => `http://127.0.0.1:${port}`;

/** The running emulator of a world; undefined when it is not running. A process id that now belongs to another program is not believed. */
export const runningEmulator = async (
  name: WorldName,
): Promise<(WorldRecord & { pid: number }) | undefined> => {
  const record = await readWorld(name);
  if (record?.pid === undefined) return undefined;
  return (await isOurs(record.pid, worldPaths(name).folder)) ? { ...record, pid: record.pid } : undefined;
};

/**
 * Starts the emulator of a world in the background and waits until it is whole: HTTP, IAM, MQTT. Throws with the end of its log
 * when it does not get there; nothing is left running then.
 */
export const startEmulator = async (
  name: WorldName,
  port: number,
  mqttPort: number,
): Promise<WorldRecord & { pid: number }> => {
  const paths = worldPaths(name);
  await Promise.all([paths.state, paths.objects].map((path) => mkdir(path, { recursive: true })));
  const scratch = await mkdtemp(join(tmpdir(), `leian-${name}-`));
  const log = await open(paths.emulatorLog, 'w');
  const child = spawn(venvPython, ['-I', '-u', launcher, paths.folder], {
    detached: true,
    cwd: scratch,
    env: settings(name, port, mqttPort, scratch),
    stdio: ['ignore', log.fd, log.fd],
  });
  let ended: string | undefined;
  child.once('exit', (code, by) => (ended = `it ended with ${by ?? `code ${String(code)}`}`));
  child.once('error', (error) => (ended = error.message));
  await log.close();
  child.unref();
  const pid = child.pid;
  if (pid === undefined) throw new Error(`the emulator could not be started: ${venvPython}`);
  const endpoint = endpointOf(port);
  const record = {
    engine: 'ministack' as const,
    endpoint,
    pid,
    port,
    mqttPort,
    scratch,
    startedAt: new Date().toISOString(),
  };
  await writeWorld(name, record);
  const fault = await whole(endpoint, () => ended);
  if (fault === undefined) return record;
  await stopEmulator(name);
  const said = (await readFile(paths.emulatorLog, 'utf8').catch(() => ''))
    .trim()
    .split('\n')
    .slice(-12)
    .join('\n');
  throw new Error(`the emulator did not start: ${fault}\n${said}\n(${paths.emulatorLog})`);
};

/** Waits until the emulator is ready; returns what is wrong with it instead, if something is. */
const whole = async (endpoint: string, ended: () => string | undefined): Promise<string | undefined> => {
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline) {
    const fault = ended();
    if (fault !== undefined) return fault;
    const ready = await fetch(`${endpoint}/_ministack/ready`, { signal: AbortSignal.timeout(1_000) }).catch(
      () => undefined,
    );
    await ready?.body?.cancel();
    if (ready?.ok === true) {
      const found = await healthOf(endpoint);
      return found === undefined ? 'another program answers there' : faultsOf(found).join(', ') || undefined;
    }
    await sleep(60);
  }
  return `it was not ready after ${startLimitMs / 1000} s`;
};

/** Stops the emulator of a world, by its process id, and waits until it has written its state and is gone. */
export const stopEmulator = async (name: WorldName): Promise<'gone' | 'ended' | 'forced'> => {
  const record = await readWorld(name);
  if (record?.pid === undefined) return 'gone';
  const how = await end(record.pid, worldPaths(name).folder);
  if (record.scratch !== undefined) await rm(record.scratch, { recursive: true, force: true });
  const { pid: _pid, scratch: _scratch, ...rest } = record;
  await writeWorld(name, rest);
  return how;
};
