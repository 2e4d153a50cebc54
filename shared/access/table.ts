import type { Role } from './caller.ts';

/**
 * How the caller stands to the file: its supervising office, an office above it, the subject itself, none of these, or
 * an officer of no office that exists (`outside`: no row names it).
 */
export type Relation = 'office' | 'above' | 'self' | 'none' | 'outside';

/** Kinds of what lies in a file. A test holds them against the kinds that are stored: a new one is nobody's until it stands here. */
export const fileKinds = [
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
  'ERASURE',
  'REPORT_REFERENCE',
  'DEVICE_STATE',
  'RULE_RUN',
] as const;
export type FileKind = (typeof fileKinds)[number];
export const isFileKind = (text: string): text is FileKind => fileKinds.some((kind) => kind === text);

export type Action =
  | 'find subjects'
  | 'register subject'
  | 'register technician'
  | 'register instrument'
  | 'register device'
  | 'merge subjects'
  | 're-alias subject'
  | 'erase personal data'
  | 'read file'
  | 'read personal data'
  | 'read marks of persons'
  | 'read leads'
  | 'decide anomaly'
  | 'submit report'
  | 'handle hazard as officer'
  | 'handle hazard as unit'
  | 'read credit grade';

export interface Right {
  readonly role: Role;
  readonly action: Action;
  readonly kinds: readonly FileKind[];
  readonly relations: readonly Relation[];
  /** Only officers of the province's own office, however they stand to the file otherwise. */
  readonly by?: 'province';
  /** Sensitive reads only: whether a purpose must be stated, or the relation is purpose enough (one's own data). */
  readonly purpose?: 'stated' | 'own';
  /** Sensitive reads only: whether names and numbers are shown whole or in part. */
  readonly shows?: 'whole' | 'masked';
}

const supervising = ['office', 'above'] as const;

/** Everything that is allowed. What stands in no row is denied. */
export const rights: readonly Right[] = [
  { role: 'officer', action: 'find subjects', kinds: ['HEAD'], relations: ['office', 'above', 'none'] },
  { role: 'officer', action: 'register subject', kinds: ['HEAD'], relations: supervising },
  { role: 'officer', action: 'register technician', kinds: ['HEAD'], relations: supervising },
  { role: 'officer', action: 'register instrument', kinds: ['INSTRUMENT'], relations: supervising },
  { role: 'officer', action: 'register device', kinds: ['DEVICE'], relations: supervising },
  { role: 'officer', action: 'merge subjects', kinds: ['HEAD'], relations: supervising },
  { role: 'officer', action: 're-alias subject', kinds: ['HEAD'], relations: supervising },
  {
    ...{ role: 'officer', action: 'erase personal data', kinds: ['HEAD', 'HAZARD'] },
    ...{ relations: supervising, by: 'province' },
  },
  { role: 'officer', action: 'read file', kinds: fileKinds, relations: supervising },
  {
    ...{ role: 'officer', action: 'read personal data', kinds: ['HEAD', 'HAZARD'] },
    ...{ relations: ['office'], purpose: 'stated', shows: 'whole' },
  },
  {
    ...{ role: 'officer', action: 'read personal data', kinds: ['HEAD', 'HAZARD'] },
    ...{ relations: ['above'], purpose: 'stated', shows: 'masked' },
  },
  {
    ...{ role: 'officer', action: 'read marks of persons', kinds: ['HAZARD'] },
    ...{ relations: ['office'], purpose: 'stated', shows: 'whole' },
  },
  { role: 'officer', action: 'read leads', kinds: ['ANOMALY'], relations: supervising },
  { role: 'officer', action: 'decide anomaly', kinds: ['ANOMALY'], relations: supervising },
  { role: 'officer', action: 'handle hazard as officer', kinds: ['HAZARD'], relations: supervising },
  // A grade is made to be known: any office of the province may ask before it lets an organisation work.
  {
    ...{ role: 'officer', action: 'read credit grade', kinds: ['CREDIT_FACT', 'CREDIT_GRADE'] },
    relations: ['office', 'above', 'none'],
  },

  { role: 'organisation', action: 'find subjects', kinds: ['HEAD'], relations: ['none'] },
  { role: 'organisation', action: 'register technician', kinds: ['HEAD'], relations: ['self'] },
  { role: 'organisation', action: 'register instrument', kinds: ['INSTRUMENT'], relations: ['self'] },
  // Of ANOMALY only what officers have released: see leads.ts.
  {
    ...{ role: 'organisation', action: 'read file', relations: ['self'] },
    kinds: ['HEAD', 'INSTRUMENT', 'ANOMALY', 'CREDIT_FACT', 'CREDIT_GRADE', 'REPORT_REFERENCE'],
  },
  { role: 'organisation', action: 'submit report', kinds: ['REPORT', 'POINTS'], relations: ['self'] },
  {
    ...{ role: 'organisation', action: 'read credit grade', kinds: ['CREDIT_FACT', 'CREDIT_GRADE'] },
    relations: ['self'],
  },

  { role: 'unit', action: 'find subjects', kinds: ['HEAD'], relations: ['none'] },
  {
    ...{ role: 'unit', action: 'read file', relations: ['self'] },
    kinds: ['HEAD', 'REPORT', 'POINTS', 'HAZARD', 'DEVICE', 'DEVICE_ALARM', 'DEVICE_STATE', 'ERASURE'],
  },
  // What a unit handed in about its own people it may check and correct: being the subject is the purpose.
  {
    ...{ role: 'unit', action: 'read personal data', kinds: ['HEAD', 'HAZARD'] },
    ...{ relations: ['self'], purpose: 'own', shows: 'whole' },
  },
  { role: 'unit', action: 'register device', kinds: ['DEVICE'], relations: ['self'] },
  { role: 'unit', action: 'handle hazard as unit', kinds: ['HAZARD'], relations: ['self'] },
];
