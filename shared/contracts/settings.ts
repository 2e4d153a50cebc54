import * as z from 'zod';

/**
 * What a deployed function is told of its province: the runtime part of the settings file, as JSON in `SETTINGS`.
 * Infra's schema (infra/provinces/schema.ts) extends it with what only a deployment needs. Anything that the law or a
 * local text leaves open is *unset*, never a number of our own (domain.md: GAP).
 */

/** S sure, L likely, G our own choice without a published basis (domain.md, "Confidence"). L and G never alone lead to a sanction. */
export const mark = z.enum(['S', 'L', 'G']);
export type Mark = z.infer<typeof mark>;

const days = z.int().min(0).max(3650);
const division = z.string().regex(/^\d{6}$/, 'six digits (GB/T 2260) / 应为六位行政区划代码');
const source = z.string().min(2);

/** How long after its issue a report may be uploaded (rule R16). Unset where no local rule is known. */
export const uploadDeadline = z.strictObject({
  days: days.min(1),
  kind: z.enum(['working', 'calendar']),
  from: z.literal('REPORT_ISSUED'),
  source,
  mark,
});

/** Days that the new state of a hazard may last (domain.md 7.3). The national numbers are a GAP: unset = no due date, listed daily. */
export const hazardClock = z.strictObject({ days, kind: z.enum(['working', 'calendar']), source, mark });
export const hazardClocks = z.strictObject({
  triage: hazardClock.optional(),
  order: hazardClock.optional(),
  recheck: hazardClock.optional(),
  close: hazardClock.optional(),
});

/**
 * One step of lateness. `afterDays` counts from the due date, in calendar days; unset = this level is never reached by itself.
 * Level 1 reminds, 2 goes to the higher office, 3 is listing or interview.
 */
export const escalationStep = z.strictObject({
  level: z.int().min(1).max(3),
  afterDays: days.optional(),
  to: z.enum(['RESPONSIBLE', 'HIGHER_OFFICE', 'LISTING_OR_INTERVIEW']),
  mark,
});

/** A tunable number of a rule, with the mark of its basis. */
const threshold = z.strictObject({ value: z.number().positive(), mark });
export const thresholds = z.strictObject({
  /** R01: two sites farther apart than this (metres) cannot be served by one person at once. */
  r01DistanceM: threshold,
  /** R21: the fewest equal values in one order that count as copied. */
  r21MinimumValues: threshold,
  /** Intake: an activity farther than this (metres) from the key unit is refused as a slip, not examined as a lead. */
  intakePositionM: threshold,
});

/** Corrects the tree of offices that follows from the division codes: another parent, or a name. */
export const officeOverride = z.strictObject({
  code: division,
  parent: division.optional(),
  name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }).optional(),
});

/** A local text that sets another inspection cycle for kinds of key units, for the whole province or one division (domain.md 4.9). */
export const cycleException = z.strictObject({
  kinds: z.array(z.string().regex(/^[A-Z_]+$/)).min(1),
  months: z.int().min(1).max(24),
  division: division.optional(),
  source,
  mark,
});

export const runtimeSettings = z.strictObject({
  province: z.string().regex(/^\d{2}$/),
  /** First day (UTC+08:00) on which the province works with Leian: the sweep starts there, older dates are history. */
  liveSince: z.iso.date(),
  /** Shards of the due index per hour: raise before one slot gets hot, never lower. */
  dueShards: z.int().min(1).max(64),
  uploadDeadline: uploadDeadline.optional(),
  hazardClocks,
  escalation: z.array(escalationStep).max(3),
  thresholds,
  offices: z.array(officeOverride),
  cycleExceptions: z.array(cycleException),
});
export type RuntimeSettings = z.infer<typeof runtimeSettings>;

/** Identifier of the issuer that the local stage makes for itself; `.invalid` never resolves, and production refuses it. */
export const localIssuer = 'https://issuer.leian.invalid';

/** Somebody whose tokens are believed, and what they may assert; any other claim is refused (environment `ISSUERS`). */
export const trustedIssuer = z.strictObject({
  name: z.string().min(1),
  issuer: z.url(),
  audience: z.literal('leian'),
  /** Where the public keys are fetched, or the keys themselves (RFC 7517). Exactly one of the two. */
  jwksUri: z.url().optional(),
  jwks: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())).min(1) }).optional(),
  province: z.string().regex(/^\d{2}$/),
  roles: z.array(z.enum(['officer', 'organisation', 'unit', 'public'])).min(1),
  /** What a token may tie its holder to: an office, an inspection organisation, a key unit. */
  relations: z.array(z.enum(['office', 'organisation', 'unit'])),
});
export type TrustedIssuer = z.infer<typeof trustedIssuer>;
