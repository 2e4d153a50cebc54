import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { parseInstant, type Instant } from '../kernel/time.ts';

/**
 * A signed head of the province's tree, as a signed note (c2sp.org/signed-note, c2sp.org/tlog-checkpoint): text lines origin,
 * size, root (base64) and time, an empty line, and a signature line. Anybody's tools can read it.
 */
export interface Head {
  /** `leian/<province>`: whose tree. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly time: Instant;
}
/** How the ledger's key signs: the name KMS gives it, and how such a signature is checked. */
export const signingAlgorithms = {
  ED25519: { keySpec: 'ECC_NIST_EDWARDS25519', signing: 'ED25519_SHA_512', digest: null },
  ECDSA_P256: { keySpec: 'ECC_NIST_P256', signing: 'ECDSA_SHA_256', digest: 'sha256' },
} as const;
export type SigningAlgorithm = keyof typeof signingAlgorithms;

export const originOf = (province: string): string => `leian/${province}`;

/** Algorithm of a public key. Throws RangeError on a key of another kind. */
export const algorithmOf = (key: KeyObject): SigningAlgorithm => {
  if (key.asymmetricKeyType === 'ed25519') return 'ED25519';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1')
    return 'ECDSA_P256';
  throw new RangeError(`a ledger is not signed with a key of the kind ${key.asymmetricKeyType ?? 'unknown'}`);
};

/** Whether the key signed these bytes; the algorithm follows from the key, never from what is to be checked. */
export const isSigned = (key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean =>
  verify(signingAlgorithms[algorithmOf(key)].digest, bytes, key, signature);

/** Reads a public key: PEM text or DER bytes (SPKI). Throws when it is none. */
export const publicKeyOf = (given: string | Uint8Array): KeyObject =>
  typeof given === 'string'
    ? createPublicKey(given)
    : createPublicKey({ key: Buffer.from(given), format: 'der', type: 'spki' });

/** First four bytes of a digest of name and key, by which a note says whose signature a line holds. */
const keyHash = (name: string, key: KeyObject): Buffer => {
  const der = key.export({ format: 'der', type: 'spki' });
  const hash = createHash('sha256');
  // Ed25519: name, newline, type 1, the raw 32 bytes of the key; ECDSA: the key's SPKI alone.
  if (algorithmOf(key) === 'ED25519')
    hash.update(`${name}\n`).update(Uint8Array.of(1)).update(der.subarray(-32));
  else hash.update(der);
  return hash.digest().subarray(0, 4);
};

/** The text that is signed. */
export const headText = ({ origin, size, root, time }: Head): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n${time}\n`;

/** The whole note: text and signature line. */
export const noteOf = (head: Head, key: KeyObject, signature: Uint8Array): string => {
  const line = Buffer.concat([keyHash(head.origin, key), signature]).toString('base64');
  return `${headText(head)}\n— ${head.origin} ${line}\n`;
};

const parseHead = (text: string): Head | undefined => {
  const [origin = '', size = '', root = '', time = '', ...rest] = text.split('\n');
  const at = parseInstant(time);
  const bytes = Buffer.from(root, 'base64');
  if (!/^leian\/[\w-]+$/.test(origin) || !/^(0|[1-9]\d{0,14})$/.test(size)) return undefined;
  if (bytes.length !== 32 || bytes.toString('base64') !== root) return undefined;
  if (at === undefined || at !== time || rest.length !== 1 || rest[0] !== '') return undefined;
  return { origin, size: Number(size), root: bytes, time: at };
};

/** Reads a note and proves it: the head, or in words why it proves nothing. */
export const readNote = (
  note: string,
  key: KeyObject,
): { readonly ok: true; readonly head: Head } | { readonly ok: false; readonly reason: string } => {
  const no = (reason: string) => ({ ok: false as const, reason });
  const at = note.indexOf('\n\n');
  const text = note.slice(0, at + 1);
  const head = at < 0 ? undefined : parseHead(text);
  if (head === undefined) return no('not a signed head');
  const lines = note.slice(at + 2).split('\n');
  const named = lines.flatMap((line) => {
    const [, name, value] = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    return name === head.origin && value !== undefined ? [Buffer.from(value, 'base64')] : [];
  });
  const own = named.filter((bytes) => bytes.subarray(0, 4).equals(keyHash(head.origin, key)));
  if (own.length === 0) return no('signed with another key');
  return own.some((bytes) => isSigned(key, Buffer.from(text), bytes.subarray(4)))
    ? { ok: true, head }
    : no('the signature does not belong to this text');
};
