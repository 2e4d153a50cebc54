import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeVerifier, type Verifier } from '../../../functions/access-authorizer/verify.ts';
import { fromEpochMs, toEpochMs } from '../../../shared/kernel/time.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { someTime } from '../../builders/files.ts';

const now = fromEpochMs(Date.UTC(2026, 10, 2, 1));
const seconds = toEpochMs(now) / 1000;
const iss = 'https://id.example.invalid';
let sign: (claims: JWTPayload, issuer?: string) => Promise<string>;
let verifier: Verifier;

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'EdDSA' };
  verifier = makeVerifier(
    JSON.stringify([
      {
        name: 'officers',
        issuer: iss,
        audience: 'leian',
        jwks: { keys: [jwk] },
        province: '33',
        roles: ['officer'],
        relations: ['office'],
      },
    ]),
  );
  sign = async (claims, issuer = iss) =>
    await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
      .setIssuer(issuer)
      .setSubject('lin')
      .sign(pair.privateKey);
});

const good = { aud: 'leian', iat: seconds - 10, exp: seconds + 600, role: 'officer', office: '330106' };

describe('a token', () => {
  it('proves its caller', async () => {
    expect(await verifier.verify(await sign(good), now)).toMatchObject({
      issuer: 'officers',
      role: 'officer',
      office: '330106',
    });
  });
  it('gives one account one principal, two accounts two', async () => {
    const one = await verifier.verify(await sign(good), now);
    const again = await verifier.verify(await sign({ ...good, exp: seconds + 30 }), now);
    expect(one.principal).toBe(again.principal);
  });
  it.each([
    ['of another audience', { ...good, aud: 'other' }],
    ['that has expired', { ...good, iat: seconds - 800, exp: seconds - 60 }],
    ['that lives longer than 15 minutes', { ...good, exp: seconds + 3600 }],
    [
      'with a role that the issuer may not assert',
      { ...good, role: 'unit', subject: newId('sub', someTime) },
    ],
    ['that will only be issued in a year', { ...good, iat: seconds + 31_536_000, exp: seconds + 31_536_600 }],
    ['of an officer who claims to be a subject too', { ...good, subject: newId('sub', someTime) }],
    ['with an unknown role', { ...good, role: 'emperor' }],
    ['without a role', { aud: 'leian', iat: seconds, exp: seconds + 60 }],
    ['with an office of another province', { ...good, office: '310000' }],
    ['without an office', { ...good, office: undefined }],
  ])('%s is refused', async (_, claims) => {
    await expect(verifier.verify(await sign(claims), now)).rejects.toThrow();
  });
  it('of an unknown issuer is refused', async () => {
    await expect(verifier.verify(await sign(good, 'https://other.invalid'), now)).rejects.toThrow(
      'unknown issuer',
    );
  });
  it('signed with a shared secret is refused', async () => {
    const token = await new SignJWT(good)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(iss)
      .setSubject('lin')
      .sign(Buffer.alloc(32, 1));
    await expect(verifier.verify(token, now)).rejects.toThrow();
  });
});
