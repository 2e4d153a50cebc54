import type { Id, SubjectId } from '../kernel/ids.ts';

/** Kinds of records in a file. `derived` kinds can be rebuilt from others and have no ledger entry of their own. */
export const recordKinds = [
  'HEAD',
  'INSTRUMENT',
  'REPORT',
  'POINTS',
  'ANOMALY',
  'HAZARD',
  'CREDIT_FACT',
  'CREDIT_GRADE',
  'DEVICE',
  'DEVICE_ALARM',
] as const;
export type RecordKind = (typeof recordKinds)[number];
/** `RULE_RUN`: what each rule said of a report, `cannot tell` included; officers only. */
export const derivedKinds = ['REPORT_REFERENCE', 'DEVICE_STATE', 'RULE_RUN'] as const;
export type DerivedKind = (typeof derivedKinds)[number];

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

/** Packed points have a range of their own, so that reading a file does not read them. */
const rangeOf = (kind: RecordKind | DerivedKind): string => (kind === 'POINTS' ? 'P#' : 'C#');

/** Partition of a technician's working times, and of a signature of values. */
export const personIndex = (technician: SubjectId): string => `ix#person#${technician}`;
export const valueIndex = (signature: string): string => `ix#values#${signature}`;

/** Every key of the table is made here. One item collection holds one subject; its ranges are told apart by the sort key. */
export const keys = {
  current: (subject: SubjectId, kind: RecordKind | DerivedKind, id: string): Key => ({
    pk: subject,
    sk: `${rangeOf(kind)}${kind}#${id}`,
  }),
  head: (subject: SubjectId): Key => keys.current(subject, 'HEAD', subject),
  history: (subject: SubjectId, kind: RecordKind, id: string, version: number): Key => ({
    pk: subject,
    sk: `H#${kind}#${id}#${padded(version, 6)}`,
  }),
  entry: (subject: SubjectId, sequence: number): Key => ({ pk: subject, sk: `L#${padded(sequence, 10)}` }),
  tail: (subject: SubjectId): Key => ({ pk: subject, sk: 'T#' }),
  dataKey: (subject: SubjectId): Key => ({ pk: subject, sk: 'K#1' }),
  creditCode: (code: string): Key => ({ pk: `alias#uscc#${code}`, sk: '#' }),
  person: (oneWay: string): Key => ({ pk: `alias#person#${oneWay}`, sk: '#' }),
  reportNumber: (organisation: SubjectId, number: string, volume: number): Key => ({
    pk: `alias#reportno#${organisation}`,
    sk: `${number}#${padded(volume, 2)}`,
  }),
  reportPlace: (report: Id<'rep'>): Key => ({ pk: `alias#report#${report}`, sk: '#' }),
  deviceOwner: (device: Id<'dev'>): Key => ({ pk: `alias#device#${device}`, sk: '#' }),
  command: (scope: string, key: string): Key => ({ pk: `idem#${scope}`, sk: key }),
  personInterval: (technician: SubjectId, startedAt: string, report: string): Key => ({
    pk: personIndex(technician),
    sk: `${startedAt}#${report}`,
  }),
  valueVector: (signature: string, report: string, part: string): Key => ({
    pk: valueIndex(signature),
    sk: `${report}#${part}`,
  }),
  loop: (hazard: Id<'haz'>): Key => ({ pk: `loop#${hazard}`, sk: '#' }),
  sweep: (): Key => ({ pk: 'sweep#hazard', sk: 'watermark' }),
  clock: (): Key => ({ pk: 'clock', sk: 'offset' }),
} as const;
