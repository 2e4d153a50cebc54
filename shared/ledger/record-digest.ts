import { sha256Url } from '../kernel/digest.ts';

/** What of a record as stored its digest covers: 16 bytes of salt, the body's text, bytes that travel beside it. */
export interface Digested {
  readonly salt: Uint8Array;
  readonly body: string;
  readonly packed?: Uint8Array;
}

/** Salted SHA-256 (base64url) over the record as stored: 16 bytes of salt, the body's UTF-8 bytes, a NUL byte, the packed bytes. */
export const recordDigest = ({ salt, body, packed }: Digested): string =>
  sha256Url(salt, body, '\u0000', packed ?? new Uint8Array());
