import type { Report } from '../../shared/contracts/entities.ts';
import type { SubmitReport } from '../../shared/contracts/report.ts';
import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import type { Id } from '../../shared/kernel/ids.ts';
import { dueDay } from '../../shared/kernel/legal-clock.ts';
import type { Instant } from '../../shared/kernel/time.ts';

/** Last day of a timely upload, by the province's own rule; nothing where it has none, provisional without a holiday notice. */
const uploadDue = (
  input: SubmitReport,
  settings: RuntimeSettings,
): Pick<Report, 'uploadDueOn' | 'uploadDueProvisionalOn'> => {
  if (settings.uploadDeadline === undefined) return {};
  const due = dueDay(settings.uploadDeadline, input.issuedOn);
  return due.provisional ? { uploadDueProvisionalOn: due.assumedDay } : { uploadDueOn: due.day };
};

/** The report without its points: what the file shows, and what rules read first. */
export const summaryOf = (
  input: SubmitReport,
  id: Id<'rep'>,
  receivedAt: Instant,
  original: string,
  settings: RuntimeSettings,
): Report => {
  const { points, ...rest } = input;
  return {
    ...rest,
    id,
    pointCount: points.length,
    failedPointCount: points.filter((point) => point.verdict === 'FAIL').length,
    receivedAt,
    original,
    ...uploadDue(input, settings),
  };
};
