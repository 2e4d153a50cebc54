import type { ProvinceInput } from './schema.ts';

/**
 * What every province starts from. National numbers that nobody published (clocks of a hazard, inspection caps) are unset;
 * thresholds and the first step of escalation are our own choice (mark G).
 */
export const common = {
  region: 'cn-north-1',
  account: '',
  architecture: 'x86_64',
  stageKind: 'production',
  logRetentionDays: 365,
  alarmSubscriptions: [],
  issuers: [],
  nation: {},
  archive: { mode: 'GOVERNANCE', retentionDays: {} },
  api: { rateLimit: 50, burstLimit: 100 },
  virtualTime: false,
  liveSince: '2026-11-01',
  dueShards: 2,
  hazardClocks: {},
  escalation: [
    { level: 1, afterDays: 0, to: 'RESPONSIBLE', mark: 'G' },
    { level: 2, to: 'HIGHER_OFFICE', mark: 'G' },
    { level: 3, to: 'LISTING_OR_INTERVIEW', mark: 'G' },
  ],
  thresholds: {
    r01DistanceM: { value: 200, mark: 'G' },
    r03SpeedKmh: { value: 120, mark: 'G' },
    r21MinimumValues: { value: 8, mark: 'G' },
    intakePositionM: { value: 20_000, mark: 'G' },
  },
  offices: [],
  cycleExceptions: [],
} as const satisfies Partial<ProvinceInput>;

type Own = Pick<ProvinceInput, 'code' | 'name'> & Partial<ProvinceInput>;

/** The settings of one province: what is common, then what is its own. Checked by the schema when they are read (index.ts). */
export const province = (own: Own): ProvinceInput => ({
  ...structuredClone(common),
  escalation: [...common.escalation],
  ...own,
});
