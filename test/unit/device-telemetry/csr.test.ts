import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkCertificateRequest } from '../../../functions/device-telemetry/csr.ts';
import { certificateRequest, makeDeviceKeys } from '../../../localstack/demo/certificate-request.ts';

const rsaWithSha256 = '2a864886f70d01010b';
const rsaWithSha1 = '2a864886f70d010105';
const name = 'monitor 7';

const refusal = (text: string): string => {
  const result = checkCertificateRequest(text);
  return result.ok
    ? 'accepted'
    : `${result.code} ${result.problems[0]?.pointer ?? ''} ${result.problems[0]?.en ?? ''}`;
};
const altered = (pem: string, change: (der: Buffer) => void): string => {
  const der = Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64');
  change(der);
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
};

describe('a certificate request', () => {
  it('is taken with a P-256 key, a P-384 key, and an RSA key of 2048 bits', () => {
    expect(refusal(makeDeviceKeys(name).csrPem)).toBe('accepted');
    expect(refusal(certificateRequest(generateKeyPairSync('ec', { namedCurve: 'secp384r1' }), name))).toBe(
      'accepted',
    );
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(refusal(certificateRequest(rsa, name, rsaWithSha256))).toBe('accepted');
  });

  it('is refused with a private key in it, whatever else it holds', () => {
    const { csrPem, privateKeyPem } = makeDeviceKeys(name);
    expect(refusal(`${csrPem}${privateKeyPem}`)).toContain('CSR_INVALID /csr');
    expect(refusal(`${csrPem}${privateKeyPem}`)).toContain('private key');
  });

  it.each([
    [
      'curve that is not allowed',
      certificateRequest(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }), name),
    ],
    [
      'short RSA key',
      certificateRequest(generateKeyPairSync('rsa', { modulusLength: 1024 }), name, rsaWithSha256),
    ],
  ])('is refused for its key: %s', (_, pem) => {
    expect(refusal(pem)).toContain('public key must be');
  });

  it('is refused for a weak signature algorithm', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(refusal(certificateRequest(rsa, name, rsaWithSha1))).toContain('SHA-256 or stronger');
  });

  it('is refused when its sender does not hold the key', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    expect(refusal(certificateRequest({ privateKey, publicKey }, name))).toContain('signature');
  });

  it('is refused when one byte of its name was altered', () => {
    const { csrPem } = makeDeviceKeys(name);
    const text = altered(csrPem, (der) => {
      der.write('8', der.indexOf('monitor 7') + 8);
    });
    expect(refusal(text)).toContain('signature');
  });

  it.each(['', 'hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'is refused as no PEM: %j',
    (text) => {
      expect(refusal(text)).toContain('one PEM block');
    },
  );
  it('is refused as two PEM blocks', () => {
    expect(refusal(makeDeviceKeys(name).csrPem + makeDeviceKeys(name).csrPem)).toContain('one PEM block');
  });

  it('never throws, wherever it is cut or altered', () => {
    const { csrPem } = makeDeviceKeys(name);
    let length = 0;
    altered(csrPem, (der) => (length = der.length));
    for (let at = 0; at < length; at += 1) {
      expect(refusal(altered(csrPem, (der) => der.fill((der[at] ?? 0) ^ 0x5a, at, at + 1)))).toContain(
        'CSR_INVALID',
      );
      expect(refusal(altered(csrPem, (der) => der.fill(0x84, at)))).toContain('CSR_INVALID');
    }
  });

  it('says why in Chinese too', () => {
    expect(checkCertificateRequest('hello')).toMatchObject({
      problems: [{ zh: expect.stringContaining('应为单个 PEM 块'), en: expect.stringContaining('PEM') }],
    });
  });
});
