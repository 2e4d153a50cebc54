import { createLocalJWKSet, createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { callerSchema, type Caller } from '../../shared/access/caller.ts';
import { trustedIssuer, type TrustedIssuer } from '../../shared/contracts/settings.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { labelledSha256 } from '../../shared/kernel/digest.ts';

/** Asymmetric algorithms only; a token signed with a shared secret or not at all is no token. */
const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'];
const longestLifeS = 15 * 60;

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(200),
  iat: z.number(),
  exp: z.number(),
  role: z.string(),
  office: z.string().optional(),
  subject: z.string().optional(),
  person: z.string().optional(),
});

export interface Verifier {
  /** Proves a token. Throws with the reason when it proves nothing; the reason is for the log, not for the caller. */
  verify(token: string, now: Instant): Promise<Caller>;
}

const relationOf = {
  officer: 'office',
  organisation: 'organisation',
  unit: 'unit',
  public: undefined,
} as const;

/** What an issuer may assert stands in its settings: roles, ties, province. Any other claim is refused. */
const admit = (trusted: TrustedIssuer, caller: Caller): Caller => {
  if (caller.role === 'officer' ? caller.subject !== undefined : caller.office !== undefined)
    throw new Error(`a token of the role ${caller.role} is tied to something that the role has not`);
  if (!trusted.roles.includes(caller.role))
    throw new Error(`issuer ${trusted.name} may not assert role ${caller.role}`);
  const relation = relationOf[caller.role];
  if (relation !== undefined && !trusted.relations.includes(relation))
    throw new Error(`issuer ${trusted.name} may not tie anybody to an ${relation}`);
  if (caller.office !== undefined && !caller.office.startsWith(trusted.province))
    throw new Error(`office ${caller.office} lies outside the issuer's province`);
  return caller;
};

export const makeVerifier = (settings: string): Verifier => {
  const issuers = z.array(trustedIssuer).parse(JSON.parse(settings));
  const known = new Map(
    issuers.map((issuer): [string, { issuer: TrustedIssuer; keys: JWTVerifyGetKey }] => [
      issuer.issuer,
      {
        issuer,
        keys:
          issuer.jwks === undefined
            ? createRemoteJWKSet(new URL(issuer.jwksUri ?? ''))
            : createLocalJWKSet(issuer.jwks),
      },
    ]),
  );
  return {
    verify: async (token, now) => {
      const [, payload = ''] = token.split('.');
      const { iss } = z
        .object({ iss: z.string() })
        .parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      const trusted = known.get(iss);
      if (trusted === undefined) throw new Error('token of an unknown issuer');
      const verified = await jwtVerify(token, trusted.keys, {
        issuer: iss,
        audience: trusted.issuer.audience,
        algorithms,
        currentDate: new Date(now),
        requiredClaims: ['exp', 'iat', 'sub'],
        maxTokenAge: longestLifeS,
        clockTolerance: 5,
      });
      const said = claims.parse(verified.payload);
      if (said.exp - said.iat > longestLifeS) throw new Error('token lives longer than 15 minutes');
      return admit(
        trusted.issuer,
        callerSchema.parse({
          issuer: trusted.issuer.name,
          principal: labelledSha256('leian.principal.1', said.iss, said.sub),
          role: said.role,
          office: said.office,
          subject: said.subject,
          person: said.person,
        }),
      );
    },
  };
};
