import type { TestPoint } from '../../../shared/contracts/report.ts';
import type { Mark } from '../../../shared/contracts/settings.ts';
import type { Json } from '../../../shared/kernel/canonical.ts';
import type { Decimal } from '../../../shared/kernel/decimal.ts';
import { parseDecimal } from '../../../shared/kernel/decimal.ts';
import type { Position } from '../../../shared/kernel/geo.ts';
import type { Id, SubjectId } from '../../../shared/kernel/ids.ts';
import type { CalendarDay, Instant } from '../../../shared/kernel/time.ts';
import { parseDay, parseInstant } from '../../../shared/kernel/time.ts';
import type { Answer, Severity } from '../../../shared/rules/engine.ts';
import { valueSignatures, vectorsOf } from '../../../shared/rules/signatures.ts';
import type { Certificate, Certified } from '../../../shared/rules/validity.ts';
import type {
  Bounded,
  CopyEntry,
  DetectionSettings,
  Parties,
  PersonInterval,
  ReportFacts,
  ReportSummary,
} from '../facts.ts';

/** One example of a rule: facts and what the rule must say of them. Examples stand beside their rule and are its tests. */
export interface Example {
  readonly name: string;
  readonly facts: ReportFacts;
  readonly settings?: DetectionSettings;
  readonly expect: {
    readonly outcome: Answer;
    readonly severity?: Severity;
    readonly mark?: Mark;
    readonly missing?: readonly string[];
    readonly concerns?: readonly SubjectId[];
    /** Pieces of evidence, and text that must stand in its JSON. */
    readonly evidence?: number;
    readonly shows?: readonly string[];
    /** Text that must stand in the Chinese or the English sentence. */
    readonly says?: readonly string[];
    readonly inputs?: Readonly<Record<string, Json>>;
  };
}

/** Settings of an example: thresholds by value, in the units of the settings. */
export const exampleSettings = (
  given: {
    readonly distanceM?: number;
    readonly speedKmh?: number;
    readonly values?: number;
    readonly cycleExceptions?: DetectionSettings['cycleExceptions'];
  } = {},
): DetectionSettings => ({
  thresholds: {
    r01DistanceM: { value: given.distanceM ?? 200, mark: 'G' },
    r03SpeedKmh: { value: given.speedKmh ?? 120, mark: 'G' },
    r21MinimumValues: { value: given.values ?? 8, mark: 'G' },
  },
  cycleExceptions: given.cycleExceptions ?? [],
});

const sure = <T>(value: T | undefined, text: string): T => {
  if (value === undefined) throw new RangeError(`a fault in an example: ${text}`);
  return value;
};
/** Time of the example day, Beijing time: `at('09:30')`, `at('09:30:00.001')`. */
export const at = (time: string, day = '2026-03-02'): Instant =>
  sure(parseInstant(`${day}T${time.length === 5 ? `${time}:00` : time}+08:00`), time);
export const onDay = (day: string): CalendarDay => sure(parseDay(day), day);
export const decimal = (text: string): Decimal => {
  const result = parseDecimal(text);
  return sure(result.ok ? result.value : undefined, text);
};

const ulid = (last: string): string => `01KJ0000000000000000000000`.slice(0, 26 - last.length) + last;
export const subject = (last: string): SubjectId => `sub_${ulid(last)}`;
export const reportId = (last: string): Id<'rep'> => `rep_${ulid(last)}`;

export const own = {
  report: reportId('A1'),
  keyUnit: subject('KA'),
  organisation: subject('0A'),
  technician: subject('TA'),
} as const;
export const other = {
  report: reportId('B1'),
  keyUnit: subject('KB'),
  organisation: subject('0B'),
  technician: subject('TB'),
} as const;

/** Metres north of the example site. One degree of latitude of the sphere that `distanceM` uses is 111 195 m. */
export const north = (metres: number, accuracyM?: number): Position => ({
  lon: 120.15,
  lat: 30.28 + metres / 111_195.08,
  datum: 'CGCS2000',
  ...(accuracyM === undefined ? {} : { accuracyM }),
});

export const point = (number: string, values: Partial<TestPoint> = {}): TestPoint => ({
  number,
  structure: '1',
  item: 'EARTH_RESISTANCE',
  place: 'OIL_TANK',
  method: 'POWER_FREQUENCY',
  value: decimal('3.2'),
  unit: 'ohm',
  verdict: 'PASS',
  ...values,
});
/** A column of values at one structure, numbered `<structure>-1` on. */
export const column = (
  structure: string,
  values: readonly string[],
  of: Partial<TestPoint> = {},
): readonly TestPoint[] =>
  values.map((value, index) =>
    point(`${structure}-${index + 1}`, { structure, value: decimal(value), ...of }),
  );

