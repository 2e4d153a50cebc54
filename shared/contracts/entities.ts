import * as z from 'zod';
import type { Json } from '../kernel/canonical.ts';
import { isId, type Id, type IdKind } from '../kernel/ids.ts';
import { parseDay, parseInstant, type CalendarDay, type Instant } from '../kernel/time.ts';

/**
 * Records as they lie in a file. These schemas read what our own writers stored; a mismatch is damage, not bad input.
 * `meta` is what JSON Schema says of a check that it cannot express.
 */
export const storedId = <K extends IdKind>(kind: K) =>
  z
    .custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value))
    .meta({ type: 'string', pattern: `^${kind}_[0-9A-HJKMNP-TV-Z]{26}$` });
export const storedInstant = z.lazy(() =>
  z
    .custom<Instant>((value) => typeof value === 'string' && parseInstant(value) === value)
    .meta({ type: 'string', format: 'date-time' }),
);
export const storedDay = z.lazy(() =>
  z
    .custom<CalendarDay>((value) => typeof value === 'string' && parseDay(value) === value)
    .meta({ type: 'string', format: 'date' }),
);
/** Text encrypted under a data key of the file (`enc:1:<key id>:…`). */
export const sealed = z.lazy(() => z.string().startsWith('enc:1:'));
export const storedPosition = z.lazy(() =>
  z.object({
    lon: z.number(),
    lat: z.number(),
    datum: z.enum(['WGS84', 'CGCS2000', 'GCJ02']),
    accuracyM: z.number().exactOptional(),
  }),
);
export const bilingual = z.lazy(() => z.object({ zh: z.string(), en: z.string() }));

const headBase = () => ({
  id: storedId('sub'),
  supervisingOffice: z.string(),
  division: z.string(),
  registeredAt: storedInstant,
  /** The file that goes on in place of this one, which stays as it is, and why. */
  mergedInto: storedId('sub').optional(),
  mergeReason: z.string().optional(),
  /** Files that were merged into this one, oldest first; each stays where it is. */
  absorbed: z.array(storedId('sub')).optional(),
});
/** Credit codes and names that a subject had before, oldest first; the codes still lead to it. */
const former = z.lazy(() =>
  z.array(z.object({ uscc: z.string(), name: z.string(), until: storedInstant, reason: z.string() })),
);
export const keyUnitHead = z.lazy(() =>
  z.object({
    ...headBase(),
    subjectKind: z.literal('KEY_UNIT'),
    name: z.string(),
    uscc: z.string(),
    supervisionCode: z.string(),
    former: former.optional(),
    keyUnitKind: z.string(),
    address: z.string(),
    location: storedPosition,
    listEdition: z.string(),
    listedOn: storedDay,
    safetyManager: sealed.optional(),
  }),
);
export const organisationHead = z.lazy(() =>
  z.object({
    ...headBase(),
    subjectKind: z.literal('INSPECTION_ORGANISATION'),
    name: z.string(),
    uscc: z.string(),
    supervisionCode: z.string(),
    former: former.optional(),
    address: z.string(),
    homeProvince: z.string(),
    certificate: z.object({
      number: z.string(),
      grade: z.enum(['A', 'B']),
      issuedBy: z.string(),
      issuedOn: storedDay,
      validTo: storedDay,
    }),
  }),
);
export const holderHead = z.lazy(() =>
  z.object({
    ...headBase(),
    subjectKind: z.literal('CERTIFICATE_HOLDER'),
    /** Name and identification number, sealed together. */
    person: sealed,
    employer: storedId('sub'),
    employedFrom: storedDay,
    abilityCertificate: z.object({
      number: z.string(),
      issuer: z.string(),
      validFrom: storedDay,
      validTo: storedDay,
    }),
  }),
);
/** Head of a file: what the subject is, and which office supervises it. */
export const head = z.lazy(() =>
  z.discriminatedUnion('subjectKind', [keyUnitHead, organisationHead, holderHead]),
);

