import type { Id, SubjectId } from '../../shared/kernel/ids.ts';
import type { CalendarDay, Instant } from '../../shared/kernel/time.ts';
import type { Grade } from '../../shared/rules/data/grades.ts';
import type { MeasuredItem, Operator, Unit } from '../../shared/rules/data/items.ts';
import type { ProtectionClass } from '../../shared/rules/data/limits/row.ts';
import type { Certificate } from '../../shared/rules/validity.ts';

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
/** Evidence of R03: from one site to another in less time than the way takes. Distance in metres, speed over the ground in km/h. */
export type TravelEvidence = {
  readonly kind: 'TRAVEL';
  readonly technician: SubjectId;
  readonly otherReport: Id<'rep'>;
  readonly otherKeyUnit: SubjectId;
  readonly otherOrganisation: SubjectId;
  readonly leftAt: Instant;
  readonly arrivedAt: Instant;
  readonly distanceM: number;
  /** Both accuracies together, already taken off before the speed was compared. */
  readonly accuracyM: number;
  /** Absent where no time lies between the two. */
  readonly speedKmh?: number;
};
/** Evidence of R06: days on which an instrument was used without a calibration in force, and the calibration nearest to them. */
export type CalibrationEvidence = {
  readonly kind: 'OUT_OF_CALIBRATION';
  readonly instrument: Id<'ins'>;
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  /** Numbers of the points that were measured with it then; none where the report does not tell. */
  readonly points: readonly string[];
  readonly nearest: Certificate | null;
};
/** Evidence of R09: days on which a person worked without a certificate of ability in force. */
export type AbilityEvidence = {
  readonly kind: 'NO_PROOF_OF_ABILITY';
  readonly technician: SubjectId;
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  readonly nearest: Omit<Certificate, 'number'> | null;
};
/** Evidence of R12: a structure of a class that the grade does not reach. */
export type GradeEvidence = {
  readonly kind: 'GRADE_EXCEEDED';
  readonly structure: string;
  readonly protectionClass: ProtectionClass;
  readonly grade: Grade;
  readonly certificate: string;
  readonly day: CalendarDay;
};
/** Evidence of R15: a date of the report that does not fit its work. */
export type DateEvidence =
  | {
      readonly kind: 'ISSUED_BEFORE_THE_END';
      readonly issuedOn: CalendarDay;
      readonly lastWorkAt: Instant;
    }
  | {
      readonly kind: 'NEXT_DATE';
      readonly nextInspectionOn: CalendarDay;
      readonly direction: 'LATER' | 'EARLIER';
      readonly inspectedOn: CalendarDay;
      readonly cycleMonths: readonly number[];
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
/** Evidence of R30: a point that failed in a report that passed. */
export type ConclusionEvidence = {
  readonly kind: 'FAILED_POINT';
  readonly point: string;
  readonly structure: string;
  readonly item: MeasuredItem;
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

export type Evidence =
  | OverlapEvidence
  | TravelEvidence
  | CalibrationEvidence
  | AbilityEvidence
  | GradeEvidence
  | DateEvidence
  | CopyEvidence
  | VerdictEvidence
  | ConclusionEvidence;
