import { clientSettings, type ClientSettings } from '../../localstack/clients.ts';
import { chosenWorld } from '../../localstack/commands/worlds.ts';
import { credentialsFor } from '../../localstack/environment.ts';
import { Refusal, exitCodes } from '../../localstack/refusal.ts';

/** Where a command of an operator works. */
export interface Place {
  /** What a person reads: a region, or a world of this machine. */
  readonly name: string;
  /** Spread into any SDK client; empty where the shell's own AWS settings decide. */
  readonly settings: Partial<ClientSettings> & { readonly region?: string };
  /** Emulators have no host name per bucket. */
  readonly forcePathStyle: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const nowhere = (command: string): Refusal =>
  new Refusal(exitCodes.usage, [
    {
      code: 'NOWHERE',
      what: {
        en: 'It is not said where to work: no AWS_REGION is set, and no --world is named.',
        zh: '未指明环境：没有设置 AWS_REGION，也没有给出 --world。',
      },
      fix: {
        en: `AWS: export AWS_REGION=cn-north-1, with the operator's credentials\nthis machine: ${command} --world demo   (npm run status shows the worlds)`,
        zh: `云上：设置 AWS_REGION 及运维凭证\n本机：${command} --world demo`,
      },
    },
  ]);

/**
 * A world of this machine where one is named; else what the shell's AWS settings say, as for the AWS command line. Throws a Refusal
 * when neither says anything: a command that moves messages guesses nothing.
 */
export const placeOf = async (
  command: string,
  world: string | undefined,
  user: Environment = process.env,
): Promise<Place> => {
  if (world !== undefined) {
    const { name, record } = await chosenWorld(command, world);
    const settings = clientSettings(record.endpoint, credentialsFor());
    return { name: `world ${name}`, settings, forcePathStyle: true };
  }
  const region = user['AWS_REGION'] ?? user['AWS_DEFAULT_REGION'];
  if (region === undefined || region === '') throw nowhere(command);
  const endpoint = user['AWS_ENDPOINT_URL'] ?? '';
  return {
    name: endpoint === '' ? region : `${region} at ${endpoint}`,
    settings: { region },
    forcePathStyle: endpoint !== '',
  };
};
