import { createECDH, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { Refused } from './refused.ts';

const signRequest = z.strictObject({
  KeyId: z.string(),
  Message: z.base64(),
  MessageType: z.literal('RAW'),
  SigningAlgorithm: z.enum(['ED25519_SHA_512', 'ECDSA_SHA_256']),
});
const publicKeyRequest = z.strictObject({ KeyId: z.string() });

/** PKCS #8 of an Ed25519 private key is this, and its 32 bytes (RFC 8410). */
const edwards = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Bytes that KMS signs without a digest made beforehand. */
const mostBytes = 4096;

/** A key whose name ends so is one of ECDSA; every other one signs by Ed25519. */
const isEcdsa = (key: string): boolean => key.endsWith('p256');
const specOf = (key: string) =>
  isEcdsa(key)
    ? ({ spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', digest: 'sha256' } as const)
    : ({ spec: 'ECC_NIST_EDWARDS25519', algorithm: 'ED25519_SHA_512', digest: null } as const);

const privateKey = (key: string, secret: Buffer): KeyObject => {
  if (!isEcdsa(key))
    return createPrivateKey({ key: Buffer.concat([edwards, secret]), format: 'der', type: 'pkcs8' });
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(secret);
  const point = curve.getPublicKey();
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const [x, y, d] = [text(point.subarray(1, 33)), text(point.subarray(33)), text(secret)];
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d }, format: 'jwk' });
};

/** The calls of keys that sign. `secretOf`: 32 bytes that follow from the key's name. */
export const signing = (
  arnOf: (key: string) => string,
  secretOf: (key: string) => Buffer,
): Readonly<Record<'Sign' | 'GetPublicKey', (input: unknown) => object>> => {
  const find = (name: string) => {
    const key = arnOf(name);
    return { key, ...specOf(key), own: privateKey(key, secretOf(key)) };
  };
  return {
    Sign: (input) => {
      const { KeyId, Message, SigningAlgorithm } = signRequest.parse(input);
      const { key, algorithm, digest, own } = find(KeyId);
      const bytes = Buffer.from(Message, 'base64');
      if (SigningAlgorithm !== algorithm)
        throw new Refused('InvalidKeyUsageException', `${key} does not sign by ${SigningAlgorithm}`);
      if (bytes.length === 0 || bytes.length > mostBytes)
        throw new Refused('ValidationException', `message of ${bytes.length} bytes`);
      return { KeyId: key, SigningAlgorithm, Signature: sign(digest, bytes, own).toString('base64') };
    },
    GetPublicKey: (input) => {
      const { key, spec, algorithm, own } = find(publicKeyRequest.parse(input).KeyId);
      return {
        KeyId: key,
        KeySpec: spec,
        KeyUsage: 'SIGN_VERIFY',
        SigningAlgorithms: [algorithm],
        PublicKey: createPublicKey(own).export({ format: 'der', type: 'spki' }).toString('base64'),
      };
    },
  };
};
