import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../kernel/canonical.ts';
import { isId, type SubjectId } from '../kernel/ids.ts';
import { parseInstant, type Instant } from '../kernel/time.ts';
import { isSigned, publicKeyOf } from './checkpoint.ts';
import { ledgerDigest } from './entry.ts';

const instant = z.custom<Instant>((value) => typeof value === 'string' && parseInstant(value) === value);
const subjectId = z.custom<SubjectId>((value) => typeof value === 'string' && isId('sub', value));

/**
 * What the province says about the end of a file: at `time` its last entry was this one, and the newest tree known to
 * whoever says so had `treeSize` leaves. Whoever holds it can prove a later cut.
 */
const tailStatement = z.lazy(() =>
  z.strictObject({
    province: z.string(),
    subject: subjectId,
    sequence: z.int().positive(),
    entryHash: ledgerDigest,
    treeSize: z.int().nonnegative(),
    time: instant,
  }),
);
export type TailStatement = z.output<typeof tailStatement>;

/** For how long a process may sign statements with one key, from when to when: vouched for by the ledger's key. */
const warrant = z.lazy(() =>
  z.strictObject({ province: z.string(), key: z.string(), from: instant, to: instant }),
);
export type Warrant = z.output<typeof warrant>;

/** Both as the exact texts that were signed, signatures in base64. */
export const signedStatement = z.lazy(() =>
  z.strictObject({
    statement: z.string(),
    signature: z.base64(),
    warrant: z.string(),
    warrantSignature: z.base64(),
  }),
);
export type SignedStatement = z.output<typeof signedStatement>;

/** What is signed begins with a line that names its purpose, so that no signature serves for another. */
const statementBytes = (text: string): Buffer => Buffer.from(`leian.ledger.tail.1\n${text}`);
export const warrantBytes = (text: string): Buffer => Buffer.from(`leian.ledger.warrant.1\n${text}`);

/** A key of one process, and the text of its warrant, to be signed by the ledger's key. The key never leaves memory. */
export const newDeputy = (province: string, from: Instant, to: Instant) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  return { privateKey, warrant: canonicalJson({ province, key, from, to }) };
};

export const signStatement = (
  statement: TailStatement,
  deputy: { readonly privateKey: KeyObject; readonly warrant: string; readonly warrantSignature: string },
): SignedStatement => {
  const text = canonicalJson(statement);
  return {
    statement: text,
    signature: sign(null, statementBytes(text), deputy.privateKey).toString('base64'),
    warrant: deputy.warrant,
    warrantSignature: deputy.warrantSignature,
  };
};

const parsed = <T>(schema: z.ZodType<T>, text: string): T | undefined => {
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
};

/** What a statement and a warrant say, unproven; undefined for another text. */
export const tailStatementIn = (text: string): TailStatement | undefined => parsed(tailStatement, text);
export const warrantIn = (text: string): Warrant | undefined => parsed(warrant, text);

/** Proves a statement against the ledger's public key: what it says, or in words why it proves nothing. */
export const readStatement = (
  signed: SignedStatement,
  key: KeyObject,
):
  | { readonly ok: true; readonly statement: TailStatement }
  | { readonly ok: false; readonly reason: string } => {
  const no = (reason: string) => ({ ok: false as const, reason });
  const deputy = warrantIn(signed.warrant);
  const said = tailStatementIn(signed.statement);
  if (deputy === undefined || said === undefined) return no('not a statement about the end of a file');
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
  if (!isSigned(key, warrantBytes(signed.warrant), bytes(signed.warrantSignature)))
    return no('the warrant was signed with another key');
  if (said.province !== deputy.province) return no('the warrant is one of another province');
  if (said.time < deputy.from || said.time > deputy.to) return no('the warrant did not hold at that time');
  try {
    const own = isSigned(
      publicKeyOf(bytes(deputy.key)),
      statementBytes(signed.statement),
      bytes(signed.signature),
    );
    return own ? { ok: true, statement: said } : no('the statement was signed with another key');
  } catch {
    return no('the warrant names no key');
  }
};
