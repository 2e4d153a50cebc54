import * as z from 'zod';
import { storedId, storedInstant } from './entities.ts';

/** Envelope of every event. `id` is the ledger entry's id: an event is an entry told to others. State: at most 8 KB, nothing personal. */
export const envelope = z.lazy(() =>
  z.object({
    id: storedId('ent'),
    type: z.string(),
    /** `major.minor`. An unknown major is refused (and ends in the dead-letter queue); unknown members of a minor are ignored. */
    version: z.string().regex(/^1\.\d+$/),
    subject: storedId('sub'),
    sequence: z.int().positive(),
    province: z.string().regex(/^\d{2}$/),
    time: storedInstant,
    causation: z.string().optional(),
    correlation: z.string(),
    dataClass: z.enum(['general', 'restricted']),
    state: z.json(),
  }),
);
export type Envelope = z.output<typeof envelope>;

const ref = z.lazy(() => z.object({ id: z.string(), version: z.int() }));

/** What each type of event lets out of the records its entry names. Nothing else leaves a file this way. */
export const eventStates = {
  KeyUnitRegistered: z.lazy(() =>
    z.object({
      subjectKind: z.string(),
      keyUnitKind: z.string(),
      division: z.string(),
      supervisingOffice: z.string(),
    }),
  ),
  InspectionOrganisationRegistered: z.lazy(() =>
    z.object({
      subjectKind: z.string(),
      division: z.string(),
      supervisingOffice: z.string(),
      homeProvince: z.string(),
    }),
  ),
  TechnicianRegistered: z.lazy(() => z.object({ employer: storedId('sub') })),
  InstrumentRegistered: ref,
  SubjectAbsorbed: z.lazy(() => z.object({ absorbed: z.array(storedId('sub')) })),
  SubjectMerged: z.lazy(() => z.object({ mergedInto: storedId('sub') })),
  SubjectRealiased: z.lazy(() => z.object({ subjectKind: z.string(), division: z.string() })),
  PersonalDataErased: z.lazy(() => z.object({ keys: z.array(z.string()) })),
  InspectionReportReceived: z.lazy(() =>
    z.object({
      id: storedId('rep'),
      organisation: storedId('sub'),
      keyUnit: storedId('sub'),
      reportNumber: z.string(),
      issuedOn: z.string(),
      receivedAt: z.string(),
      uploadDueOn: z.string().optional(),
      pointCount: z.int(),
      failedPointCount: z.int(),
    }),
  ),
  AnomalyFound: z.lazy(() =>
    z.object({
      anomalies: z.array(
        z.object({ id: storedId('ano'), report: storedId('rep'), rule: z.string(), severity: z.int() }),
      ),
    }),
  ),
  AnomalyDecided: z.lazy(() =>
    z.object({
      id: storedId('ano'),
      report: storedId('rep'),
      rule: z.string(),
      severity: z.int(),
      state: z.string(),
    }),
  ),
  HazardFound: z.lazy(() =>
    z.object({ hazards: z.array(z.object({ id: storedId('haz'), state: z.string() })) }),
  ),
  HazardMoved: z.lazy(() => z.object({ id: storedId('haz'), state: z.string() })),
  HazardOverdue: z.lazy(() =>
    z.object({
      id: storedId('haz'),
      state: z.string(),
      level: z.int(),
      organisation: storedId('sub').optional(),
    }),
  ),
  DeviceRegistered: z.lazy(() => z.object({ id: storedId('dev'), deviceKind: z.string() })),
  DeviceAlarmRaised: z.lazy(() => z.object({ id: storedId('alm'), device: storedId('dev') })),
  CreditGradeChanged: z.lazy(() => z.object({ id: z.string(), grade: z.string() })),
} as const;
export type EventType = keyof typeof eventStates;
export type EventState<T extends EventType> = z.output<(typeof eventStates)[T]>;

const isEventType = (text: string): text is EventType => Object.hasOwn(eventStates, text);
export const eventType = z.custom<EventType>((value) => typeof value === 'string' && isEventType(value));

/** Events that only officers' systems may see. */
export const restricted: readonly EventType[] = ['AnomalyFound', 'AnomalyDecided'];
