import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { clientSettings, type ClientSettings } from '../../localstack/clients.ts';
import { chosenWorld } from '../../localstack/commands/worlds.ts';
import { credentialsFor } from '../../localstack/environment.ts';
import { mintToken, worldKeys } from '../../localstack/issuer.ts';
import { locate } from '../../localstack/locate.ts';
import { deployedResources, deployedStacks } from '../../localstack/stacks.ts';
import { Refusal, exitCodes } from '../../localstack/refusal.ts';
import { stage } from '../../localstack/versions.ts';
import { parseJson } from '../../shared/kernel/canonical.ts';
import { publicKeyOf } from '../../shared/ledger/checkpoint.ts';
import type { AskApi } from './collect.ts';

const refused = (what: string): Refusal =>
  new Refusal(exitCodes.usage, [
    {
      code: 'API',
      what: { en: `The API did not give the file: ${what}`, zh: '接口未给出该档案。' },
      fix: {
        en: 'is the subject right, is the token of somebody who may read its file?',
        zh: '请核对监管对象与令牌',
      },
    },
  ]);

/** The API of a province, as an exporter asks it with a token. */
export const apiAt =
  (url: string, token: () => Promise<string>): AskApi =>
  async (path, query) => {
    const asked = new URLSearchParams(query).toString();
    const answer = await fetch(`${url.replace(/\/$/, '')}${path}${asked === '' ? '' : `?${asked}`}`, {
      headers: { authorization: `Bearer ${await token()}` },
    });
    const text = await answer.text();
    if (answer.status !== 200) throw refused(`GET ${path}: ${answer.status} ${text.slice(0, 600)}`);
    return parseJson(text);
  };

/** The API of a world of this machine, asked as an officer of the province: he sees every entry whole. */
export const apiOfWorld = async (command: string, world: string | undefined): Promise<AskApi> => {
  const { name, record } = await chosenWorld(command, world);
  const client = new CloudFormationClient(clientSettings(record.endpoint, credentialsFor()));
  const stacks = (await deployedStacks(client)).filter((one) => one.name.startsWith(stage.stackPrefix));
  const resources = await deployedResources(
    client,
    stacks.map((one) => one.name),
  );
  client.destroy();
  const keys = await worldKeys(name);
  const claims = { role: 'officer', office: `${stage.province}0000`, name: 'ledger-export' } as const;
  return apiAt(locate(record.endpoint, stacks, resources).api.url, async () => await mintToken(keys, claims));
};

/** The ledger's public key out of KMS, as PEM. Needs the right kms:GetPublicKey of an operator. */
export const publicKeyPem = async (
  settings: Partial<ClientSettings> & { readonly region?: string },
  keyId: string,
): Promise<string> => {
  const kms = new KMSClient(settings);
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
  kms.destroy();
  if (PublicKey === undefined) throw new Error('KMS gave no public key');
  return publicKeyOf(PublicKey).export({ format: 'pem', type: 'spki' }).toString();
};
