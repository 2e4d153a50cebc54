import type { ChainFault } from './chain.ts';
import type { ExportName } from './export.ts';

const words = {
  'other subject': ['这一部分属于别的监管对象', 'this part speaks of another subject'],
  'other province': ['这一部分属于别的省份', 'this part speaks of another province'],
  'head missing': [
    '没有签名树根，而受信任的树根要求有',
    'there is no signed head, though a trusted one is known',
  ],
  'head not proven': ['树根未经证实', 'the head proves nothing'],
  'head older': ['树根早于受信任的树根', 'the head is older than the trusted one'],
  'head of another tree': [
    '这棵树不是从受信任的树根长成的',
    'the tree did not grow out of the tree of the trusted head',
  ],
  'proofs of another tree': ['存在性证明属于另一树根', 'the proofs lead to another head'],
  'statement not proven': ['末尾声明未经证实', 'the statement about the end of the file proves nothing'],
  'statement of another tree': [
    '末尾声明与树根不是同一时刻的',
    'statement and head do not speak of the same tree',
  ],
  'statement of another end': [
    '末尾声明所说的末条与所示账本不同',
    'the statement names another last entry than the shown ledger has',
  ],
  'receipt of another entry': ['与所持回执不符', 'a receipt that was given out names another entry here'],
  'not in the tree': ['该条目不在树根所证的树中', 'the entry is not in the tree that the head proves'],
  'proof missing': ['缺少存在性证明', 'a proof of the place in the tree is missing'],
  'record differs': ['记录与账本不符', 'the record differs from what its entry names'],
  'record missing': ['账本所记的记录缺失', 'a record that the ledger names is missing'],
  'record unknown': ['账本未记载该记录', 'no shown entry names this record'],
  'record out of order': ['记录重复或次序不对', 'a record stands twice or out of order'],
  opaque: ['有不公开的条目', 'an entry is opaque'],
  'not yet sealed': ['有尚未封存的条目', 'an entry is not yet sealed'],
  hash: ['条目与其哈希不符', 'the entry does not give its hash'],
  previous: ['与前一条目的链接断开', 'the entry does not follow the one before it'],
  sequence: ['序号不对', 'the entry stands at another place'],
  malformed: ['不是账本条目', 'not a ledger entry'],
  digest: ['所记的前一版本摘要不符', 'the entry names another digest of the version before'],
  version: ['记录版本不连续', 'the entry skips or repeats a version of a record'],
  'entry twice': ['条目重复', 'an entry stands twice'],
} as const satisfies Readonly<Record<string, readonly [zh: string, en: string]>> &
  Readonly<Record<ChainFault['reason'], readonly [zh: string, en: string]>>;
export type FaultCode = keyof typeof words;

/** The first thing that is wrong, with evidence. */
export interface VerifyFault {
  readonly part: ExportName;
  readonly code: FaultCode;
  /** The bad entry, where it is an entry, or the entry that names the bad record. */
  readonly sequence?: number;
  readonly expected: string;
  readonly found: string;
}

/** What a verification established, and what it could not. */
export interface Verdict {
  readonly ok: boolean;
  readonly subject: string;
  readonly province: string;
  readonly entries: number;
  /** Entries whose content is not for the reader of this export; which records they changed cannot be told from it. */
  readonly opaque: number;
  /** Entries proven to be in the tree of the head. */
  readonly sealed: number;
  /** Entries later than the head: in the chain and under the statement, but in no tree yet. */
  readonly unsealed: number;
  readonly records: number;
  /** Superseded versions that were checked; undefined where the export holds none. */
  readonly versions?: number;
  readonly head?: { readonly size: number; readonly time: string };
  /** When the province signed that the file ends here. */
  readonly statedAt?: string;
  /** Size of the trusted head from which the export's tree was proven to grow. */
  readonly since?: number;
  readonly fault?: VerifyFault;
}

const both = (zh: string, en: string): string => `${zh} / ${en}`;

const faultLines = ({ part, code, sequence, expected, found }: VerifyFault): readonly string[] => [
  `  ${both(words[code][0], words[code][1])}`,
  `  ${part}${sequence === undefined ? '' : `, ${both('条目', 'entry')} ${sequence}`}`,
  `  ${both('应为', 'expected')}: ${expected}`,
  `  ${both('实为', 'found')}:    ${found}`,
];

/** The verdict in words, Chinese and English, one fact a line. */
export const linesOf = (verdict: Verdict): readonly string[] => {
  const { entries, opaque, sealed, unsealed, records, versions, head, statedAt, since, fault } = verdict;
  if (fault !== undefined)
    return [both('核验未通过', 'NOT VERIFIED') + `: ${verdict.subject}`, ...faultLines(fault)];
  const history = versions === undefined ? '' : `, ${both('历史版本', 'superseded versions')} ${versions}`;
  return [
    both('核验通过', 'verified') + `: ${verdict.subject}`,
    `  ${both('条目', 'entries')} ${entries}, ${both('记录', 'records')} ${records}${history}`,
    `  ${both('已封存', 'sealed')} ${sealed}, ${both('尚未封存', 'not yet sealed')} ${unsealed}, ${both('不公开', 'opaque')} ${opaque}`,
    head === undefined
      ? `  ${both('尚无签名树根', 'no head was signed yet')}`
      : `  ${both('树根', 'head')}: ${head.size}, ${head.time}`,
    `  ${both('末尾声明时间', 'end of the file stated at')} ${statedAt ?? '-'}`,
    since === undefined
      ? `  ${both('未与受信任的旧树根比对：整体重写无从发现', 'not held against an older trusted head: a province that rewrote everything would not be noticed')}`
      : `  ${both('自受信任的树根长成', 'grew out of the trusted head')}: ${since}`,
  ];
};
