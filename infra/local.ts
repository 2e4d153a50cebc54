import { readFileSync } from 'node:fs';
import { CliCredentialsStackSynthesizer, type IReusableStackSynthesizer } from 'aws-cdk-lib';
import { localIssuer, trustedIssuer } from '../shared/contracts/settings.ts';
import { provinceSettings, type ProvinceSettings } from './provinces/schema.ts';
import type { Differences } from './stage-context.ts';

/** Local stages are called local-<code>; the province stage they come from province-<code>. */
export const localStage = /^local-(\d{2})$/;

/**
 * Everything in which a local stage may differ from the province's own, with the reason. A test compares all templates
 * of both and refuses any other difference. `where` matches `<stack>/<path in the template>`.
 */
export const permittedDifferences = [
  {
    id: 'synthesizer',
    why: 'the publishing roles of the bootstrap are refused where IAM is enforced with plain keys',
    where: [/^[a-z-]+\/(Parameters\/BootstrapVersion|Rules\/CheckBootstrapVersion)$/],
  },
  {
    id: 'local-issuer',
    why: 'tokens come from a key pair made on this machine',
    where: [/^api\/Resources\/Authorizer\w+\/Properties\/Environment\/Variables\/ISSUERS$/],
  },
  {
    id: 'virtual-time',
    why: 'due dates pass when the demo says so',
    where: [/^[a-z-]+\/Resources\/\w+\/Properties\/Environment\/Variables\/VIRTUAL_TIME$/],
  },
  {
    id: 'retention',
    why: 'an archive that nobody may empty for years does not belong on a laptop: one day',
    where: [
      /^records\/Resources\/Archive\w+\/Properties\/ObjectLockConfiguration\/Rule\/DefaultRetention\/Days$/,
    ],
  },
  {
    id: 'disposable',
    why: 'data goes with its stack',
    where: [
      /^[a-z-]+\/Resources\/\w+\/(DeletionPolicy|UpdateReplacePolicy)$/,
      /^records\/Resources\/Table\w+\/Properties\/DeletionProtectionEnabled$/,
    ],
  },
  {
    id: 'web-firewall',
    why: 'the emulator refuses templates with a firewall association or its logging',
    where: [/^api\/Resources\/Firewall(Log)?\w+$/],
  },
  {
    id: 'composite-alarms',
    why: 'the emulator refuses templates with composite alarms',
    where: [/^watch\/Resources\/MainJob$/],
  },
] as const;

/** Where the public half of the local issuer's key lies (RFC 7517), made before the synthesis. */
const keysIn = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`no public keys of the local issuer in ${path} / 缺少本地签发方公钥文件`, { cause });
  }
};

/** The settings of a province as its local stage has them. Throws when the keys are missing or malformed. */
export const localSettings = (settings: ProvinceSettings, publicKeys: string): ProvinceSettings =>
  provinceSettings.parse({
    ...settings,
    stageKind: 'local',
    virtualTime: true,
    issuers: [
      trustedIssuer.parse({
        name: 'local',
        issuer: localIssuer,
        audience: 'leian',
        jwks: keysIn(publicKeys),
        province: settings.code,
        roles: ['officer', 'organisation', 'unit', 'public'],
        relations: ['office', 'organisation', 'unit'],
      }),
    ],
  });

export const localDifferences: Differences = {
  disposable: true,
  archiveDays: 1,
  leaveOut: ['web-firewall', 'composite-alarms'],
};
/** A province as AWS carries it. */
export const noDifferences: Differences = { disposable: false, leaveOut: [] };

/** Deploys with the caller's own credentials. Handed on by its interface: the class is typed looser than we compile. */
export const localSynthesizer = (): IReusableStackSynthesizer => {
  const inner = new CliCredentialsStackSynthesizer();
  return {
    reusableBind: (stack) => inner.reusableBind(stack),
    bind: (stack) => inner.bind(stack),
    addFileAsset: (asset) => inner.addFileAsset(asset),
    addDockerImageAsset: (asset) => inner.addDockerImageAsset(asset),
    synthesize: (session) => inner.synthesize(session),
  };
};
