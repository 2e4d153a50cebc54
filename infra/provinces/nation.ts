import * as z from 'zod';
import { common } from './common.ts';
import { deployment } from './schema.ts';

const nationSettings = z.strictObject({
  ...deployment,
  /** Accounts of provinces that may send events and use the key for persons; those of the settings files are added. */
  moreAccounts: z.array(z.string().regex(/^\d{12}$/)),
});
export type NationSettings = z.infer<typeof nationSettings>;

/** The nation's own stage: its bus, the key under which persons are matched, and the keeping of what arrives. */
export const nation = (): NationSettings =>
  nationSettings.parse({
    region: common.region,
    account: common.account,
    architecture: common.architecture,
    stageKind: 'production',
    logRetentionDays: common.logRetentionDays,
    alarmSubscriptions: [],
    moreAccounts: [],
  });
