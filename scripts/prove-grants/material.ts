import { inventUscc } from '../../shared/kernel/uscc.ts';
import { parsePersonId } from '../../shared/kernel/person-id.ts';
import { addMonths, addMs, dayOf, systemClock } from '../../shared/kernel/time.ts';
import * as cast from '../../localstack/demo/cast.ts';

let count = 0;
/** Eight characters that no other party of this run has. */
const stem = (): string => {
  count += 1;
  return `GRT${String(count).padStart(5, '0')}`;
};

export const keyUnitBody = () => ({ ...cast.westStation, uscc: inventUscc('9', '1', '330106', stem()) });
export const organisationBody = () => ({
  ...cast.organisation,
  uscc: inventUscc('9', '1', '330108', stem()),
});

/** A person's number of the demo's kind (a birth long past, a sequence that no office hands out) with its check character. */
export const technicianBody = () => {
  count += 1;
  const digits = `330106${18_000_101 + Math.floor(count / 900) * 10_000}${String(count % 900).padStart(3, '0')}`;
  const personId = '0123456789X'
    .split('')
    .map((check) => digits + check)
    .find((text) => parsePersonId(text).ok);
  if (personId === undefined) throw new Error(`no check character fits ${digits}`);
  return { ...cast.technician, personId };
};

export interface Parties {
  /** Credit code of the key unit. */
  readonly code: string;
  readonly keyUnit: string;
  readonly organisation: string;
  readonly technician: string;
  readonly instrument: string;
}

/** One point: right, failed (a hazard follows), or over its limit and called good (a lead follows). */
type Kind = 'right' | 'failed' | 'contradictory';
const point = (kind: Kind, number: number) => ({
  number: String(number),
  structure: '1',
  item: 'EARTH_RESISTANCE',
  place: 'FILLING_STATION_SHARED',
  method: 'POWER_FREQUENCY',
  unit: 'ohm',
  value: kind === 'right' ? '2.10' : '6.80',
  standardValue: '4',
  verdict: kind === 'failed' ? 'FAIL' : 'PASS',
});

/** A report with so many points of one kind. */
export const reportBody = (of: Parties, kind: Kind, points = 1) => {
  const startedAt = addMs(systemClock(), -30 * 3_600_000);
  const endedAt = addMs(startedAt, 3 * 3_600_000);
  return {
    reportNumber: `演示雷检字〔2026〕${stem()}号`,
    keyUnit: of.keyUnit,
    organisation: of.organisation,
    inspectionType: 'PERIODIC',
    standards: [{ code: 'GB/T 21431', edition: '2023' }],
    activity: {
      startedAt,
      endedAt,
      position: { ...cast.westStation.location, accuracyM: 8 },
      technicians: [of.technician],
      instruments: [of.instrument],
    },
    issuedOn: dayOf(endedAt),
    nextInspectionOn: addMonths(dayOf(endedAt), 6),
    conclusion: kind === 'failed' ? 'FAIL' : 'PASS',
    tester: of.technician,
    structures: [{ number: '1', name: '加油罩棚', protectionClass: 2 }],
    points: Array.from({ length: points }, (_, index) => point(kind, index + 1)),
  };
};
