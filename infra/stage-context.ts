import { join } from 'node:path';
import type { IReusableStackSynthesizer } from 'aws-cdk-lib';
import type { ProvinceSettings } from './provinces/schema.ts';
import type { FunctionId } from './functions.ts';

/** What a stage may do differently because an emulator on one machine carries it; the list with reasons is infra/local.ts. */
export interface Differences {
  /** Data is thrown away with the stack. */
  readonly disposable: boolean;
  /** Days that the archive locks an object; unset = as the settings say. */
  readonly archiveDays?: number;
  /** Parts left out whole. */
  readonly leaveOut: readonly ('web-firewall' | 'composite-alarms')[];
}

/** Everything that the stacks of one province need to know besides each other. */
export interface StageContext {
  readonly settings: ProvinceSettings;
  readonly differences: Differences;
  /** Folder that holds one folder per bundled function. */
  readonly assets: string;
  /** How templates and bundles get to AWS; unset = the bootstrap's roles. */
  readonly synthesizer?: IReusableStackSynthesizer;
}

/** Name of a stack or a resource of this province: `leian-33-report-intake`. */
export const named = (context: Pick<StageContext, 'settings'>, what: string): string =>
  `leian-${context.settings.code}-${what}`;

export const assetOf = (context: Pick<StageContext, 'assets'>, id: FunctionId): string =>
  join(context.assets, id);
