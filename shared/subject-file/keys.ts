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
  'ERASURE',
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

/** Ranges of a file: how the sort keys of each begin. Reading the file is reading the first. */
export const ranges = {
  current: 'C#',
  packed: 'P#',
  history: 'H#',
  entries: 'L#',
  places: 'I#',
  tail: 'T#',
  keys: 'K#',
} as const;

/** How the sort keys of one kind begin. Packed points have a range of their own, so that reading a file does not read them. */
export const kindPrefix = (kind: RecordKind | DerivedKind): string =>
  `${kind === 'POINTS' ? ranges.packed : ranges.current}${kind}#`;
/** How the sort keys of one record's superseded versions begin. */
export const historyPrefix = (kind: RecordKind, id: string): string => `${ranges.history}${kind}#${id}#`;

/** Id of the data key that seals a subject's originals and, in the file of a person, that person's own data. */
export const ownKey = '1';

/** Partition of a technician's working times, and of a signature of values. */
export const personIndex = (technician: SubjectId): string => `ix#person#${technician}`;
export const valueIndex = (signature: string): string => `ix#values#${signature}`;

/** Every key of the table is made here. One item collection holds one subject; its ranges are told apart by the sort key. */
export const keys = {
  current: (subject: SubjectId, kind: RecordKind | DerivedKind, id: string): Key => ({
    pk: subject,
    sk: `${kindPrefix(kind)}${id}`,
  }),
  head: (subject: SubjectId): Key => keys.current(subject, 'HEAD', subject),
  history: (subject: SubjectId, kind: RecordKind, id: string, version: number): Key => ({
    pk: subject,
    sk: `${historyPrefix(kind, id)}${padded(version, 6)}`,
  }),
  entry: (subject: SubjectId, sequence: number): Key => ({
    pk: subject,
    sk: `${ranges.entries}${padded(sequence, 10)}`,
  }),
  tail: (subject: SubjectId): Key => ({ pk: subject, sk: ranges.tail }),
  /** A wrapped data key of the file; `ownKey` is the subject's own, the others are each of one person (`key_<ulid>`). */
  key: (subject: SubjectId, id: string): Key => ({ pk: subject, sk: `${ranges.keys}${id}` }),
  dataKey: (subject: SubjectId): Key => keys.key(subject, ownKey),
  creditCode: (code: string): Key => ({ pk: `alias#uscc#${code}`, sk: '#' }),
  person: (oneWay: string): Key => ({ pk: `alias#person#${oneWay}`, sk: '#' }),
  reportNumber: (organisation: SubjectId, number: string, volume: number): Key => ({
    pk: `alias#reportno#${organisation}`,
    sk: `${number}#${padded(volume, 2)}`,
  }),
  /** Into which file a subject goes: itself while it takes others in, another one as soon as a merge has begun. */
  survivor: (subject: SubjectId): Key => ({ pk: `alias#merge#${subject}`, sk: '#' }),
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
  /** Place of an entry in the province's tree, in the file of its subject. */
  leafIndex: (subject: SubjectId, sequence: number): Key => ({
    pk: subject,
    sk: `${ranges.places}${padded(sequence, 10)}`,
  }),
  treeState: (): Key => ({ pk: 'tree', sk: 'state' }),
  /** Newest signed head. */
  treeHead: (): Key => ({ pk: 'tree', sk: 'head' }),
  treeTile: (name: string): Key => ({ pk: 'tree', sk: `tile#${name}` }),
} as const;
