import { algorithmOf, publicKeyOf, readNote } from '../../shared/ledger/checkpoint.ts';
import { readStatement, signedStatement, type TailStatement } from '../../shared/ledger/statement.ts';
import type { Trust } from '../../shared/ledger/trust.ts';
import { linesOf } from '../../shared/ledger/verdict.ts';
import { verifyExport } from '../../shared/ledger/verify.ts';
import { readFolder, textAt } from './folder.ts';

export interface CheckOptions {
  readonly folder: string;
  readonly key: string;
  readonly head: string | undefined;
  readonly receipts: readonly string[];
  readonly subject: string | undefined;
  readonly whole: boolean;
  readonly sealed: boolean;
}
/** 0 verified, 1 not verified, 2 what was given cannot be read. */
export interface Checked {
  readonly code: 0 | 1 | 2;
  readonly lines: readonly string[];
}

/** Something that the verifier brought along and that proves nothing itself. */
class Unusable extends Error {}
const given = (path: string, what: string): string => {
  const text = textAt(path);
  if (text === undefined) throw new Unusable(`${what}: ${path}: missing / 不存在`);
  return text;
};

const keyAt = (path: string): Trust['key'] => {
  try {
    const key = publicKeyOf(given(path, 'key'));
    algorithmOf(key);
    return key;
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable(`key: ${path}: not a public key of a ledger (PEM) / 不是账本公钥`);
  }
};

/** The statement in a receipt: as the API answered the command, the receipt alone, or the statement alone. */
const statementIn = (path: string): unknown => {
  const text = given(path, 'receipt');
  try {
    let found: unknown = JSON.parse(text);
    for (const name of ['receipt', 'statement']) {
      const inner: unknown =
        typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
      if (typeof inner === 'object' && inner !== null) found = inner;
    }
    return found;
  } catch {
    return undefined;
  }
};
const receiptAt = (path: string, key: Trust['key']): TailStatement => {
  const signed = signedStatement.safeParse(statementIn(path));
  const read = signed.success ? readStatement(signed.data, key) : undefined;
  if (read?.ok === true) return read.statement;
  throw new Unusable(`receipt: ${path}: ${read?.reason ?? 'no signed statement / 没有签名声明'}`);
};

const trustOf = ({ key: keyPath, head, receipts, subject, whole, sealed }: CheckOptions): Trust => {
  const key = keyAt(keyPath);
  const read = head === undefined ? undefined : readNote(given(head, 'head'), key);
  if (read?.ok === false) throw new Unusable(`head: ${head ?? ''}: ${read.reason}`);
  return {
    key,
    whole,
    sealed,
    receipts: receipts.map((path) => receiptAt(path, key)),
    ...(read === undefined ? {} : { trustedHead: read.head }),
    ...(subject === undefined ? {} : { subject }),
  };
};

/** Verifies an exported folder with nothing but files: no stage, no network. */
export const checkFolder = (options: CheckOptions): Checked => {
  try {
    const trust = trustOf(options);
    const read = readFolder(options.folder);
    if (!read.ok) {
      const line = `${read.part}: ${read.reason}`;
      return read.problem === 'unreadable'
        ? { code: 2, lines: [`cannot read / 无法读取: ${line}`] }
        : {
            code: 1,
            lines: [`核验未通过 / NOT VERIFIED: not the exported form / 不是导出的格式`, `  ${line}`],
          };
    }
    for (const { subject } of trust.receipts ?? [])
      if (subject !== read.value.manifest.subject)
        throw new Unusable(`receipt: of another file / 属于另一档案: ${subject}`);
    const verdict = verifyExport(read.value, trust);
    return { code: verdict.ok ? 0 : 1, lines: linesOf(verdict) };
  } catch (error) {
    if (error instanceof Unusable) return { code: 2, lines: [error.message] };
    throw error;
  }
};
