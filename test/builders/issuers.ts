import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';
import type { TrustedIssuer } from '../../shared/contracts/settings.ts';

/** Seconds since 1970, now in real time: tokens know no other. */
export const nowS = (): number => Math.floor(Date.now() / 1000);

/** A key pair as an issuer holds it. */
export const makePair = async (kid: string, algorithm = 'EdDSA') => {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
  /** A token with these claims, signed; `header` replaces what the header says. */
  const sign = async (claims: JWTPayload, header: Readonly<Record<string, unknown>> = {}) =>
    await new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid, ...header }).sign(privateKey);
  return { kid, jwk, sign, publicKey };
};
export type Pair = Awaited<ReturnType<typeof makePair>>;

/** An entry of `ISSUERS` that may assert everything in Zhejiang, with some of it changed. */
export const anIssuer = (given: Partial<TrustedIssuer> & Pick<TrustedIssuer, 'name'>): TrustedIssuer => ({
  issuer: `https://${given.name}.example.invalid`,
  audience: 'leian',
  province: '33',
  roles: ['officer', 'organisation', 'unit', 'public'],
  relations: ['office', 'organisation', 'unit'],
  ...given,
});

/** Claims of a good token of that issuer, ten minutes long. */
export const goodClaims = ({ issuer }: Pick<TrustedIssuer, 'issuer'>, more: JWTPayload = {}): JWTPayload => ({
  iss: issuer,
  sub: 'account-17',
  aud: 'leian',
  iat: nowS() - 10,
  exp: nowS() + 600,
  ...more,
});
