import * as z from 'zod';
import {
  localIssuer,
  officeOverride,
  runtimeSettings,
  trustedIssuer,
  type RuntimeSettings,
} from '../../shared/contracts/settings.ts';
import { localTexts } from './local-texts.ts';
import { officeFaults, officeTree } from './offices.ts';

/** Provinces on the mainland by GB/T 2260; the two special regions and Taiwan are outside this duty. */
export const provinceCodes = [
  ...['11', '12', '13', '14', '15', '21', '22', '23', '31', '32', '33', '34', '35', '36', '37', '41'],
  ...['42', '43', '44', '45', '46', '50', '51', '52', '53', '54', '61', '62', '63', '64', '65'],
] as const;

/** Days in CloudWatch's list, none below the six months (184 days at most) that CSL 21 asks of logs. */
const logDays = z.union([
  z.literal(365),
  z.literal(400),
  z.literal(545),
  z.literal(731),
  z.literal(1096),
  z.literal(1827),
]);
const arn = (service: string) =>
  z
    .string()
    .regex(
      new RegExp(`^arn:aws(-cn)?:${service}:[a-z0-9-]+:\\d{12}:.+$`),
      `an ARN of ${service} / 应为 ${service} 的 ARN`,
    );

/** Fewest days that the archive keeps a class of data, with the text that asks for it (domain.md 11.3); GAP where none is known. */
export const retentionFloors = {
  /** Six years, leap days counted (S39, by analogy; QX319 not seen). */
  inspectionReport: 6 * 365 + 2,
} as const;

const archive = z.strictObject({
  /** COMPLIANCE cannot be shortened by anybody, not even the account's owner: an operator chooses it knowingly. */
  mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
  /** Unset = the floor of the class; a class without a floor is kept as long as the longest. */
  retentionDays: z.strictObject({
    inspectionReport: z.int().min(1).max(36_500).optional(),
    record: z.int().min(1).max(36_500).optional(),
    ledger: z.int().min(1).max(36_500).optional(),
  }),
});

/**
 * How the key of the ledger signs. Our own choice (mark G): that KMS makes Ed25519 keys in the China regions is
 * unconfirmed; where the key cannot be made, an operator chooses ECDSA_P256. A stage keeps what it began with: a change
 * makes another key, and heads that people keep were signed by the first.
 */
const ledger = z
  .strictObject({ algorithm: z.enum(['ED25519', 'ECDSA_P256']), mark: z.literal('G') })
  .default({ algorithm: 'ED25519', mark: 'G' });

const { province: _province, officeTree: _officeTree, ...runtimeFields } = runtimeSettings.unwrap().shape;

export const deployment = {
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  /** Twelve digits, or empty until an operator sets it: then the templates name no account. */
  account: z.union([z.literal(''), z.string().regex(/^\d{12}$/)]),
  architecture: z.enum(['x86_64', 'arm64']),
  stageKind: z.enum(['production', 'test', 'local']),
  logRetentionDays: logDays,
  /** Who is told of alarms: SNS subscriptions (China has no SMS by SNS). */
  alarmSubscriptions: z.array(
    z.strictObject({ protocol: z.enum(['email', 'https']), endpoint: z.string().min(3) }),
  ),
};

const shape = z.strictObject({
  code: z.enum(provinceCodes),
  name: z.strictObject({
    zh: z.string().min(2),
    en: z.string().min(2),
    pinyin: z.string().regex(/^[a-z]+$/),
  }),
  ...deployment,
  issuers: z.array(trustedIssuer),
  nation: z.strictObject({ busArn: arn('events').optional(), personHashKeyArn: arn('kms').optional() }),
  archive,
  ledger,
  api: z.strictObject({ rateLimit: z.int().min(1).max(10_000), burstLimit: z.int().min(1).max(5_000) }),
  virtualTime: z.boolean(),
  /** Most inspections of one enterprise in a year (GB54): number for lightning safety is a GAP. */
  inspectionCaps: z
    .strictObject({ perYear: z.int().min(1), source: z.string(), mark: z.enum(['S', 'L', 'G']) })
    .optional(),
  ...runtimeFields,
  offices: z.array(officeOverride),
  ...localTexts,
});
export type ProvinceInput = z.input<typeof shape>;
export type ProvinceSettings = z.output<typeof shape>;

const chinaRegions = ['cn-north-1', 'cn-northwest-1'];
const loopback = /^(localhost|.*\.localhost|127\..*|0\.0\.0\.0|\[?::1\]?|.*\.(invalid|local|test|example))$/;

