import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../../shared/kernel/canonical.ts';
import { sha256Bytes } from '../../shared/kernel/digest.ts';
import { addMs, type Instant } from '../../shared/kernel/time.ts';
import { notaryOf, type Notary } from '../../shared/lambda/notary.ts';
import { headText, noteOf, type Head } from '../../shared/ledger/checkpoint.ts';
import {
  signStatement,
  warrantBytes,
  type SignedStatement,
  type TailStatement,
} from '../../shared/ledger/statement.ts';

/** PKCS #8 of an Ed25519 private key is this, and its 32 bytes (RFC 8410). */
const before = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface TestKey {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly pem: string;
}
/** An Ed25519 key that follows from a name: the same name, the same signatures. */
export const testKey = (name: string): TestKey => {
  const der = Buffer.concat([before, sha256Bytes('leian test key ', name)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return { name, privateKey, publicKey, pem: publicKey.export({ format: 'pem', type: 'spki' }).toString() };
};

export const signedHead = (key: TestKey, head: Head): string =>
  noteOf(head, key.publicKey, sign(null, Buffer.from(headText(head)), key.privateKey));

/** A notary without KMS: its warrants are signed with the given key. */
export const testNotary = (key: TestKey, province = '33'): Notary =>
  notaryOf({ sign: async (bytes) => await Promise.resolve(sign(null, bytes, key.privateKey)) }, province);

const warrantMs = 6 * 3_600_000;
/** A statement as a function signs it: by a key of its own that the ledger's key vouches for. */
export const signedStatementBy = (key: TestKey, statement: TailStatement): SignedStatement => {
  const deputy = testKey(`deputy of ${key.name}`);
  const der = deputy.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const from: Instant = addMs(statement.time, -60_000);
  const { province } = statement;
  const warrant = canonicalJson({ province, key: der, from, to: addMs(from, warrantMs) });
  const warrantSignature = sign(null, warrantBytes(warrant), key.privateKey).toString('base64');
  return signStatement(statement, { privateKey: deputy.privateKey, warrant, warrantSignature });
};
