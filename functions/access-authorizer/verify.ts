import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { ProvenCaller } from '../../shared/access/caller.ts';
import { tokenAlgorithms, trustedIssuer, type TrustedIssuer } from '../../shared/contracts/settings.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { admit } from './admit.ts';
import { keysOf } from './keys.ts';
import { Refused } from './refused.ts';

const longestLifeS = 15 * 60;
/** Clocks of issuers may differ from ours by so much. */
const toleranceS = 5;
const longestToken = 8_192;

export interface Verifier {
  /** Proves a token. Throws `Refused`; its reason is for the log, not for the caller. */
  verify(token: string, now: Instant): Promise<ProvenCaller>;
}
interface Known {
  readonly issuer: TrustedIssuer;
  readonly keys: JWTVerifyGetKey;
}

const statedIssuer = z.object({ iss: z.string() });
/** The issuer that the token names, unproven: it only chooses whose keys must prove it. */
const issuerOf = (token: string): string => {
  const [, payload = ''] = token.split('.');
  try {
    return statedIssuer.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).iss;
  } catch {
    throw new Refused('TOKEN_REFUSED', 'token malformed');
  }
};

/** Claims that the library checks; another name could be somebody's text. */
const checked = ['aud', 'iss', 'sub', 'exp', 'iat', 'nbf'];
const reasonOf = (error: unknown): string => {
  if (!(error instanceof errors.JOSEError)) return 'token malformed';
  const claim = 'claim' in error && typeof error.claim === 'string' ? error.claim : '';
  return checked.includes(claim) ? `${error.code} (${claim})` : error.code;
};

const proven = async (token: string, { issuer, keys }: Known, now: Instant): Promise<JWTPayload> => {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: [...(issuer.algorithms ?? tokenAlgorithms)],
      currentDate: new Date(now),
      requiredClaims: ['exp', 'iat', 'sub'],
      maxTokenAge: longestLifeS,
      clockTolerance: toleranceS,
    });
    return payload;
  } catch (error) {
    throw error instanceof Refused ? error : new Refused('TOKEN_REFUSED', reasonOf(error), issuer.name);
  }
};

/**
 * Reads the issuers (JSON of the setting `ISSUERS`). Algorithms are asymmetric only and pinned, for each issuer narrower
 * where its settings say so; the audience is fixed; a token lives 15 minutes at most. `tell` hears when the keys of an
 * issuer cannot be fetched, also where the last known ones still serve. Throws when the settings do not fit their schema.
 */
export const makeVerifier = (
  settings: string,
  tell: (failure: Refused) => void = () => undefined,
): Verifier => {
  const known = new Map<string, Known>(
    z
      .array(trustedIssuer)
      .parse(JSON.parse(settings))
      .map((issuer) => [issuer.issuer, { issuer, keys: keysOf(issuer, tell) }]),
  );
  return {
    verify: async (token, now) => {
      if (token.length > longestToken) throw new Refused('TOKEN_REFUSED', 'token too long');
      const trusted = known.get(issuerOf(token));
      if (trusted === undefined) throw new Refused('TOKEN_REFUSED', 'issuer unknown');
      const payload = await proven(token, trusted, now);
      const { exp = Number.POSITIVE_INFINITY, iat = 0 } = payload;
      if (exp - iat > longestLifeS)
        throw new Refused('TOKEN_REFUSED', 'token lives too long', trusted.issuer.name);
      return admit(trusted.issuer, payload);
    },
  };
};
