import { parseArgs, type ParseArgsConfig } from 'node:util';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';

/** Everything that is wrong with a command line. */
export interface Faults {
  readonly faults: readonly string[];
}

const read = <T extends NonNullable<ParseArgsConfig['options']>>(argv: readonly string[], options: T) => {
  try {
    return { ...parseArgs({ args: [...argv], allowPositionals: true, options }), faults: [] };
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : String(error)] };
  }
};

const subjectFaults = (subject: string | undefined, more: readonly string[]): readonly string[] => [
  ...(more.length > 0 ? [`one subject at a time, not also ${more.join(', ')} / 一次只处理一个监管对象`] : []),
  ...(subject === undefined || isId('sub', subject)
    ? []
    : [`"${subject}" is no id of a subject (sub_…) / 不是监管对象编号`]),
];

export const verifyUsage = [
  'npm run ledger:verify -- <subject> [--head FILE] [--receipt FILE …] [--whole] [--sealed] [--world NAME]',
  '    exports the file from the running stage, and verifies it in another process / 从运行中的环境导出后另行核验',
  'npm run ledger:verify -- --export DIR --key FILE [--head FILE] [--receipt FILE …] [--subject ID] [--whole] [--sealed]',
  '    verifies exported files, without any server / 脱机核验导出的文件',
  '  --key       public key of the ledger, PEM (npm run ledger:key) / 账本公钥',
  '  --head      the oldest head that you kept and trust / 您留存并信任的最早树根',
  '  --receipt   an answer or receipt that you kept: its entry must still be there / 您留存的回执',
  '  --whole     refuse opaque entries / 有不公开条目即不通过',
  '  --sealed    refuse entries that are not yet sealed / 有未封存条目即不通过',
].join('\n');

export interface VerifyOptions {
  readonly subject: string | undefined;
  readonly folder: string | undefined;
  readonly key: string | undefined;
  readonly head: string | undefined;
  readonly receipts: readonly string[];
  readonly whole: boolean;
  readonly sealed: boolean;
  readonly world: string | undefined;
}

export const readVerify = (argv: readonly string[]): VerifyOptions | Faults => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const found = read(argv, {
    ...{ export: text, key: text, head: text, subject: text, world: text },
    ...{ receipt: { type: 'string', multiple: true }, whole: flag, sealed: flag },
  } as const);
  if (!('values' in found)) return found;
  const { values, positionals } = found;
  const [named, ...more] = positionals;
  const folder = values.export;
  const subject = named ?? values.subject;
  const faults = [
    ...subjectFaults(subject, more),
    ...(folder === undefined && named === undefined
      ? ['a subject, or --export? / 请给出监管对象或导出目录']
      : []),
    ...(folder !== undefined && named !== undefined
      ? ['a subject or --export, not both / 二者只能选一']
      : []),
    ...(folder !== undefined && values.key === undefined
      ? [
          '--key is missing: a key out of the export would prove nothing / 缺少 --key：取自导出的公钥不能证明什么',
        ]
      : []),
    ...(folder !== undefined && values.world !== undefined ? ['--world does not go with --export'] : []),
  ];
  if (faults.length > 0) return { faults };
  return {
    ...{ subject, folder, key: values.key, head: values.head, world: values.world },
    ...{ receipts: values.receipt ?? [], whole: values.whole === true, sealed: values.sealed === true },
  };
};

export const exportUsage = [
  'npm run ledger:export -- <subject> --to DIR [--since SIZE] [--no-history] [--world NAME]',
  'npm run ledger:export -- <subject> --to DIR [--since SIZE] [--no-history] --url URL   (token: --token, or LEIAN_TOKEN)',
  '  --since   size of the head that the verifier trusts (second line of the note) / 核验方所信任树根的大小',
].join('\n');

export interface ExportOptions {
  readonly subject: SubjectId;
  readonly to: string;
  readonly since: number | undefined;
  readonly history: boolean;
  readonly world: string | undefined;
  readonly api: { readonly url: string; readonly token: string } | undefined;
}

export const readExportOptions = (
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ExportOptions | Faults => {
  const text = { type: 'string' } as const;
  const found = read(argv, {
    ...{ to: text, since: text, world: text, url: text, token: text },
    'no-history': { type: 'boolean' },
  } as const);
  if (!('values' in found)) return found;
  const { values, positionals } = found;
  const [subject, ...more] = positionals;
  const { to, since, url, token = environment['LEIAN_TOKEN'] } = values;
  const faults = [
    ...subjectFaults(subject, more),
    ...(subject === undefined ? ['which subject? / 请给出监管对象编号'] : []),
    ...(to === undefined ? ['--to is missing / 缺少 --to'] : []),
    ...(since === undefined || /^[1-9]\d{0,14}$/.test(since)
      ? []
      : [`--since: "${since}" is no size / 须为正整数`]),
    ...(url !== undefined && token === undefined ? ['--url needs --token or LEIAN_TOKEN / 缺少令牌'] : []),
    ...(url !== undefined && values.world !== undefined ? ['--url or --world, not both / 二者只能选一'] : []),
  ];
  if (subject === undefined || !isId('sub', subject) || to === undefined || faults.length > 0)
    return { faults };
  return {
    ...{ subject, to, world: values.world, history: values['no-history'] !== true },
    since: since === undefined ? undefined : Number(since),
    api: url === undefined ? undefined : { url, token: token ?? '' },
  };
};
