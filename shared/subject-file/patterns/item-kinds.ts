import type { SubjectId } from '../../kernel/ids.ts';
import { keys, type DerivedKind, type Key, type RecordKind } from '../keys.ts';

/**
 * What an item is. `ledgered`: a version of a record, named by an entry; `ledger`: the entry itself and what belongs to
 * it; `derived`: can be made again from others, so no entry names it; `index`: by which others are found; `alias`: leads
 * from a name to a file; `technical`: of use to the machinery alone.
 */
export type ItemClass = 'ledgered' | 'ledger' | 'derived' | 'index' | 'alias' | 'technical';

/** One kind of item of the table. Who writes it is a capability, or the store itself. */
export interface ItemKind {
  /** A key of this kind, made by the function that makes all of them. */
  readonly example: Key;
  readonly class: ItemClass;
  readonly writtenBy: readonly string[];
  readonly holds: string;
  /** Days after which the table may delete it; absent: never by itself. */
  readonly ttlDays?: number;
}

const subject: SubjectId = 'sub_…';
const anyCommand = ['every command, in its own transaction'];

/** Every kind of item, by the function of `keys` that makes its key: a key without a row here does not compile. */
export const itemKinds = {
  current: {
    example: keys.current(subject, 'HAZARD', 'haz_…'),
    class: 'ledgered',
    writtenBy: ['append'],
    holds:
      'the version in force: salt, body, entry that wrote it, state; packed points in a range of their own',
  },
  head: {
    example: keys.head(subject),
    class: 'ledgered',
    writtenBy: ['registration'],
    holds: 'who the subject is and which office supervises it; the current record of kind HEAD',
  },
  history: {
    example: keys.history(subject, 'HAZARD', 'haz_…', 3),
    class: 'ledgered',
    writtenBy: ['append'],
    holds: 'a superseded version, unchanged, without its derived attributes',
  },
  entry: {
    example: keys.entry(subject, 42),
    class: 'ledger',
    writtenBy: ['append'],
    holds:
      'a ledger entry as canonical JSON; its hash is computed, never stored; the outbox of events as well',
  },
  tail: {
    example: keys.tail(subject),
    class: 'ledger',
    writtenBy: ['append'],
    holds: 'sequence and hash of the last entry; the condition by which writers of one file take turns',
  },
  leafIndex: {
    example: keys.leafIndex(subject, 42),
    class: 'ledger',
    writtenBy: ['ledger-integrator'],
    holds: "index of an entry in the province's tree",
  },
  key: {
    example: keys.key(subject, 'key_…'),
    class: 'technical',
    writtenBy: ['registration', 'hazard-tracking'],
    holds: 'a wrapped data key of one person in this file; to erase is to delete it, by a ledgered command',
  },
  dataKey: {
    example: keys.dataKey(subject),
    class: 'technical',
    writtenBy: ['registration'],
    holds: "the subject's own wrapped data key, for originals",
  },
  creditCode: {
    example: keys.creditCode('9133…'),
    class: 'alias',
    writtenBy: ['registration'],
    holds: 'the files of a credit code, former ones marked; several for a chain',
  },
  person: {
    example: keys.person('<one-way>'),
    class: 'alias',
    writtenBy: ['registration'],
    holds: 'the file of a person, by a hash of the keyed hash',
  },
  reportNumber: {
    example: keys.reportNumber(subject, '2026-0001', 1),
    class: 'alias',
    writtenBy: ['report-intake'],
    holds: "the report that took an organisation's number and volume",
  },
  survivor: {
    example: keys.survivor(subject),
    class: 'alias',
    writtenBy: ['registration'],
    holds: 'into which file a subject goes; set before its own head says so',
  },
  deviceOwner: {
    example: keys.deviceOwner('dev_…'),
    class: 'alias',
    writtenBy: ['device-telemetry'],
    holds: 'in which file a device is registered',
  },
  command: {
    example: keys.command('<scope>', 'key-0001'),
    class: 'technical',
    writtenBy: anyCommand,
    holds: 'digest of what a command said, and the answer that a repetition gets',
    ttlDays: 30,
  },
  personInterval: {
    example: keys.personInterval(subject, '2026-03-02T01:00:00.000Z', 'rep_…'),
    class: 'index',
    writtenBy: ['report-intake'],
    holds: 'when and where a technician worked, for one report',
  },
  valueVector: {
    example: keys.valueVector('<signature>', 'rep_…', '1#EARTH_RESISTANCE'),
    class: 'index',
    writtenBy: ['report-intake'],
    holds: 'that a column of values with this signature stands in a report',
  },
  loop: {
    example: keys.loop('haz_…'),
    class: 'technical',
    writtenBy: ['hazard-tracking'],
    holds: 'the token at which the machine of a hazard waits; in no read',
  },
  sweep: {
    example: keys.sweep(),
    class: 'technical',
    writtenBy: ['hazard-tracking'],
    holds: 'how far the sweep has settled the slots of due dates',
  },
  clock: {
    example: keys.clock(),
    class: 'technical',
    writtenBy: ['the demo'],
    holds: 'seconds by which virtual time is ahead; refused in production',
  },
  treeState: {
    example: keys.treeState(),
    class: 'ledger',
    writtenBy: ['ledger-integrator'],
    holds: "size and time of the province's tree; the condition by which integrators take turns",
  },
  treeHead: {
    example: keys.treeHead(),
    class: 'ledger',
    writtenBy: ['ledger-integrator'],
    holds: 'the newest signed head',
  },
  treeTile: {
    example: keys.treeTile('0-0'),
    class: 'ledger',
    writtenBy: ['ledger-integrator'],
    holds: 'up to 32 hashes of one tier of the tree',
  },
} as const satisfies Readonly<Record<keyof typeof keys, ItemKind>>;

interface Kind {
  readonly writtenBy: string;
  readonly holds: string;
}
/** What each kind of record holds; each version of it is named by a ledger entry. */
export const recordsOf = {
  HEAD: { writtenBy: 'registration', holds: 'who the subject is' },
  INSTRUMENT: { writtenBy: 'registration', holds: 'an instrument of an organisation and its calibration' },
  REPORT: { writtenBy: 'report-intake', holds: 'a report without its points' },
  POINTS: { writtenBy: 'report-intake', holds: 'the points of a report, packed' },
  ANOMALY: { writtenBy: 'anomaly-detection', holds: 'a lead with its evidence, and what an officer decided' },
  HAZARD: { writtenBy: 'hazard-tracking', holds: 'a hazard with every step' },
  CREDIT_FACT: { writtenBy: 'credit-evaluation', holds: 'a fact that counts, and its cause' },
  CREDIT_GRADE: { writtenBy: 'credit-evaluation', holds: 'the grade and the facts that made it' },
  DEVICE: { writtenBy: 'device-telemetry', holds: 'a monitor, its limit and its certificate' },
  DEVICE_ALARM: { writtenBy: 'device-telemetry', holds: 'three bad readings in a row' },
  ERASURE: { writtenBy: 'registration', holds: 'that a person was erased, by whom, on what ground' },
} as const satisfies Readonly<Record<RecordKind, Kind>>;

/** Items of the current range that can be made again, and so have no entry. */
export const derivedOf = {
  REPORT_REFERENCE: { writtenBy: 'report-intake', holds: 'where a report of this organisation lies' },
  DEVICE_STATE: { writtenBy: 'device-telemetry', holds: 'what is remembered of the last readings' },
  RULE_RUN: { writtenBy: 'anomaly-detection', holds: 'what each rule said of a report' },
} as const satisfies Readonly<Record<DerivedKind, Kind>>;