/** Looked up, and nothing found. */
const unseen = { entries: [], truncated: false };

/** An instrument of our organisation. */
export const earthTester: Id<'ins'> = `ins_${ulid('E1')}`;

const summary: ReportSummary = {
  id: own.report,
  organisation: own.organisation,
  keyUnit: own.keyUnit,
  inspectionType: 'PERIODIC',
  standards: [{ code: 'GB/T 21431', edition: '2023' }],
  activity: {
    startedAt: at('09:00'),
    endedAt: at('11:00'),
    position: north(0),
    technicians: [own.technician],
    instruments: [earthTester],
  },
  tester: own.technician,
  structures: [
    { number: '1', name: '1号油罐', protectionClass: 2 },
    { number: '2', name: '2号油罐', protectionClass: 2 },
  ],
  issuedOn: onDay('2026-03-05'),
  nextInspectionOn: onDay('2026-09-02'),
  conclusion: 'PASS',
};

/** A certificate from its first to its last day. */
export const certificate = (from: string, to: string, number = 'C-1'): Certificate => ({
  number,
  from: onDay(from),
  to: onDay(to),
});
/** A holder whom the file knows since the beginning of the year, all versions read. */
export const certified = <C extends Certificate>(
  certificates: readonly C[],
  given: Partial<Omit<Certified<C>, 'certificates'>> = {},
): Certified<C> => ({ certificates, since: onDay('2026-01-05'), versionsUnread: false, ...given });

const parties: Parties = {
  keyUnit: { listings: [{ kind: 'FILLING_STATION', division: '330106' }], versionsUnread: false },
  organisation: certified([{ ...certificate('2024-05-20', '2029-05-19'), grade: 'A' as const }]),
  instruments: new Map([[earthTester, certified([certificate('2026-02-01', '2027-01-31')])]]),
  technicians: new Map(
    [own.technician, other.technician].map(
      (one) => [one, certified([certificate('2025-01-01', '2027-12-31')])] as const,
    ),
  ),
};
/** Facts of a report whose files tell something else of a party. */
export const factsWith = (
  given: Partial<Parties>,
  report: Partial<ReportSummary> = {},
  points?: readonly TestPoint[],
): ReportFacts =>
  factsOf({ report, parties: { ...parties, ...given }, ...(points === undefined ? {} : { points }) });

/** Complete facts of a quiet report: one point, one technician seen nowhere else, no other report with the same values. */
export const factsOf = (
  given: Partial<Omit<ReportFacts, 'report'>> & { readonly report?: Partial<ReportSummary> } = {},
): ReportFacts => {
  const points = given.points ?? [point('1')];
  const signatures = given.signatures ?? valueSignatures(points, 8);
  return {
    points,
    parties,
    signatures,
    personIntervals: new Map([[own.technician, unseen]]),
    copies: new Map(signatures.signatures.map(({ signature }) => [signature, unseen])),
    otherPoints: new Map(),
    ...given,
    report: { ...summary, ...given.report },
  };
};

/** An interval of our technician in the other report. */
export const interval = (from: string, to: string, values: Partial<PersonInterval> = {}): PersonInterval => ({
  report: other.report,
  keyUnit: other.keyUnit,
  organisation: other.organisation,
  startedAt: at(from),
  endedAt: at(to),
  position: north(5000),
  ...values,
});

/**
 * Index entries that another report with these points would have, and its columns as they would be read; `asked` are the points
 * whose signatures were looked up.
 */
export const indexed = (
  points: readonly TestPoint[],
  values: Partial<CopyEntry> = {},
  asked: readonly TestPoint[] = points,
) => {
  const entries = valueSignatures(points, 8).signatures.map(({ signature, structure, item, exact }) => {
    const { report, keyUnit, organisation } = other;
    const entry: CopyEntry = { report, keyUnit, organisation, structure, item, exact, ...values };
    return { signature, entry };
  });
  return {
    copies: new Map<string, Bounded<CopyEntry>>([
      ...valueSignatures(asked, 8).signatures.map(({ signature }) => [signature, unseen] as const),
      ...entries.map(({ signature, entry }) => [signature, { entries: [entry], truncated: false }] as const),
    ]),
    otherPoints: new Map([[values.report ?? other.report, vectorsOf(points)]]),
  };
};
