import { canonicalJson } from '../kernel/canonical.ts';
import { fromEpochMs, toEpochMs } from '../kernel/time.ts';
import { tailStatementIn, warrantIn, type SignedStatement, type TailStatement } from './statement.ts';

/** What a statement says that stands beside it already, where it is stored with a receipt. */
export type StatedEntry = Pick<TailStatement, 'subject' | 'sequence' | 'entryHash' | 'time'>;

const form = 1;
/** Offsets: form 1 byte, province 2, tree size 8, warrant from 8 and to 8 (ms), deputy's key 32, its signature 64; the rest signs the warrant. */
const at = {
  province: 1,
  treeSize: 3,
  from: 11,
  to: 19,
  key: 27,
  signature: 59,
  warrantSignature: 123,
} as const;
/** SPKI of an Ed25519 key is this, and its 32 bytes (RFC 8410). */
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * A signed statement in some 190 bytes, for whoever keeps it beside the receipt that it belongs to: all that follows from
 * the receipt and from the texts' one form is left out. Throws TypeError for a statement of another form than ours.
 */
export const packStatement = (signed: SignedStatement): Uint8Array => {
  const said = tailStatementIn(signed.statement);
  const warrant = warrantIn(signed.warrant);
  const key = Buffer.from(warrant?.key ?? '', 'base64');
  if (said === undefined || warrant === undefined || key.length !== spki.length + 32)
    throw new TypeError('not a statement of a deputy');
  const head = Buffer.alloc(at.key);
  head.writeUInt8(form, 0);
  head.write(said.province, at.province, 2, 'ascii');
  head.writeBigUInt64BE(BigInt(said.treeSize), at.treeSize);
  head.writeBigUInt64BE(BigInt(toEpochMs(warrant.from)), at.from);
  head.writeBigUInt64BE(BigInt(toEpochMs(warrant.to)), at.to);
  const signatures = [signed.signature, signed.warrantSignature].map((text) => Buffer.from(text, 'base64'));
  return Buffer.concat([head, key.subarray(spki.length), ...signatures]);
};

/** The very statement that was packed, out of what it says of its entry. Throws TypeError on damage. */
export const unpackStatement = (
  packed: Uint8Array,
  { subject, sequence, entryHash, time }: StatedEntry,
): SignedStatement => {
  const bytes = Buffer.from(packed);
  if (bytes.length <= at.warrantSignature || bytes[0] !== form) throw new TypeError('not a packed statement');
  const province = bytes.toString('ascii', at.province, at.treeSize);
  const treeSize = Number(bytes.readBigUInt64BE(at.treeSize));
  const [from, to] = [at.from, at.to].map((place) => fromEpochMs(Number(bytes.readBigUInt64BE(place))));
  const key = Buffer.concat([spki, bytes.subarray(at.key, at.signature)]).toString('base64');
  return {
    statement: canonicalJson({ province, subject, sequence, entryHash, treeSize, time }),
    signature: bytes.toString('base64', at.signature, at.warrantSignature),
    warrant: canonicalJson({ province, key, from, to }),
    warrantSignature: bytes.toString('base64', at.warrantSignature),
  };
};
