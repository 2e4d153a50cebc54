import type { ReportDetails, ReportSummary } from '../../shared/contracts/entities.ts';
import type { SubmitReport } from '../../shared/contracts/report.ts';
import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import type { Id } from '../../shared/kernel/ids.ts';
import { dueDay } from '../../shared/kernel/legal-clock.ts';
import type { Instant } from '../../shared/kernel/time.ts';

/** Last day of a timely upload, by the province's own rule; nothing where it has none, provisional without a holiday notice. */
const uploadDue = (
  input: SubmitReport,
  settings: RuntimeSettings,
): Pick<ReportSummary, 'uploadDueOn' | 'uploadDueProvisionalOn'> => {
  if (settings.uploadDeadline === undefined) return {};
  const due = dueDay(settings.uploadDeadline, input.issuedOn);
  return due.provisional ? { uploadDueProvisionalOn: due.assumedDay } : { uploadDueOn: due.day };
};

/** The short part of a report: what the file shows of it, and its event says. */
export const summaryOf = (
  input: SubmitReport,
  id: Id<'rep'>,
  receivedAt: Instant,
  original: string,
  settings: RuntimeSettings,
): ReportSummary => {
  const { reportNumber, volume, keyUnit, organisation, inspectionType, activity, points } = input;
  const { startedAt, endedAt, position } = activity;
  const { issuedOn, nextInspectionOn, conclusion } = input;
  return {
    ...{ id, reportNumber, volume, keyUnit, organisation, inspectionType },
    activity: { startedAt, endedAt, position },
    ...{ issuedOn, nextInspectionOn, conclusion },
    pointCount: points.length,
    failedPointCount: points.filter((point) => point.verdict === 'FAIL').length,
    receivedAt,
    original,
    ...uploadDue(input, settings),
  };
};

/** The part of any length, which lies packed with the points. */
export const detailsOf = (input: SubmitReport): ReportDetails => {
  const { standards, activity, tester, checker, authorisedSignatory, structures, rectificationAdvice } =
    input;
  const { technicians, instruments } = activity;
  return {
    ...{ standards, technicians, instruments, tester, structures },
    ...(checker === undefined ? {} : { checker }),
    ...(authorisedSignatory === undefined ? {} : { authorisedSignatory }),
    ...(rectificationAdvice === undefined ? {} : { rectificationAdvice }),
  };
};
