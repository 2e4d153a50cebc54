import { distanceM, parsePosition, type Position } from '../../shared/kernel/geo.ts';
import {
  addDays,
  addMs,
  dayOf,
  parseDay,
  parseInstant,
  toEpochMs,
  type CalendarDay,
  type Instant,
} from '../../shared/kernel/time.ts';
import { items } from '../../shared/rules/data/items.ts';
import type { InstrumentBody, OrganisationBody, TechnicianBody } from './parties.ts';
import type { PointBody, ReportBody } from './report.ts';

const sure = <T>(value: T | undefined): T => {
  if (value === undefined) throw new RangeError('a report whose times or days are none');
  return value;
};
const instant = (text: string): Instant => sure(parseInstant(text));
const day = (text: string): CalendarDay => sure(parseDay(text));
const lastDay = ({ activity }: ReportBody): CalendarDay => dayOf(instant(activity.endedAt));

/** R01: the report's people as if they worked here while the other report has them elsewhere; its dates follow. */
export const plantTwoPlaces = (report: ReportBody, elsewhere: ReportBody): ReportBody => ({
  ...report,
  activity: {
    ...report.activity,
    startedAt: elsewhere.activity.startedAt,
    endedAt: elsewhere.activity.endedAt,
    technicians: [...elsewhere.activity.technicians],
  },
  tester: elsewhere.tester,
  issuedOn: elsewhere.issuedOn,
  nextInspectionOn: elsewhere.nextInspectionOn,
});

const placeOf = ({ activity }: ReportBody): Position => {
  const place = parsePosition(activity.position);
  if (!place.ok) throw new RangeError(place.code);
  return place.value;
};

/** R03: the people of the other report begin here in half the time that a car at `kmh` would take from there. */
export const plantImpossibleTravel = (report: ReportBody, elsewhere: ReportBody, kmh = 120): ReportBody => {
  const gapMs = Math.floor((distanceM(placeOf(report), placeOf(elsewhere)) / kmh) * 3600) / 2;
  const moved = plantTwoPlaces(report, elsewhere);
  const startedAt = addMs(instant(elsewhere.activity.endedAt), gapMs);
  const lengthMs =
    toEpochMs(instant(report.activity.endedAt)) - toEpochMs(instant(report.activity.startedAt));
  return { ...moved, activity: { ...moved.activity, startedAt, endedAt: addMs(startedAt, lengthMs) } };
};

/** R06: an instrument as registered, its calibration ended on the day before that day. */
export const plantLapsedCalibration = (instrument: InstrumentBody, on: string): InstrumentBody => ({
  ...instrument,
  calibration: {
    ...instrument.calibration,
    calibratedOn: addDays(day(on), -366),
    validTo: addDays(day(on), -1),
  },
});

/** R09: a technician as registered, whose certificate of ability ended on the day before that day. */
export const plantLapsedAbility = (technician: TechnicianBody, on: string): TechnicianBody => ({
  ...technician,
  abilityCertificate: {
    ...technician.abilityCertificate,
    validFrom: addDays(day(on), -1096),
    validTo: addDays(day(on), -1),
  },
});

/** R12: an organisation as registered, with the lower grade. */
export const plantLowerGrade = (organisation: OrganisationBody): OrganisationBody => ({
  ...organisation,
  certificate: { ...organisation.certificate, grade: 'B' },
});

/** R15: a report dated to the day before its work ended. */
export const plantEarlyIssue = (report: ReportBody): ReportBody => ({
  ...report,
  issuedOn: addDays(lastDay(report), -1),
});

/** R15: a next date moved by so many days; negative for earlier. */
export const plantWrongNextDate = (report: ReportBody, days: number): ReportBody => ({
  ...report,
  nextInspectionOn: addDays(day(report.nextInspectionOn), days),
});

/** R21: one column of values (an item at a structure) taken over from another report, verdicts with it. */
export const plantCopiedColumn = (
  report: ReportBody,
  from: ReportBody,
  structure: string,
  item: PointBody['item'],
): ReportBody => {
  const isOf = (point: PointBody): boolean => point.structure === structure && point.item === item;
  const source = from.points.filter(isOf);
  let next = 0;
  const points = report.points.map((point) => {
    if (!isOf(point)) return point;
    const { value, verdict } = source[next++] ?? point;
    return { ...point, value, verdict };
  });
  const anyFailed = points.some(({ verdict }) => verdict === 'FAIL');
  return { ...report, points, conclusion: anyFailed ? 'FAIL' : 'PASS' };
};

const badValue = ({ item }: PointBody): Pick<PointBody, 'value' | 'qualifier'> => ({
  value: items[item].operator === '<=' ? '500' : '1',
  qualifier: undefined,
});

/** R29: a bad value that passes, or a good value that fails, at the point with that number. */
export const plantVerdictConflict = (
  report: ReportBody,
  number: string,
  direction: 'BAD_VALUE_PASSES' | 'GOOD_VALUE_FAILS',
): ReportBody => ({
  ...report,
  ...(direction === 'GOOD_VALUE_FAILS' ? { conclusion: 'FAIL' as const } : {}),
  points: report.points.map((point) =>
    point.number !== number
      ? point
      : direction === 'BAD_VALUE_PASSES'
        ? { ...point, ...badValue(point), verdict: 'PASS' as const }
        : { ...point, verdict: 'FAIL' as const },
  ),
});

/** R30: the point with that number failed, by a bad value, and the report passed all the same. */
export const plantPassedConclusion = (report: ReportBody, number: string): ReportBody => ({
  ...report,
  conclusion: 'PASS',
  rectificationAdvice: undefined,
  points: report.points.map((point) =>
    point.number === number ? { ...point, ...badValue(point), verdict: 'FAIL' as const } : point,
  ),
});