export const instrument = z.lazy(() =>
  z.object({
    id: storedId('ins'),
    owner: storedId('sub'),
    serialNumber: z.string(),
    instrumentKind: z.string(),
    model: z.string(),
    maker: z.string(),
    calibration: z.object({
      certificateNumber: z.string(),
      body: z.string(),
      calibratedOn: storedDay,
      validTo: storedDay,
    }),
  }),
);

/**
 * Summary of a report: what a file shows of it, what its event says, below 1 KB whatever a report holds. The rest of it
 * (`reportDetails`) lies packed with its points.
 */
export const report = z.lazy(() =>
  z.object({
    id: storedId('rep'),
    reportNumber: z.string(),
    volume: z.int(),
    keyUnit: storedId('sub'),
    organisation: storedId('sub'),
    inspectionType: z.string(),
    activity: z.object({ startedAt: storedInstant, endedAt: storedInstant, position: storedPosition }),
    issuedOn: storedDay,
    nextInspectionOn: storedDay,
    conclusion: z.enum(['PASS', 'FAIL']),
    pointCount: z.int(),
    failedPointCount: z.int(),
    receivedAt: storedInstant,
    /** Last day on which the upload was in time; absent where the province sets none (GAP). */
    uploadDueOn: storedDay.optional(),
    /** The same counted without the yearly holiday notice: shown, never held against anybody. */
    uploadDueProvisionalOn: storedDay.optional(),
    /** SHA-256 of the original as posted; the archive keeps it under this name. */
    original: z.string(),
  }),
);

/** What else a report says, of any length: lists, names, advice. */
export const reportDetails = z.lazy(() =>
  z.object({
    standards: z.array(z.object({ code: z.string(), edition: z.string() })),
    technicians: z.array(storedId('sub')),
    instruments: z.array(storedId('ins')),
    tester: storedId('sub'),
    checker: storedId('sub').optional(),
    authorisedSignatory: storedId('sub').optional(),
    structures: z.array(
      z.object({ number: z.string(), name: z.string(), protectionClass: z.literal([1, 2, 3]) }),
    ),
    rectificationAdvice: z.string().optional(),
  }),
);

export const anomalyStates = ['LEAD', 'RELEASED', 'CONFIRMED', 'DISMISSED'] as const;
/** A rule's lead about a report and its organisation; officers only, until they release it. */
export const anomaly = z.lazy(() =>
  z.object({
    id: storedId('ano'),
    /** In whose file the lead lies. */
    organisation: storedId('sub'),
    /** Who made the report that was examined: another one where values or people are shared between two organisations. */
    reportedBy: storedId('sub'),
    report: storedId('rep'),
    reportNumber: z.string(),
    keyUnit: storedId('sub'),
    rule: z.string(),
    ruleVersion: z.string(),
    severity: z.literal([1, 2, 3]),
    mark: z.enum(['S', 'L', 'G']),
    basis: z.array(bilingual),
    explanation: bilingual,
    /** What the rule saw: inputs, thresholds and evidence, as it gave them. */
    findings: z.custom<Json>(),
    foundAt: storedInstant,
    state: z.enum(anomalyStates),
    decision: z.object({ by: z.string(), at: storedInstant, reason: z.string() }).optional(),
  }),
);

export type Head = z.output<typeof head>;
export type KeyUnitHead = z.output<typeof keyUnitHead>;
export type OrganisationHead = z.output<typeof organisationHead>;
export type HolderHead = z.output<typeof holderHead>;
export type Instrument = z.output<typeof instrument>;
export type ReportSummary = z.output<typeof report>;
export type ReportDetails = z.output<typeof reportDetails>;
/** A whole report without its points: summary and details together, in the shape in which it was submitted. */
export type Report = Omit<ReportSummary, 'activity'> &
  Omit<ReportDetails, 'technicians' | 'instruments'> & {
    readonly activity: ReportSummary['activity'] & Pick<ReportDetails, 'technicians' | 'instruments'>;
  };
export type Anomaly = z.output<typeof anomaly>;
