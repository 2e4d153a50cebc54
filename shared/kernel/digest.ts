import { createHmac, hash } from 'node:crypto';

const asBytes = (part: string | Uint8Array): Uint8Array =>
  typeof part === 'string' ? Buffer.from(part) : part;
/** All at once, and out as text: a hash object, or bytes out of it, cost whoever checks many entries most of the time. */
const whole = (parts: readonly (string | Uint8Array)[]): string | Uint8Array => {
  const [only, ...more] = parts;
  return only !== undefined && more.length === 0 ? only : Buffer.concat(parts.map(asBytes));
};

/** SHA-256 over the parts one after another, as 32 bytes. */
export const sha256Bytes = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.from(hash('sha256', whole(parts), 'binary'), 'binary');

/** The same as 64 lower-case hex digits. */
export const sha256 = (...parts: readonly (string | Uint8Array)[]): string =>
  hash('sha256', whole(parts), 'hex');

/** The same as 43 characters of base64url without padding: the form in which the ledger writes digests, for its size counts. */
export const sha256Url = (...parts: readonly (string | Uint8Array)[]): string =>
  hash('sha256', whole(parts), 'base64url');

const framed = (label: string, parts: readonly string[]): string =>
  [label, ...parts].map((part) => `${Buffer.byteLength(part)}:${part}`).join('');

/**
 * SHA-256 over parts that cannot run into each other: each is preceded by its length, and the whole by a label that
 * keeps digests of one purpose from being taken for those of another.
 */
export const labelledSha256 = (label: string, ...parts: readonly string[]): string =>
  sha256(framed(label, parts));
/** The same in the ledger's form. */
export const labelledSha256Url = (label: string, ...parts: readonly string[]): string =>
  sha256Url(framed(label, parts));

/** HMAC-SHA-256 (43 characters of base64url) of framed parts under a secret: tells nothing of them to whoever lacks it. */
export const labelledHmac = (secret: string, label: string, ...parts: readonly string[]): string =>
  createHmac('sha256', secret).update(framed(label, parts)).digest('base64url');
