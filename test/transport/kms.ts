import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import * as z from 'zod';
import { jsonBody, type Answer, type Call } from './call.ts';
import { signing } from './kms-signing.ts';
import { NotDone, Refused } from './refused.ts';

export interface Keys {
  /** Keeps how many keys were made; the function it gives goes on from there. */
  save(): () => void;
  answer(call: Call): Answer;
}

const context = z.record(z.string(), z.string()).optional();
const dataKeyRequest = z.strictObject({
  KeyId: z.string(),
  KeySpec: z.enum(['AES_256', 'AES_128']).optional(),
  NumberOfBytes: z.int().min(1).max(1024).optional(),
  EncryptionContext: context,
});
const encryptRequest = z.strictObject({
  KeyId: z.string(),
  Plaintext: z.base64(),
  EncryptionContext: context,
});
const decryptRequest = z.strictObject({
  KeyId: z.string().optional(),
  CiphertextBlob: z.base64(),
  EncryptionContext: context,
});
const macRequest = z.strictObject({
  KeyId: z.string(),
  MacAlgorithm: z.literal('HMAC_SHA_256'),
  Message: z.base64(),
});
const blob = z.strictObject({ key: z.string(), iv: z.base64(), tag: z.base64(), data: z.base64() });

const algorithm = 'aes-256-gcm';
const arnOf = (key: string): string =>
  key.startsWith('arn:') ? key : `arn:aws-cn:kms:cn-north-1:000000000000:key/${key}`;
/** The context is bound in a canonical order, as the service binds it. */
const bound = (given: Readonly<Record<string, string>> = {}): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1))));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const badCiphertext = (): Refused =>
  new Refused('InvalidCiphertextException', 'The ciphertext is invalid, or the encryption context differs');

/**
 * Keys by any name, made from the seed: real AES-GCM with the encryption context as bound data, real HMAC, real
 * signatures. The same seed gives the same bytes.
 */
export const makeKeys = (seed: number): Keys => {
  let made = 0;
  const derive = (label: string, bytes = 32): Buffer =>
    Buffer.concat(
      Array.from({ length: Math.ceil(bytes / 32) }, (_, block) =>
        createHash('sha256').update(`${seed}\u0000${label}\u0000${block}`).digest(),
      ),
    ).subarray(0, bytes);
  const fresh = (what: string, bytes: number): Buffer => {
    made += 1;
    return derive(`${what} ${made}`, bytes);
  };
  const wrap = (key: string, plain: Uint8Array, given: z.infer<typeof context>): string => {
    const iv = fresh('iv', 12);
    const cipher = createCipheriv(algorithm, derive(`key ${key}`), iv).setAAD(bound(given));
    const data = Buffer.concat([cipher.update(plain), cipher.final()]);
    const parts = { key, iv: base64(iv), tag: base64(cipher.getAuthTag()), data: base64(data) };
    return base64(Buffer.from(JSON.stringify(parts)));
  };
  const open = (ciphertext: string): z.infer<typeof blob> => {
    try {
      return blob.parse(JSON.parse(Buffer.from(ciphertext, 'base64').toString('utf8')));
    } catch {
      throw badCiphertext();
    }
  };
  const decrypt = (input: unknown): object => {
    const request = decryptRequest.parse(input);
    const { key, iv, tag, data } = open(request.CiphertextBlob);
    if (request.KeyId !== undefined && arnOf(request.KeyId) !== key)
      throw new Refused(
        'IncorrectKeyException',
        'The key ID in the request does not identify a CMK that can decrypt',
      );
    const cipher = createDecipheriv(algorithm, derive(`key ${key}`), Buffer.from(iv, 'base64'))
      .setAAD(bound(request.EncryptionContext))
      .setAuthTag(Buffer.from(tag, 'base64'));
    try {
      const plain = Buffer.concat([cipher.update(Buffer.from(data, 'base64')), cipher.final()]);
      return { KeyId: key, Plaintext: base64(plain), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    } catch {
      throw badCiphertext();
    }
  };
  const operations: Readonly<Record<string, (input: unknown) => object>> = {
    Decrypt: decrypt,
    GenerateDataKey: (input) => {
      const request = dataKeyRequest.parse(input);
      const plain = fresh('data key', request.NumberOfBytes ?? (request.KeySpec === 'AES_128' ? 16 : 32));
      const key = arnOf(request.KeyId);
      return {
        KeyId: key,
        Plaintext: base64(plain),
        CiphertextBlob: wrap(key, plain, request.EncryptionContext),
      };
    },
    Encrypt: (input) => {
      const request = encryptRequest.parse(input);
      const key = arnOf(request.KeyId);
      const plain = Buffer.from(request.Plaintext, 'base64');
      return { KeyId: key, CiphertextBlob: wrap(key, plain, request.EncryptionContext) };
    },
    GenerateMac: (input) => {
      const { KeyId, Message, MacAlgorithm } = macRequest.parse(input);
      const key = arnOf(KeyId);
      const mac = createHmac('sha256', derive(`mac ${key}`))
        .update(Buffer.from(Message, 'base64'))
        .digest();
      return { KeyId: key, MacAlgorithm, Mac: base64(mac) };
    },
    ...signing(arnOf, (key) => derive(`signs ${key}`)),
  };
  return {
    save: () => {
      const before = made;
      return () => {
        made = before;
      };
    },
    answer: (call) => {
      const { [call.operation]: operation } = operations;
      if (operation === undefined) throw new NotDone(`kms.${call.operation}`);
      return { json: operation(jsonBody(call)) };
    },
  };
};