/** Faults that only show when fields are seen together; what production must never carry stands here. */
const judge = (
  settings: ProvinceSettings,
  fault: (path: (string | number)[], en: string, zh: string) => void,
): void => {
  const production = settings.stageKind === 'production';
  settings.issuers.forEach((issuer, index) => {
    const at = ['issuers', index, 'issuer'];
    const urls = [issuer.issuer, ...(issuer.jwksUri === undefined ? [] : [issuer.jwksUri])].map(
      (text) => new URL(text),
    );
    if ((issuer.jwksUri === undefined) === (issuer.jwks === undefined))
      fault(
        ['issuers', index],
        'an issuer has either jwksUri or jwks',
        '签发方须在 jwksUri 与 jwks 中二选一',
      );
    for (const name of ['issuer', 'name'] as const)
      if (settings.issuers.findIndex((other) => other[name] === issuer[name]) < index)
        fault(
          ['issuers', index, name],
          'two issuers under one name: which of the two would count?',
          '两个签发方同名，无法确定以哪个为准',
        );
    if (issuer.province !== settings.code)
      fault(at, 'the issuer belongs to another province', '签发方属于其他省份');
    if (!production) return;
    if (issuer.issuer === localIssuer)
      fault(at, 'the local issuer is refused in production', '生产环境不接受本地签发方');
    if (urls.some((url) => loopback.test(url.hostname)))
      fault(at, 'a loopback or reserved host is refused in production', '生产环境不接受回环或保留主机名');
    if (urls.some((url) => url.protocol !== 'https:'))
      fault(at, 'production needs https', '生产环境必须使用 https');
  });
  for (const [key, value] of Object.entries(settings.nation))
    if (value !== undefined && value.split(':')[3] !== settings.region)
      fault(
        ['nation', key],
        'lies in another region: China has no event routing between regions',
        '位于其他区域：中国区域之间不支持事件路由',
      );
  for (const { index, en, zh } of officeFaults(settings.code, settings.offices))
    fault(['offices', index, 'code'], en, zh);
  const levels = settings.escalation.map((step) => step.level);
  if (levels.some((level, index) => level !== index + 1))
    fault(['escalation'], 'levels are 1, 2, 3 in this order', '升级层级应依次为 1、2、3');
  if (!production) return;
  if (settings.virtualTime)
    fault(['virtualTime'], 'virtual time is refused in production', '生产环境不接受虚拟时间');
  if (!chinaRegions.includes(settings.region))
    fault(
      ['region'],
      `production runs in ${chinaRegions.join(' or ')}`,
      `生产环境须位于 ${chinaRegions.join(' 或 ')}`,
    );
  for (const [key, floor] of Object.entries(retentionFloors)) {
    const days = Object.entries(settings.archive.retentionDays).find(([name]) => name === key)?.[1];
    if (days !== undefined && days < floor)
      fault(
        ['archive', 'retentionDays', key],
        `kept for ${days} days, at least ${floor} are needed`,
        `保存 ${days} 天，至少须 ${floor} 天`,
      );
  }
  if (settings.account !== '' && settings.issuers.length === 0)
    fault(
      ['issuers'],
      'an account is set, but nobody could sign in: name an issuer',
      '已设置账户，但无人可登录：请至少设置一个签发方',
    );
};

/** The settings of one province. A bad file is refused with every fault named, in Chinese and English. */
export const provinceSettings = shape.superRefine((settings, context) => {
  judge(settings, (path, en, zh) => context.addIssue({ code: 'custom', path, message: `${en} / ${zh}` }));
});

/** What the functions of the province are told. */
export const runtimeOf = (settings: ProvinceSettings): RuntimeSettings => {
  const {
    liveSince,
    dueShards,
    uploadDeadline,
    hazardClocks,
    escalation,
    thresholds,
    offices,
    cycleExceptions,
  } = settings;
  return {
    province: settings.code,
    ...{ liveSince, dueShards, hazardClocks, escalation, thresholds, cycleExceptions },
    officeTree: officeTree(settings.code, offices),
    ...(uploadDeadline === undefined ? {} : { uploadDeadline }),
  };
};

/** Days that the archive locks an object: the longest class, since one bucket holds them all. */
export const archiveDays = (settings: Pick<ProvinceSettings, 'archive' | 'stageKind'>): number => {
  const chosen = Object.values(settings.archive.retentionDays).filter((days) => days !== undefined);
  const floor = settings.stageKind === 'production' ? retentionFloors.inspectionReport : 1;
  return Math.max(floor, ...chosen);
};
