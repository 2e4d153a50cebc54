import type { FactKind } from '../../../shared/contracts/credit.ts';

/** Kinds of facts that events bring today. The other kinds wait for the capabilities that will bring them. */
export const fedKinds: readonly FactKind[] = [
  'QUALIFICATION_KEPT',
  'UPLOAD_IN_TIME',
  'UPLOAD_LATE',
  'ANOMALY_CONFIRMED',
  'ANOMALY_CONFIRMED_SERIOUS',
  'HAZARD_OVERDUE',
];
