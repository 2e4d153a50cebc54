import { join, resolve } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { localDifferences, localSettings, localStage, localSynthesizer, noDifferences } from './local.ts';
import { NationStage } from './nation-stage.ts';
import { ProvinceStage } from './province-stage.ts';
import { provinces } from './provinces/index.ts';
import { nation } from './provinces/nation.ts';
import type { ProvinceSettings } from './provinces/schema.ts';

export interface HouseOptions {
  /** Folder of the bundles. */
  readonly bundles: string;
  /** Ids of the stages to build: `province-33`, `nation`, `local-33`. Unset = every province and the nation. */
  readonly stages?: readonly string[] | undefined;
  /** Public keys of the local issuer; needed for a local stage only. */
  readonly publicKeys?: string | undefined;
}

const addLocal = (app: App, id: string, settings: ProvinceSettings, options: HouseOptions): void => {
  if (options.publicKeys === undefined)
    throw new Error(`stage ${id} needs -c localIssuer=<file with the public keys> / 需要本地签发方公钥文件`);
  new ProvinceStage(app, id, {
    settings: localSettings(settings, resolve(options.publicKeys)),
    differences: localDifferences,
    assets: resolve(options.bundles),
    synthesizer: localSynthesizer(),
  });
};

/** Builds the stages into the app. Throws on bad settings (all faults named) and on a stage that nobody knows. */
export const buildHouse = (app: App, options: HouseOptions): void => {
  const all = provinces();
  const known = new Map<string, ProvinceSettings>(all.map((settings) => [settings.code, settings]));
  const wanted = options.stages ?? [...all.map(({ code }) => `province-${code}`), 'nation'];
  for (const id of wanted) {
    const settings = known.get(/-(\d{2})$/.exec(id)?.[1] ?? '');
    if (id === 'nation') {
      const { moreAccounts, ...own } = nation();
      const provinceAccounts = [
        ...all.map(({ account }) => account).filter((account) => account !== ''),
        ...moreAccounts,
      ];
      new NationStage(app, { settings: { ...own, moreAccounts }, provinceAccounts });
    } else if (settings !== undefined && localStage.test(id)) addLocal(app, id, settings, options);
    else if (settings !== undefined && id.startsWith('province-'))
      new ProvinceStage(app, id, { settings, differences: noDifferences, assets: resolve(options.bundles) });
    else throw new Error(`no stage is called ${id}: province-<code>, local-<code> or nation / 没有此阶段`);
  }
};

/** Where the bundles lie unless told otherwise. */
export const defaultBundles = join(import.meta.dirname, '../dist');
