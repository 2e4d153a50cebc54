import * as z from 'zod';
import { bilingual, storedDay, storedId, storedInstant } from './entities.ts';
import { mark } from './settings.ts';

/** What can count for or against an inspection organisation. Each kind belongs to one indicator of a set. */
export const factKinds = [
  'QUALIFICATION_KEPT',
  'QUALIFICATION_SUSPENDED',
  'YEARLY_REPORT_IN_TIME',
  'YEARLY_REPORT_LATE',
  'UPLOAD_IN_TIME',
  'UPLOAD_LATE',
  'QUALITY_PASSED',
  'QUALITY_FAILED',
  'QUALITY_GRAVELY_FAILED',
  'ANOMALY_CONFIRMED',
  'ANOMALY_CONFIRMED_SERIOUS',
  'COMPLAINT_UPHELD',
  'PENALTY',
  'HAZARD_OVERDUE',
  'HAZARD_MISSED',
  'PLEDGE_KEPT',
  'PLEDGE_BROKEN',
  'AWARD',
  'FAKE_REPORT_CONFIRMED',
  'CERTIFICATE_LENT',
  'INSPECTION_REFUSED',
] as const;
export const factKind = z.enum(factKinds);
export type FactKind = z.output<typeof factKind>;

/** One fact about an inspection organisation, in its file. It is never changed: a correction is another fact. */
export const creditFact = z.lazy(() =>
  z.object({
    id: storedId('fac'),
    organisation: storedId('sub'),
    kind: factKind,
    /** What it is about: a report, an anomaly, a hazard, the certificate. */
    about: z.string(),
    /** Key unit in whose file that lies, where it is another file. */
    keyUnit: storedId('sub').optional(),
    /** Ledger entry (event) from which it follows. */
    cause: storedId('ent'),
    /** Day (UTC+08:00) from which it counts; its end, where the fact itself sets one (a certificate's last day). */
    on: storedDay,
    until: storedDay.optional(),
    mark,
    note: bilingual,
  }),
);

/**
 * A fact as an evaluation counts it. Favourable facts of one kind and month are one tally with a count; adverse ones
 * stand alone, each with its id, so that each can be questioned.
 */
export const countedFact = z.lazy(() =>
  z.object({
    id: z.string(),
    kind: factKind,
    about: z.string(),
    on: storedDay,
    until: storedDay.optional(),
    mark,
    count: z.int().positive(),
  }),
);

/** Grade of an organisation: one record, a new version with each fact. `sample`: no published thresholds exist (GAP). */
export const creditGrade = z.lazy(() =>
  z.object({
    id: storedId('grd'),
    organisation: storedId('sub'),
    grade: z.string(),
    score: z.int(),
    sample: z.literal(true),
    setVersion: z.string(),
    asOf: storedDay,
    evaluatedAt: storedInstant,
    /** Everything that was counted: the evaluation can be repeated from this record alone. */
    facts: z.array(countedFact),
  }),
);

export type CreditFact = z.output<typeof creditFact>;
export type CountedFact = z.output<typeof countedFact>;
export type CreditGrade = z.output<typeof creditGrade>;
