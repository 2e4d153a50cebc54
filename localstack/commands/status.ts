import { clientSettings, closeClients, makeClients } from '../clients.ts';
import { describeSpan, readOffset } from '../clock.ts';
import { healthOf } from '../emulator.ts';
import { credentialsFor } from '../environment.ts';
import { locate } from '../locate.ts';
import { exitCodes } from '../refusal.ts';
import { deployedResources, deployedStacks } from '../stacks.ts';
import { stage } from '../versions.ts';
import { worldPaths } from '../worlds.ts';
import { knownWorlds, type Known } from './worlds.ts';

/** What is deployed in a world that is up. */
const contents = async ({ record }: Known): Promise<readonly string[]> => {
  const clients = makeClients(clientSettings(record.endpoint, credentialsFor()));
  try {
    const stacks = (await deployedStacks(clients.cloudFormation)).filter(({ name }) =>
      name.startsWith(stage.stackPrefix),
    );
    if (stacks.length === 0) return ['nothing is deployed'];
    const resources = await deployedResources(
      clients.cloudFormation,
      stacks.map(({ name }) => name),
    );
    const { api, table } = locate(record.endpoint, stacks, resources);
    const offset = await readOffset(clients.dynamoDb, table);
    return [
      `API         ${api.url}`,
      `table       ${table}`,
      `stacks      ${stacks.length}: ${stacks.map(({ name, status }) => `${name.slice(stage.stackPrefix.length)} ${status}`).join(', ')}`,
      `functions   ${resources.filter(({ type }) => type === 'AWS::Lambda::Function').length}`,
      `time        ${offset === 0 ? 'as the clock says' : `${describeSpan(offset)} ahead`}`,
    ];
  } catch (error) {
    return [`not whole  ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    closeClients(clients);
  }
};

const lines = async (known: Known): Promise<readonly string[]> => {
  const { name, record, up } = known;
  if (!up) return [`○ ${name}  stopped / 已停止`];
  const health = await healthOf(record.endpoint);
  const iam =
    health === undefined
      ? ''
      : `, IAM ${health.auth === 'enabled' ? 'enforced' : 'NOT enforced'}, MQTT ${health.iot_mtls}`;
  return [
    `● ${name}  ${record.engine}${health === undefined ? '' : ` ${health.version}`} at ${record.endpoint}${iam}`,
    ...(record.pid === undefined ? [] : [`    process     ${record.pid}, since ${record.startedAt}`]),
    ...(record.mqttPort === undefined ? [] : [`    MQTT        port ${record.mqttPort}`]),
    ...(await contents(known)).map((line) => `    ${line}`),
    `    logs        ${worldPaths(name).emulatorLog}`,
  ];
};

/** Tells what runs, where, and what to type next. */
export const status = async (): Promise<number> => {
  const known = await knownWorlds();
  const told = (await Promise.all(known.map(lines))).flat();
  console.log(told.length === 0 ? '○ nothing was ever started here / 尚未启动过任何环境' : told.join('\n'));
  console.log(
    known.some(({ up }) => up)
      ? '\nnext / 接下来: npm run -s token -- --role officer --office 330100 · npm stop'
      : '\nnext / 接下来: npm start · npm run demo',
  );
  return exitCodes.done;
};
