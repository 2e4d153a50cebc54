import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** DER by hand (ITU-T X.690), no more than a certificate request needs. */
const element = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : [0x82, Math.floor(length / 256), length % 256];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts);
const objectId = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'));

const commonNameId = '550403';
const ecdsaWithSha256 = '2a8648ce3d040302';

export interface DeviceKeys {
  /** PKCS#8 in PEM. It stays in the device. */
  readonly privateKeyPem: string;
  /** PKCS#10 in PEM: all that leaves the device. */
  readonly csrPem: string;
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A request for a certificate (PKCS#10, RFC 2986) under that name, in PEM, signed with SHA-256 under the named algorithm. */
export const certificateRequest = (
  { privateKey, publicKey }: KeyPair,
  commonName: string,
  algorithm = ecdsaWithSha256,
): string => {
  const name = sequence(
    element(0x31, sequence(objectId(commonNameId), element(0x0c, Buffer.from(commonName)))),
  );
  const info = sequence(
    element(0x02, Buffer.from([0])),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    element(0xa0),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', info, privateKey)]);
  const request = sequence(info, sequence(objectId(algorithm)), element(0x03, signature));
  const lines = request.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
};

/** Makes a P-256 key pair and a certificate request for it. */
export const makeDeviceKeys = (commonName: string): DeviceKeys => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    privateKeyPem: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    csrPem: certificateRequest(pair, commonName),
  };
};
