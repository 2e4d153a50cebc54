import type { Report } from '../../shared/contracts/entities.ts';
import type { TestPoint } from '../../shared/contracts/report.ts';
import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import type { Id, SubjectId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { CycleExceptions, Listing } from '../../shared/rules/cycles.ts';
import type { Grade } from '../../shared/rules/data/grades.ts';
import type { MeasuredItem } from '../../shared/rules/data/items.ts';
import type { SignatureSet, ValueVector } from '../../shared/rules/signatures.ts';
import type { Certificate, Certified } from '../../shared/rules/validity.ts';

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
  | 'id'
  | 'organisation'
  | 'keyUnit'
  | 'inspectionType'
  | 'standards'
  | 'activity'
  | 'tester'
  | 'structures'
  | 'issuedOn'
  | 'nextInspectionOn'
  | 'conclusion'
  | 'rectificationAdvice'
>;

/** Qualification of an inspection organisation. */
export type GradeCertificate = Certificate & { readonly grade: Grade };

/** Whom and what the report names, as their files tell of them. What could not be read is absent. */
export interface Parties {
  /** What the key unit was listed as, newest version first; several where older versions had to be read. */
  readonly keyUnit: { readonly listings: readonly Listing[]; readonly versionsUnread: boolean } | undefined;
  readonly organisation: Certified<GradeCertificate> | undefined;
  /** Calibrations, by instrument. */
  readonly instruments: ReadonlyMap<Id<'ins'>, Certified>;
  /** Certificates of ability, by technician. */
  readonly technicians: ReadonlyMap<SubjectId, Certified>;
}

/** Everything the rules may know of one report; gathered beforehand, through indexes with bounds. */
export interface ReportFacts {
  readonly report: ReportSummary;
  readonly points: readonly TestPoint[];
  readonly parties: Parties;
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
  readonly thresholds: Pick<
    RuntimeSettings['thresholds'],
    'r01DistanceM' | 'r03SpeedKmh' | 'r21MinimumValues'
  >;
  readonly cycleExceptions: CycleExceptions;
}
