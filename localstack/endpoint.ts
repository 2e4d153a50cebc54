import { IoTClient, ListThingsCommand } from '@aws-sdk/client-iot';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { ClientSettings, Clients } from './clients.ts';
import { endpointOf, healthOf, runningEmulator, startEmulator, stopEmulator } from './emulator.ts';
import { prepare, type Wanted } from './doctor.ts';
import * as missing from './missing.ts';
import { freePort, freePortNear } from './ports.ts';
import { Refusal, exitCodes, stopIfAsked } from './refusal.ts';
import { startContainer, stopContainer } from './container.ts';
import type { MqttAddress, Running } from './running.ts';
import { ports } from './versions.ts';
import { eraseData, readWorld, writeWorld, type WorldName, type WorldRecord } from './worlds.ts';

/** How a world gets its endpoint. */
export interface EndpointOptions {
  readonly world: WorldName;
  /** Begin with no data. A world of that name that is still up is stopped first. */
  readonly fresh?: boolean;
  readonly port?: number;
  readonly mqttPort?: number;
  /** Take other ports when the usual ones are in use, instead of refusing. */
  readonly anyPort?: boolean;
  /** Use this endpoint; nothing is started or stopped. */
  readonly endpoint?: string;
  /** Start LocalStack in Docker instead of the emulator. */
  readonly localstack?: boolean;
  /** Gives up: what was begun is ended, and a Refusal without problems is thrown. */
  readonly signal?: AbortSignal;
}

export interface Opened {
  readonly record: WorldRecord;
  /** Whether this call started it. */
  readonly started: boolean;
  readonly stop: () => Promise<void>;
}

/** Makes the endpoint of a world available: the emulator by default. Throws a Refusal that names everything that is missing. */
export const openEndpoint = async (
  options: EndpointOptions,
  note: (text: string) => void,
): Promise<Opened> => {
  if (options.endpoint !== undefined) return foreign(options.world, options.endpoint, options.mqttPort);
  if (options.localstack === true) return container(options, note);
  const { world } = options;
  const alive = await runningEmulator(world);
  const stop = async (): Promise<void> => void (await stopEmulator(world));
  if (alive !== undefined && options.fresh !== true) {
    note(`is up already (process ${alive.pid})`);
    return { record: alive, started: false, stop };
  }
  if (alive !== undefined) await stop();
  const before = options.fresh === true ? undefined : await readWorld(world);
  if (options.fresh === true) await eraseData(world);
  const chosen = await choosePorts(options, before);
  await prepare(chosen, note, options.signal);
  stopIfAsked(options.signal);
  const record = await startEmulator(world, chosen.port, chosen.mqttPort);
  note(`${record.endpoint}, process ${record.pid}`);
  return { record, started: true, stop };
};

/** The usual ports belong to the worlds that people use; any other world (of tests) takes what is free. */
const choosePorts = async (
  { world, port, mqttPort, anyPort }: EndpointOptions,
  before: WorldRecord | undefined,
): Promise<Wanted> => {
  const usual = world === 'start' || world === 'demo';
  const wanted = {
    port: port ?? before?.port ?? (usual ? ports.aws : undefined),
    mqttPort: mqttPort ?? before?.mqttPort ?? (usual ? ports.mqtt : undefined),
  };
  const choose = async (number: number | undefined): Promise<number> =>
    number === undefined ? freePort() : anyPort === true ? freePortNear(number) : number;
  return { port: await choose(wanted.port), mqttPort: await choose(wanted.mqttPort) };
};

const foreign = async (world: WorldName, url: string, mqttPort: number | undefined): Promise<Opened> => {
  const endpoint = url.replace(/\/+$/, '');
  if (/\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname))
    throw new Refusal(exitCodes.usage, [missing.realAws(endpoint)]);
  const ours = await healthOf(endpoint);
  const record: WorldRecord = {
    engine: ours === undefined ? 'other' : 'ministack',
    endpoint,
    ...(ours === undefined ? {} : { mqttPort: mqttPort ?? ports.mqtt }),
    startedAt: new Date().toISOString(),
  };
  await writeWorld(world, record);
  return { record, started: false, stop: () => Promise.resolve() };
};

const container = async (options: EndpointOptions, note: (text: string) => void): Promise<Opened> => {
  const port = options.port ?? ports.aws;
  const record: WorldRecord = {
    engine: 'localstack',
    endpoint: endpointOf(port),
    startedAt: new Date().toISOString(),
  };
  if (options.fresh === true) await eraseData(options.world);
  await startContainer(record.endpoint, port, note);
  await writeWorld(options.world, record);
  return { record, started: true, stop: stopContainer };
};

/** Who the endpoint believes us to be. Throws a Refusal when nothing there speaks AWS. */
export const identityAt = async (
  clients: Clients,
  endpoint: string,
): Promise<{ readonly account: string; readonly partition: string }> => {
  const asked = clients.sts.send(new GetCallerIdentityCommand({}), {
    abortSignal: AbortSignal.timeout(5_000),
  });
  const { Account, Arn } = await asked.catch((cause: unknown) => {
    throw new Refusal(exitCodes.unreachable, [missing.endpoint(endpoint)], cause);
  });
  const partition = Arn?.split(':')[1];
  if (Account === undefined || partition === undefined)
    throw new Refusal(exitCodes.unreachable, [missing.endpoint(endpoint)]);
  return { account: Account, partition };
};

/** What an endpoint cannot do. Ours has all; of another one we know what it answers. */
export const lacksOf = async (
  engine: WorldRecord['engine'],
  settings: ClientSettings,
): Promise<Running['lacks']> => {
  if (engine === 'ministack') return [];
  const iot = new IoTClient({ ...settings, maxAttempts: 1 });
  try {
    await iot.send(new ListThingsCommand({ maxResults: 1 }), { abortSignal: AbortSignal.timeout(3_000) });
    return ['iam'];
  } catch {
    return ['iot', 'iam'];
  } finally {
    iot.destroy();
  }
};

/** Where devices connect; undefined where there is no broker. */
export const mqttAt = async ({ endpoint, mqttPort }: WorldRecord): Promise<MqttAddress | undefined> => {
  if (mqttPort === undefined) return undefined;
  const answer = await fetch(`${endpoint}/_ministack/iot/ca.pem`, {
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
  return answer?.ok === true
    ? { host: new URL(endpoint).hostname, port: mqttPort, ca: await answer.text() }
    : undefined;
};
