import { toJson } from '../../shared/kernel/canonical.ts';
import type * as z from 'zod';
import { anomaly, head, report } from '../../shared/contracts/entities.ts';
import { creditGrade } from '../../shared/contracts/credit.ts';
import { device, deviceAlarm } from '../../shared/contracts/device.ts';
import {
  envelope,
  eventStates,
  eventType,
  restricted,
  type Envelope,
  type EventType,
} from '../../shared/contracts/events.ts';
import { hazard } from '../../shared/contracts/hazard.ts';
import { erasure } from '../../shared/contracts/subject-change.ts';
import type { LedgerEntry } from '../../shared/ledger/entry.ts';
import { readBody } from '../../shared/subject-file/read.ts';
import type { StoredRecord } from '../../shared/subject-file/record.ts';

type Records = readonly StoredRecord[];

const the = <B>(schema: z.ZodType<B>, records: Records, kind: StoredRecord['kind']): B => {
  const record = records.find((candidate) => candidate.kind === kind);
  if (record === undefined) throw new Error(`entry names no ${kind}`);
  return readBody(schema, record);
};
const every = <B>(schema: z.ZodType<B>, records: Records, kind: StoredRecord['kind']): readonly B[] =>
  records.filter((record) => record.kind === kind).map((record) => readBody(schema, record));

/** What each type of entry tells others, out of the very versions that the entry names. */
const told: Readonly<Record<EventType, (records: Records) => object>> = {
  KeyUnitRegistered: (records) => the(head, records, 'HEAD'),
  InspectionOrganisationRegistered: (records) => the(head, records, 'HEAD'),
  TechnicianRegistered: (records) => the(head, records, 'HEAD'),
  InstrumentRegistered: (records) => {
    const [instrument] = records;
    return { id: instrument?.id, version: instrument?.version };
  },
  SubjectAbsorbed: (records) => the(head, records, 'HEAD'),
  SubjectMerged: (records) => the(head, records, 'HEAD'),
  SubjectRealiased: (records) => the(head, records, 'HEAD'),
  PersonalDataErased: (records) => the(erasure, records, 'ERASURE'),
  InspectionReportReceived: (records) => the(report, records, 'REPORT'),
  AnomalyFound: (records) => ({ anomalies: every(anomaly, records, 'ANOMALY') }),
  AnomalyDecided: (records) => the(anomaly, records, 'ANOMALY'),
  HazardFound: (records) => ({ hazards: every(hazard, records, 'HAZARD') }),
  HazardMoved: (records) => the(hazard, records, 'HAZARD'),
  HazardOverdue: (records) => {
    const { id, state, late, origin } = the(hazard, records, 'HAZARD');
    return {
      id,
      state,
      level: late?.level,
      ...(origin.kind === 'REPORT_POINT' ? { organisation: origin.organisation } : {}),
    };
  },
  DeviceRegistered: (records) => the(device, records, 'DEVICE'),
  DeviceAlarmRaised: (records) => the(deviceAlarm, records, 'DEVICE_ALARM'),
  CreditGradeChanged: (records) => the(creditGrade, records, 'CREDIT_GRADE'),
};

/** The event that an entry becomes: its id is the entry's, its state is what the contract lets out. */
export const eventOf = (province: string, entry: LedgerEntry, records: Records): Envelope => {
  const type = eventType.parse(entry.type);
  return envelope.parse({
    id: entry.id,
    type,
    version: '1.0',
    subject: entry.subject,
    sequence: entry.sequence,
    province,
    time: entry.time,
    ...(entry.causation === undefined ? {} : { causation: entry.causation }),
    correlation: entry.correlation,
    dataClass: restricted.includes(type) ? 'restricted' : 'general',
    // Parsed by the event's own contract: only the fields that it lets out remain.
    state: toJson(eventStates[type].parse(told[type](records))),
  });
};
