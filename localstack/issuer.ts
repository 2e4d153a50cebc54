import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import * as z from 'zod';
import { localIssuer } from '../shared/contracts/settings.ts';
import { labelledSha256 } from '../shared/kernel/digest.ts';
import type { Claims } from './claims.ts';
import { worldPaths, type WorldName } from './worlds.ts';

/** An Ed25519 key pair with its id, as JSON Web Keys (RFC 8037). */
export interface IssuerKeys {
  readonly issuer: string;
  readonly kid: string;
  readonly privateKey: JWK;
  readonly publicKey: JWK;
}

const algorithm = 'EdDSA';
const audience = 'leian';
const stored = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
});

/** Fresh keys under an issuer's name. Tests use it to forge tokens of issuers that nobody trusts. */
export const makeKeys = async (issuer: string = localIssuer): Promise<IssuerKeys> => {
  const pair = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
  const bare = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(bare);
  const publicKey = { ...bare, kid, alg: algorithm, use: 'sig' };
  return { issuer, kid, publicKey, privateKey: { ...(await exportJWK(pair.privateKey)), kid } };
};

/** The keys of a world: made once, private one readable by its owner only, public one as a JWKS beside it for the stage's settings. */
export const worldKeys = async (name: WorldName): Promise<IssuerKeys> => {
  const paths = worldPaths(name);
  const text = await readFile(paths.privateKey, 'utf8').catch(() => undefined);
  const privateKey = text === undefined ? undefined : stored.safeParse(JSON.parse(text)).data;
  if (privateKey !== undefined) {
    const { d: _secret, ...bare } = privateKey;
    const publicKey = { ...bare, alg: algorithm, use: 'sig' };
    await writeFile(paths.publicKeys, jwks(publicKey));
    return { issuer: localIssuer, kid: privateKey.kid, privateKey, publicKey };
  }
  const made = await makeKeys();
  await mkdir(paths.folder, { recursive: true });
  await writeFile(paths.privateKey, JSON.stringify(made.privateKey), { mode: 0o600 });
  await writeFile(paths.publicKeys, jwks(made.publicKey));
  return made;
};

/** Field order is fixed, so that the same key gives the same settings and nothing is deployed anew. */
const jwks = ({ kty, crv, x, kid, alg, use }: JWK): string =>
  `${JSON.stringify({ keys: [{ kty, crv, x, kid, alg, use }] }, null, 2)}\n`;

/**
 * Signs a token for the API: audience `leian`, valid for `minutes` (at most 15, as the authorizer asks).
 * `issuedAt` (seconds since 1970) lets a test make an expired one.
 */
export const mintToken = async (
  keys: IssuerKeys,
  { name, minutes = 15, ...claims }: Claims,
  issuedAt: number = Math.floor(Date.now() / 1000),
): Promise<string> => {
  const who = name ?? `local-${claims.role}-${claims.office ?? claims.subject ?? 'somebody'}`;
  // An issuer in the field names the human behind an account by a keyed reference; here one name is one human.
  return await new SignJWT({ ...claims, person: labelledSha256('leian.local.person.1', who) })
    .setProtectedHeader({ alg: algorithm, kid: keys.kid, typ: 'JWT' })
    .setIssuer(keys.issuer)
    .setAudience(audience)
    .setSubject(who)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + minutes * 60)
    .sign(await importJWK(keys.privateKey, algorithm));
};
