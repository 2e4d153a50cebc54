import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { ok, problem, refuse, type Refusal, type Result, type Texts } from '../../shared/kernel/problem.ts';
import { elements, sequenceOf, tags } from './der.ts';

/** Why a certificate request is refused. Each reason stands in the answer, in both languages. */
const reasons = {
  privateKey: {
    zh: '正文含有私钥；私钥只应留在设备内，绝不发送。该密钥已不可信，请更换',
    en: 'it holds a private key; that stays in the device and is never sent. Do not trust this key any more: make another',
  },
  form: {
    zh: '应为单个 PEM 块 “CERTIFICATE REQUEST”（PKCS#10）',
    en: 'it must be one PEM block "CERTIFICATE REQUEST" (PKCS#10)',
  },
  structure: { zh: '内容不是 PKCS#10（DER）', en: 'its content is no PKCS#10 in DER' },
  key: {
    zh: '公钥应为 P-256、P-384 或 2048 位以上的 RSA',
    en: 'the public key must be P-256, P-384, or RSA of at least 2048 bits',
  },
  algorithm: {
    zh: '签名算法应为 SHA-256 或更强（RSA、ECDSA）',
    en: 'the signature algorithm must be SHA-256 or stronger, with RSA or ECDSA',
  },
  signature: {
    zh: '签名与公钥不符：请求被改动，或不是由该设备的私钥签署',
    en: 'the signature does not fit the public key: it was altered, or signed with another key',
  },
  broker: {
    zh: '设备接入服务拒绝签发：密钥或算法不被接受',
    en: 'the broker does not sign it: it does not accept this key or algorithm',
  },
} as const satisfies Record<string, Texts>;

const no = (reason: keyof typeof reasons): Refusal => {
  const base = problem('CSR_INVALID', {}, '/csr');
  const { zh, en } = reasons[reason];
  return refuse({ ...base, zh: base.zh.replace('{reason}', zh), en: base.en.replace('{reason}', en) });
};

/** Signature algorithms by the hex of their object id (RFC 4055, RFC 5758). */
const hashes: Readonly<Record<string, string>> = {
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
};
const curves = ['prime256v1', 'secp384r1'];

const pem =
  /^\s*-----BEGIN (NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END (?:NEW )?CERTIFICATE REQUEST-----\s*$/;

const publicKeyOf = (spki: Uint8Array): KeyObject | undefined => {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
};

const isStrong = (key: KeyObject): boolean => {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') return curves.includes(namedCurve ?? '');
  return key.asymmetricKeyType === 'rsa' && (modulusLength ?? 0) >= 2048;
};

const isSigned = (hash: string, content: Uint8Array, key: KeyObject, signature: Uint8Array): boolean => {
  try {
    return verify(hash, content, key, signature);
  } catch {
    return false;
  }
};

/**
 * Checks a certificate request (PKCS#10, RFC 2986) before anybody signs it: form, kind and size of the key, and that
 * its sender holds the private key. Refuses with CSR_INVALID and the reason; a private key in the text is named first.
 */
export const checkCertificateRequest = (text: string): Result<{ readonly pem: string }> => {
  if (text.includes('PRIVATE KEY')) return no('privateKey');
  const block = pem.exec(text);
  if (block === null) return no('form');
  const request = sequenceOf(Buffer.from(block[2] ?? '', 'base64'));
  const [info, algorithm, signature, ...rest] = request ?? [];
  if (
    info?.tag !== tags.sequence ||
    algorithm?.tag !== tags.sequence ||
    signature === undefined ||
    rest.length > 0
  )
    return no('structure');
  const [version, name, spki] = elements(info.content) ?? [];
  const [objectId] = elements(algorithm.content) ?? [];
  if (version?.tag !== tags.integer || name?.tag !== tags.sequence || spki?.tag !== tags.sequence)
    return no('structure');
  if (signature.tag !== tags.bitString || signature.content[0] !== 0 || objectId?.tag !== tags.objectId)
    return no('structure');
  const key = publicKeyOf(spki.whole);
  if (key === undefined || !isStrong(key)) return no('key');
  const hash = hashes[Buffer.from(objectId.content).toString('hex')];
  if (hash === undefined) return no('algorithm');
  return isSigned(hash, info.whole, key, signature.content.subarray(1))
    ? ok({ pem: text.trim() })
    : no('signature');
};

/** The refusal for a request that passed here and that the broker still did not sign. */
export const refusedByBroker = (): Refusal => no('broker');
