import { createHash } from 'node:crypto';

/** SHA-256 over the parts one after another, as 32 bytes. */
export const sha256Bytes = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The same as 64 lower-case hex digits. */
export const sha256 = (...parts: readonly (string | Uint8Array)[]): string =>
  sha256Bytes(...parts).toString('hex');

/** The same as 43 characters of base64url without padding: the form in which the ledger writes digests, for its size counts. */
export const sha256Url = (...parts: readonly (string | Uint8Array)[]): string =>
  sha256Bytes(...parts).toString('base64url');

const framed = (label: string, parts: readonly string[]): readonly string[] =>
  [label, ...parts].map((part) => `${Buffer.byteLength(part)}:${part}`);

/**
 * SHA-256 over parts that cannot run into each other: each is preceded by its length, and the whole by a label that
 * keeps digests of one purpose from being taken for those of another.
 */
export const labelledSha256 = (label: string, ...parts: readonly string[]): string =>
  sha256(...framed(label, parts));
/** The same in the ledger's form. */
export const labelledSha256Url = (label: string, ...parts: readonly string[]): string =>
  sha256Url(...framed(label, parts));
