import { createHash } from 'node:crypto';

/** SHA-256 over the parts one after another, as 64 lower-case hex digits. */
export const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/**
 * SHA-256 over parts that cannot run into each other: each is preceded by its length, and the whole by a label that
 * keeps digests of one purpose from being taken for those of another.
 */
export const labelledSha256 = (label: string, ...parts: readonly string[]): string =>
  sha256(...[label, ...parts].map((part) => `${Buffer.byteLength(part)}:${part}`));
