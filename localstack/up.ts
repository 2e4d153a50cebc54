import { stacksOf } from './assembly.ts';
import { build, type Built } from './build.ts';
import { unchecked } from './checked.ts';
import { clientSettings, makeClients } from './clients.ts';
import { deploy } from './deploy.ts';
import { identityAt, lacksOf, mqttAt, openEndpoint, type EndpointOptions, type Opened } from './endpoint.ts';
import { credentialsFor } from './environment.ts';
import { worldKeys } from './issuer.ts';
import { locate } from './locate.ts';
import { silentProgress, type Progress } from './progress.ts';
import { gaps, reapply } from './reapply.ts';
import { running, type Running } from './running.ts';
import { deployedResources, deployedStacks, exportedValues } from './stacks.ts';
import { rootCredentials, stage } from './versions.ts';
import { eraseWorld } from './worlds.ts';

export interface UpOptions extends EndpointOptions {
  readonly progress?: Progress;
  /** Erase the world when it goes down: nobody comes back to it. */
  readonly disposable?: boolean;
}

/**
 * Brings a world up: endpoint, bundles and templates, deployment, settings that were dropped, verification. What is there already
 * and unchanged is used again. Throws a Refusal when the machine lacks something or the deployment is refused; then nothing that
 * this call started is left running.
 */
export const up = async (options: UpOptions): Promise<Running> => {
  const progress = options.progress ?? silentProgress;
  const issuerKeys = await worldKeys(options.world);
  const { opened, built } = await both(options, progress);
  try {
    return await settle(options, progress, opened, built, issuerKeys);
  } catch (error) {
    if (opened.started) await opened.stop();
    throw error;
  }
};

/**
 * The endpoint starts while the bundles are made. Without an endpoint the bundles are of no use: they are given up at once. Without
 * bundles the endpoint that was just started is stopped again.
 */
const both = async (options: UpOptions, progress: Progress): Promise<{ opened: Opened; built: Built }> => {
  const given = new AbortController();
  const stop = AbortSignal.any([given.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const opening = progress.step(options.localstack === true ? 'LocalStack' : 'endpoint', (note) =>
    openEndpoint(options, note),
  );
  const building = progress.step('bundles and templates', (note) => build(options.world, note, stop));
  opening.catch(() => {
    given.abort();
  });
  const [opened, built] = await Promise.allSettled([opening, building]);
  if (opened.status === 'rejected') throw opened.reason;
  if (built.status === 'fulfilled') return { opened: opened.value, built: built.value };
  if (opened.value.started) await opened.value.stop();
  throw built.reason;
};

const settle = async (
  options: UpOptions,
  progress: Progress,
  { record, stop }: Opened,
  built: Built,
  issuerKeys: Running['issuerKeys'],
): Promise<Running> => {
  const credentials = options.endpoint === undefined ? rootCredentials : credentialsFor();
  const settings = clientSettings(record.endpoint, credentials);
  const clients = makeClients(settings);
  const { account, partition } = await identityAt(clients, record.endpoint);
  await progress.step('deployment', (note) =>
    deploy({ name: options.world, settings, clients, account, signal: options.signal }, built, note),
  );
  const templates = await stacksOf(built.assembly);
  const [stacks, resources, exports] = await Promise.all([
    deployedStacks(clients.cloudFormation),
    deployedResources(
      clients.cloudFormation,
      templates.map(({ name }) => name),
    ),
    exportedValues(clients.cloudFormation),
  ]);
  await progress.step('settings that CloudFormation drops', async (note) => {
    const deployed = { region: settings.region, account, partition, resources, exports };
    const { repaired, kept } = await reapply(templates, deployed, clients);
    note(`${repaired.length} re-applied, ${repaired.length + kept.length} verified`);
  });
  if (record.engine === 'ministack')
    for (const what of unchecked(templates, gaps))
      progress.say(`  ! nobody has checked yet whether the emulator keeps ${what} (localstack/checked.ts)`);
  const ours = stacks.filter(({ name }) => name.startsWith(stage.stackPrefix));
  return running({
    ...locate(record.endpoint, ours, resources),
    world: options.world,
    record,
    account,
    settings,
    clients,
    resources,
    issuerKeys,
    stop: async () => {
      await stop();
      if (options.disposable === true) await eraseWorld(options.world);
    },
    lacks: await lacksOf(record.engine, settings),
    mqtt: await mqttAt(record),
  });
};
