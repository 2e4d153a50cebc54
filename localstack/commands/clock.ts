import type { Arguments } from '../arguments.ts';
import { clientSettings, closeClients, makeClients } from '../clients.ts';
import { advance, describeSpan, parseSpan, readOffset } from '../clock.ts';
import { credentialsFor } from '../environment.ts';
import { Refusal, exitCodes } from '../refusal.ts';
import { locate } from '../locate.ts';
import { deployedResources, deployedStacks } from '../stacks.ts';
import { stage } from '../versions.ts';
import { chosenWorld } from './worlds.ts';

const misread = (text: string): Refusal =>
  new Refusal(exitCodes.usage, [
    {
      code: 'SPAN',
      what: {
        en: `"${text}" is no span: time moves forwards only, by at most ten years, until a reset.`,
        zh: `“${text}”不是有效时长：在重置前时间只能向前，且不超过十年。`,
      },
      fix: { en: 'npm run clock -- +30d   (+1d12h, +90m, +45s)', zh: 'npm run clock -- +30d' },
    },
  ]);

/** Shows how far a world is ahead of the machine's clock, or moves it further. */
export const clock = async ({ argument, options }: Arguments): Promise<number> => {
  const span = argument === undefined ? 0 : parseSpan(argument);
  if (span === undefined) throw misread(argument ?? '');
  const { name, record } = await chosenWorld('npm run clock', options['world']);
  const clients = makeClients(clientSettings(record.endpoint, credentialsFor()));
  try {
    const stacks = (await deployedStacks(clients.cloudFormation)).filter((one) =>
      one.name.startsWith(stage.stackPrefix),
    );
    const resources = await deployedResources(
      clients.cloudFormation,
      stacks.map((one) => one.name),
    );
    const { table } = locate(record.endpoint, stacks, resources);
    const offset =
      span === 0 ? await readOffset(clients.dynamoDb, table) : await advance(clients.dynamoDb, table, span);
    const now = new Date(Date.now() + offset * 1_000).toISOString();
    console.log(
      `${name}: ${now}, ${offset === 0 ? 'as the clock says / 与实际时间一致' : `${describeSpan(offset)} ahead / 已提前`}`,
    );
    if (span > 0) console.log('the sweep looks for due dates once a minute / 到期检查每分钟进行一次');
    return exitCodes.done;
  } finally {
    closeClients(clients);
  }
};
