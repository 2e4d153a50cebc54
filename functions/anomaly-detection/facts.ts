import type { Report } from '../../shared/contracts/entities.ts';
import type { TestPoint } from '../../shared/contracts/report.ts';
import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import type { Id, SubjectId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { MeasuredItem, Operator, Unit } from '../../shared/rules/data/items.ts';
import type { SignatureSet, ValueVector } from '../../shared/rules/signatures.ts';

/** What a bounded query gave. `truncated`: the bound was hit, there may be more. */
export interface Bounded<T> {
  readonly entries: readonly T[];
  readonly truncated: boolean;
}

/** Index entry of one technician: where and when a report says that the person worked. */
export interface PersonInterval {
  readonly report: Id<'rep'>;
  readonly keyUnit: SubjectId;
  readonly organisation: SubjectId;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly position: ReportSummary['activity']['position'];
}

/** Index entry of one column of values in some report that has the same rounded signature. */
export interface CopyEntry {
  readonly report: Id<'rep'>;
  readonly keyUnit: SubjectId;
  readonly organisation: SubjectId;
  readonly structure: string;
  readonly item: MeasuredItem;
  readonly exact: string;
}

export type ReportSummary = Pick<
  Report,
  'id' | 'organisation' | 'keyUnit' | 'standards' | 'activity' | 'structures' | 'issuedOn' | 'conclusion'
>;

/** Everything the rules may know of one report; gathered beforehand, through indexes with bounds. */
export interface ReportFacts {
  readonly report: ReportSummary;
  readonly points: readonly TestPoint[];
  /** By technician, for those who were looked up. The report's own entry may be among them. */
  readonly personIntervals: ReadonlyMap<SubjectId, Bounded<PersonInterval>>;
  /** `valueSignatures(points, minimum)`: what the report is indexed under. */
  readonly signatures: SignatureSet;
  /** By rounded signature, for those that were looked up. The report's own entry may be among them. */
  readonly copies: ReadonlyMap<string, Bounded<CopyEntry>>;
  /** `vectorsOf(points)` of other reports that were read, see `reportsToCompare`. */
  readonly otherPoints: ReadonlyMap<Id<'rep'>, readonly ValueVector[]>;
}

/** The part of the province's settings that the rules use. */
export interface DetectionSettings {
  readonly thresholds: Pick<RuntimeSettings['thresholds'], 'r01DistanceM' | 'r21MinimumValues'>;
}

/** Evidence of R01: the common time of one person in two reports. Instants UTC, distance in metres. */
export type OverlapEvidence = {
  readonly kind: 'OVERLAP';
  readonly technician: SubjectId;
  readonly otherReport: Id<'rep'>;
  readonly otherKeyUnit: SubjectId;
  readonly otherOrganisation: SubjectId;
  readonly from: Instant;
  readonly to: Instant;
  readonly distanceM: number;
  /** Both accuracies together, already taken off before the distance was compared. */
  readonly accuracyM: number;
};
/** Evidence of R21: a column of values that stands in another report, or at another structure of the same one. */
export type CopyEvidence = {
  readonly kind: 'COPIED_VALUES';
  readonly structure: string;
  readonly item: MeasuredItem;
  readonly length: number;
  readonly points: readonly string[];
  readonly values: readonly string[];
  readonly otherReport: Id<'rep'>;
  readonly otherKeyUnit: SubjectId;
  readonly otherOrganisation: SubjectId;
  readonly otherStructure: string;
  readonly otherPoints: readonly string[];
};
/** Evidence of R29: a verdict that its own value contradicts, and the yardstick used. */
export type VerdictEvidence = {
  readonly kind: 'VERDICT_CONFLICT';
  readonly point: string;
  readonly structure: string;
  readonly item: MeasuredItem;
  /** With qualifier, as shown in the report. */
  readonly value: string;
  readonly unit: Unit;
  readonly reported: 'PASS' | 'FAIL';
  readonly recomputed: 'PASS' | 'FAIL';
  readonly operator: Operator;
  readonly limit: string;
  /** Id of the row of the limit table, or `STATED` for the limit that the report itself states. */
  readonly yardstick: string;
  readonly standard: string;
  readonly edition: string;
  readonly clause: string;
  readonly mark: 'S' | 'L' | 'G';
};
export type Evidence = OverlapEvidence | CopyEvidence | VerdictEvidence;
