import * as z from 'zod';

/**
 * What a deployed function is told of its province: the runtime part of the settings file, as JSON in `SETTINGS`.
 * Infra's schema (infra/provinces/schema.ts) extends it with what only a deployment needs. Anything that the law or a
 * local text leaves open is *unset*, never a number of our own (domain.md: GAP).
 */

/** S sure, L likely, G our own choice without a published basis (domain.md, "Confidence"). L and G never alone lead to a sanction. */
export const mark = z.enum(['S', 'L', 'G']);
export type Mark = z.infer<typeof mark>;

const days = () => z.int().min(0).max(3650);
const division = () => z.string().regex(/^\d{6}$/, 'six digits (GB/T 2260) / 应为六位行政区划代码');
const source = () => z.string().min(2);

/** How long after its issue a report may be uploaded (rule R16). Unset where no local rule is known. */
export const uploadDeadline = z.lazy(() =>
  z.strictObject({
    days: days().min(1),
    kind: z.enum(['working', 'calendar']),
    from: z.literal('REPORT_ISSUED'),
    source: source(),
    mark,
  }),
);

/** Days that the new state of a hazard may last (domain.md 7.3). The national numbers are a GAP: unset = no due date, listed daily. */
export const hazardClock = z.lazy(() =>
  z.strictObject({ days: days(), kind: z.enum(['working', 'calendar']), source: source(), mark }),
);
export const hazardClocks = z.lazy(() =>
  z.strictObject({
    triage: hazardClock.optional(),
    order: hazardClock.optional(),
    recheck: hazardClock.optional(),
    close: hazardClock.optional(),
  }),
);

/**
 * One step of lateness. `afterDays` counts from the due date, in calendar days; unset = this level is never reached by itself.
 * Level 1 reminds, 2 goes to the higher office, 3 is listing or interview.
 */
export const escalationStep = z.lazy(() =>
  z.strictObject({
    level: z.int().min(1).max(3),
    afterDays: days().optional(),
    to: z.enum(['RESPONSIBLE', 'HIGHER_OFFICE', 'LISTING_OR_INTERVIEW']),
    mark,
  }),
);

/** A tunable number of a rule, with the mark of its basis. */
const threshold = z.lazy(() => z.strictObject({ value: z.number().positive(), mark }));
export const thresholds = z.lazy(() =>
  z.strictObject({
    /** R01: two sites farther apart than this (metres) cannot be served by one person at once. */
    r01DistanceM: threshold,
    /** R03: nobody travels faster than this by road, in a straight line (km/h). */
    r03SpeedKmh: threshold,
    /** R21: the fewest equal values in one order that count as copied. */
    r21MinimumValues: threshold,
    /** Intake: an activity farther than this (metres) from the key unit is refused as a slip, not examined as a lead. */
    intakePositionM: threshold,
  }),
);

/**
 * Where the tree of offices differs from the tree of divisions: an office under another parent, one that no division has
 * (a development zone; it needs a parent), another name, or a division without an office of its own, because it was
 * abolished, merged or never had one: then `parent`, or else the next higher office, goes on with its work.
 */
export const officeOverride = z.lazy(() =>
  z.strictObject({
    code: division(),
    parent: division().optional(),
    abolished: z.literal(true).optional(),
    name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }).optional(),
  }),
);
export type OfficeOverride = z.infer<typeof officeOverride>;

/** A local text that sets another inspection cycle for kinds of key units, for the whole province or one division (domain.md 4.9). */
export const cycleException = z.lazy(() =>
  z.strictObject({
    kinds: z.array(z.string().regex(/^[A-Z_]+$/)).min(1),
    months: z.int().min(1).max(24),
    division: division().optional(),
    source: source(),
    mark,
  }),
);

export const runtimeSettings = z.lazy(() =>
  z.strictObject({
    province: z.string().regex(/^\d{2}$/),
    /** First day (UTC+08:00) on which the province works with Leian: the sweep starts there, older dates are history. */
    liveSince: z.iso.date(),
    /** Shards of the due index per hour: raise before one slot gets hot, never lower. */
    dueShards: z.int().min(1).max(64),
    uploadDeadline: uploadDeadline.optional(),
    hazardClocks,
    escalation: z.array(escalationStep).max(3),
    thresholds,
    /** Offices of the province, as `shared/access/offices.ts` reads them: made from divisions and overrides when a stage is made. */
    officeTree: z.string().regex(/^(\d{4}[:-](\d{4})+)?( \d{4}[:-](\d{4})+)*$/),
    cycleExceptions: z.array(cycleException),
  }),
);
export type RuntimeSettings = z.infer<typeof runtimeSettings>;

/** Identifier of the issuer that the local stage makes for itself; `.invalid` never resolves, and production refuses it. */
export const localIssuer = 'https://issuer.leian.invalid';

/** Asymmetric algorithms only: a token signed with a shared secret, or not at all, is no token. */
export const tokenAlgorithms = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'] as const;

/** The public half of a key pair: a shared secret or a private key in the settings is a mistake that must not be deployed. */
const publicKey = z.lazy(() =>
  z
    .record(z.string(), z.unknown())
    .refine(({ kty }) => kty === 'OKP' || kty === 'EC' || kty === 'RSA', 'an asymmetric key / 应为非对称密钥')
    .refine((key) => !('d' in key) && !('k' in key), 'the public half only / 只能是公钥'),
);

/** Somebody whose tokens are believed, and what they may assert; any other claim is refused (environment `ISSUERS`). */
export const trustedIssuer = z.lazy(() =>
  z.strictObject({
    name: z.string().min(1),
    issuer: z.url(),
    audience: z.literal('leian'),
    /** Algorithms that this issuer signs with, where it is known to use fewer than the house admits. */
    algorithms: z.array(z.enum(tokenAlgorithms)).min(1).optional(),
    /** Where the public keys are fetched, or the keys themselves (RFC 7517). Exactly one of the two. */
    jwksUri: z.url().optional(),
    jwks: z.strictObject({ keys: z.array(publicKey).min(1) }).optional(),
    province: z.string().regex(/^\d{2}$/),
    roles: z.array(z.enum(['officer', 'organisation', 'unit', 'public'])).min(1),
    /** What a token may tie its holder to: an office, an inspection organisation, a key unit. */
    relations: z.array(z.enum(['office', 'organisation', 'unit'])),
  }),
);
export type TrustedIssuer = z.infer<typeof trustedIssuer>;
