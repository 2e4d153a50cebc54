import type { Parties } from '../../functions/anomaly-detection/facts.ts';
import type { SubmitReport } from '../../shared/contracts/report.ts';
import { addDays, addMonths, addMs, dayOf, parseInstant, type Instant } from '../../shared/kernel/time.ts';
import { cycles } from '../../shared/rules/data/cycles.ts';
import { seeded } from './random.ts';
import type { Bent } from './parties.ts';
import { registered } from './register.ts';
import { honestReport, inventParties, withFailures, type ReportBody } from './report.ts';

type Kind = keyof typeof cycles.kinds;
/** How people get about, straight-line speed and minutes of boarding: a little slower than what the rule allows. */
type Way = readonly [how: string, kmh: number, boardingMinutes: number];
const ways: readonly [Way, ...Way[]] = [
  ['by road', 119, 0],
  ['by train', 340, 30],
  ['by plane', 880, 90],
];
const kinds: readonly [Kind, ...Kind[]] = ['OIL_DEPOT', 'MINE', 'CROWDED_PLACE', 'HERITAGE', 'DATA_CENTRE'];

const minute = 60_000;
const metresPerDegree = 111_195;
const instant = (text: string): Instant => {
  const at = parseInstant(text);
  if (at === undefined) throw new RangeError(text);
  return at;
};

/** Honest reports of one crew, and what the files tell of it; `says`: what is unusual about them. */
export interface Variety {
  readonly bodies: readonly ReportBody[];
  readonly partiesOf: (report: SubmitReport) => Parties;
  readonly says: readonly string[];
}

/**
 * An honest report that goes to the edge of what is allowed, each edge taken by chance of the seed: last and first days of
 * certificates, other kinds of units with their cycles, grade B where it suffices, work of several days, measurements with
 * times, a second job as soon as a road, a train or a plane allows, failures told as failures.
 */
export const honestVariety = (seed: number): Variety => {
  const random = seeded(90_000 + seed);
  const says: string[] = [];
  const chance = (what: string, one: number): boolean => {
    const taken = random.between(1, one) === 1;
    if (taken) says.push(what);
    return taken;
  };
  let body = honestReport(seed);
  const start = instant(body.activity.startedAt);
  const firstDay = dayOf(start);

  const extraDays = chance('work of several days', 4) ? random.between(1, 10) : 0;
  const end = addMs(instant(body.activity.endedAt), extraDays * 86_400_000);
  const lastDay = dayOf(end);
  const kind: Kind = chance('another kind of unit', 2) ? random.one(kinds) : 'FILLING_STATION';
  const counted = chance('the cycle counts from the first day', 2) ? firstDay : lastDay;
  const months = chance('a shorter general cycle', 4) ? 6 : cycles.kinds[kind].months;
  body = {
    ...body,
    activity: { ...body.activity, endedAt: end },
    issuedOn: chance('issued on the last day', 3) ? lastDay : addDays(lastDay, random.between(1, 9)),
    nextInspectionOn: addMonths(counted, months),
  };
  if (chance('measurements with times', 2)) {
    const span = Date.parse(end) - Date.parse(start);
    const measuredAt = (): Instant => addMs(start, random.between(0, Math.floor(span / minute)) * minute);
    body = { ...body, points: body.points.map((point) => ({ ...point, measuredAt: measuredAt() })) };
  }
  if (chance('failures told as failures', 3)) body = withFailures(body, ['1-03', '2-04']);
  if (chance('a point that does not apply', 3)) {
    const [first, ...rest] = body.points;
    if (first !== undefined) body = { ...body, points: [{ ...first, verdict: 'NOT_APPLICABLE' }, ...rest] };
  }

  const bent: Bent = {
    ...(chance('the last day of a calibration', 3)
      ? {
          instrument: (one) => ({
            ...one,
            calibration: {
              ...one.calibration,
              calibratedOn: addDays(lastDay, -365),
              validTo: lastDay,
            },
          }),
        }
      : {}),
    ...(chance('the first day of a certificate of ability', 3)
      ? {
          technician: (one) => ({
            ...one,
            abilityCertificate: { ...one.abilityCertificate, validFrom: firstDay },
          }),
        }
      : {}),
    ...(chance('grade B at structures of class 3', 3)
      ? { organisation: (one) => ({ ...one, certificate: { ...one.certificate, grade: 'B' } }) }
      : {}),
  };
  if (bent.organisation !== undefined)
    body = {
      ...body,
      structures: body.structures.map((structure) => ({ ...structure, protectionClass: 3 as const })),
    };

  const bodies = [body];
  if (chance('a second job as soon as one can be there', 2)) {
    const [how, kmh, boardingMinutes] = random.one(ways);
    says.push(how);
    const km = random.between(1, how === 'by road' ? 80 : 900);
    const { lon, lat } = inventParties(seed).position;
    const position = { lon, lat: lat + (km * 1000) / metresPerDegree, datum: 'CGCS2000', accuracyM: 5 };
    const startedAt = addMs(end, Math.ceil((km / kmh) * 60 + boardingMinutes) * minute);
    const next = honestReport(seed + 1);
    bodies.push({
      ...next,
      tester: body.tester,
      checker: body.checker,
      structures: [...body.structures],
      activity: {
        ...next.activity,
        technicians: [...body.activity.technicians],
        position,
        startedAt,
        endedAt: addMs(startedAt, 30 * minute),
      },
      points: next.points.map((point) => ({ ...point, instrument: undefined })),
      issuedOn: dayOf(addMs(startedAt, 30 * minute)),
      nextInspectionOn: addMonths(dayOf(startedAt), cycles.kinds[kind].months),
    });
  }
  return { bodies, partiesOf: registered(bent, kind), says };
};
