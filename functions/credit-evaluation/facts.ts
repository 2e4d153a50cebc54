import type { Anomaly, OrganisationHead } from '../../shared/contracts/entities.ts';
import type { CreditFact } from '../../shared/contracts/credit.ts';
import type { Envelope, EventState } from '../../shared/contracts/events.ts';
import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import { deriveId } from '../../shared/kernel/ids.ts';
import { dayOf, parseDay, parseInstant } from '../../shared/kernel/time.ts';

/** A fact before it is known in whose file it goes. */
export type Draft = Omit<CreditFact, 'id' | 'organisation' | 'cause'>;
type Event = Pick<Envelope, 'id' | 'time' | 'subject'>;

/** The fact that an event makes; its id follows from the event, so the same event a second time finds it there. */
export const factOf = (draft: Draft, organisation: CreditFact['organisation'], event: Event): CreditFact => ({
  ...draft,
  id: deriveId('fac', event.time, event.id, draft.kind),
  organisation,
  cause: event.id,
});

/** An organisation keeps its qualification to the last day of its certificate (O31 art. 4). */
export const qualificationKept = (head: OrganisationHead, event: Event): Draft => ({
  kind: 'QUALIFICATION_KEPT',
  about: head.certificate.number,
  on: dayOf(event.time),
  until: head.certificate.validTo,
  mark: 'S',
  note: {
    zh: `资质证书 ${head.certificate.number}（${head.certificate.grade === 'A' ? '甲' : '乙'}级）有效至 ${head.certificate.validTo}`,
    en: `certificate ${head.certificate.number} (grade ${head.certificate.grade}) in force to ${head.certificate.validTo}`,
  },
});

/** An upload in time or late. Undefined where the province sets no deadline: then there is nothing to be late for (GAP). */
export const uploaded = (
  state: EventState<'InspectionReportReceived'>,
  event: Event,
  deadline: RuntimeSettings['uploadDeadline'],
): Draft | undefined => {
  if (state.uploadDueOn === undefined) return undefined;
  const dueOn = parseDay(state.uploadDueOn);
  const receivedAt = parseInstant(state.receivedAt);
  if (dueOn === undefined || receivedAt === undefined)
    throw new TypeError(`event ${event.id} holds a malformed time`);
  const on = dayOf(receivedAt);
  const inTime = on <= dueOn;
  return {
    kind: inTime ? 'UPLOAD_IN_TIME' : 'UPLOAD_LATE',
    about: state.id,
    keyUnit: state.keyUnit,
    on,
    // Where the event brings a date and the settings no longer have a deadline, its basis is not known any more.
    mark: deadline?.mark ?? 'G',
    note: {
      zh: `报告 ${state.reportNumber} 于 ${on} 上传，截止日 ${dueOn}`,
      en: `report ${state.reportNumber} uploaded on ${on}, due on ${dueOn}`,
    },
  };
};

/**
 * An anomaly that an officer confirmed. It counts as serious only with severity 3 under a rule of mark S: a rule without a
 * sure basis never alone makes anything serious (law 5 of the house).
 */
export const anomalyConfirmed = (anomaly: Anomaly, event: Event): Draft => ({
  kind: anomaly.severity === 3 && anomaly.mark === 'S' ? 'ANOMALY_CONFIRMED_SERIOUS' : 'ANOMALY_CONFIRMED',
  about: anomaly.id,
  keyUnit: anomaly.keyUnit,
  on: dayOf(event.time),
  mark: anomaly.mark,
  note: {
    zh: `${anomaly.reportedBy === anomaly.organisation ? `报告 ${anomaly.reportNumber} 的` : '与其他机构报告相关的'}异常经确认（规则 ${anomaly.rule}，严重程度 ${anomaly.severity}）`,
    en: `anomaly ${anomaly.reportedBy === anomaly.organisation ? `of report ${anomaly.reportNumber}` : 'shared with a report of another organisation'} confirmed (rule ${anomaly.rule}, severity ${anomaly.severity})`,
  },
});

/** A hazard of an inspected project that stayed past its due date. Further levels of lateness are the same fact. */
export const hazardOverdue = (state: EventState<'HazardOverdue'>, event: Event): Draft => ({
  kind: 'HAZARD_OVERDUE',
  about: state.id,
  keyUnit: event.subject,
  on: dayOf(event.time),
  mark: 'G',
  note: {
    zh: `所检项目的隐患 ${state.id} 逾期`,
    en: `hazard ${state.id} of an inspected project is overdue`,
  },
});
