import type * as z from 'zod';
import type { submitReport } from '../../shared/contracts/report.ts';
import { addDays, addMs, parseDay, startOfDay } from '../../shared/kernel/time.ts';
import type { CalendarDay } from '../../shared/kernel/time.ts';
import type { Random } from './random.ts';
import { seeded } from './random.ts';

/** Body of `POST /v1/reports`, as a client writes it. */
export type ReportBody = z.input<typeof submitReport>;
export type PointBody = ReportBody['points'][number];
type Item = PointBody['item'];

/** Who takes part in a report, by id. Everybody is invented. */
export interface Parties {
  readonly keyUnit: string;
  readonly organisation: string;
  readonly technicians: readonly [string, string];
  readonly instruments: readonly [string, string];
  readonly position: { readonly lon: number; readonly lat: number };
}

const hour = 3_600_000;
const someDay = (...texts: readonly string[]): CalendarDay => {
  const found = texts.map(parseDay).find((day) => day !== undefined);
  if (found === undefined) throw new RangeError(`no day: ${texts.join(', ')}`);
  return found;
};
const firstDay = someDay('2026-03-02');
const ulid = (kind: string, number: number): string =>
  `01KJ${kind}${String(number).padStart(26 - 4 - kind.length, '0')}`;

/** Crews of the invented organisations: report n is made by crew n mod 10; five organisations have two crews each. */
export const crews = 10;
/** Parties of report n: a key unit of its own, and a crew that makes many reports. */
export const inventParties = (n: number): Parties => {
  const crew = n % crews;
  return {
    keyUnit: `sub_${ulid('KEY', n)}`,
    organisation: `sub_${ulid('0RG', crew % 5)}`,
    technicians: [`sub_${ulid('TEC', 2 * crew)}`, `sub_${ulid('TEC', 2 * crew + 1)}`],
    instruments: [`ins_${ulid('EAR', crew)}`, `ins_${ulid('B0N', crew)}`],
    position: { lon: 119.9 + (n % 40) / 100, lat: 30.1 + Math.floor(n / 40) / 100 },
  };
};

interface Row {
  readonly item: Item;
  readonly count: number;
  readonly place?: string;
  readonly method?: PointBody['method'];
  readonly unit: PointBody['unit'];
  readonly standardValue: string;
  readonly read: (random: Random) => Pick<PointBody, 'value' | 'qualifier'>;
}
const reading =
  (low: number, high: number, decimals: number): Row['read'] =>
  (random) => ({
    value: random.decimal(low, high, decimals),
  });
/** An insulation tester of 500 Mohm shows most good insulations as "more than 500". */
const insulation: Row['read'] = (random) =>
  random.between(1, 4) === 1 ? { value: String(random.between(80, 499)) } : { value: '500', qualifier: '>' };

const rows = (item: Item, count: number): Row => ({ item, count, ...readings[item] });
const readings: Readonly<Record<Item, Omit<Row, 'item' | 'count'>>> = {
  EARTH_RESISTANCE: {
    place: 'FILLING_STATION_SHARED',
    method: 'POWER_FREQUENCY',
    unit: 'ohm',
    standardValue: '4',
    read: reading(0.8, 3.2, 2),
  },
  EQUIPOTENTIAL_RESISTANCE: { unit: 'ohm', standardValue: '0.2', read: reading(0.012, 0.15, 3) },
  FLANGE_TRANSITION_RESISTANCE: {
    place: 'FILLING_STATION',
    unit: 'ohm',
    standardValue: '0.03',
    read: reading(0.004, 0.028, 3),
  },
  STATIC_EARTH_RESISTANCE: {
    place: 'STATIC_ALONE',
    unit: 'ohm',
    standardValue: '100',
    read: reading(5, 60, 1),
  },
  DOWN_CONDUCTOR_SPACING: { unit: 'm', standardValue: '18', read: reading(11, 17.5, 1) },
  SPD_LEAD_LENGTH: { unit: 'm', standardValue: '0.5', read: reading(0.25, 0.48, 2) },
  SPD_LEAKAGE_CURRENT: { unit: 'uA', standardValue: '20', read: reading(1, 15, 1) },
  INSULATION_RESISTANCE: { place: 'SPD', unit: 'Mohm', standardValue: '50', read: insulation },
  SUPPORT_PULL_FORCE: { unit: 'N', standardValue: '49', read: reading(52, 80, 1) },
};

/** The same day six months later (cycle of a filling station, domain 4.9), or the last of a month that has no such day. */
const sixMonthsAfter = (day: CalendarDay): CalendarDay => {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const later = `${year + Math.floor((month + 5) / 12)}-${String(((month + 5) % 12) + 1).padStart(2, '0')}`;
  return someDay(...[day.slice(8), '30', '29', '28'].map((last) => `${later}-${last}`));
};

/** A filling station: three structures of class 2, one hundred points. */
const station: readonly { readonly number: string; readonly name: string; readonly rows: readonly Row[] }[] =
  [
    {
      number: '1',
      name: '站房',
      rows: [
        rows('EARTH_RESISTANCE', 12),
        rows('EQUIPOTENTIAL_RESISTANCE', 12),
        rows('SPD_LEAD_LENGTH', 4),
        rows('SPD_LEAKAGE_CURRENT', 4),
        rows('INSULATION_RESISTANCE', 4),
      ],
    },
    {
      number: '2',
      name: '加油罩棚',
      rows: [
        rows('EARTH_RESISTANCE', 14),
        rows('EQUIPOTENTIAL_RESISTANCE', 8),
        rows('DOWN_CONDUCTOR_SPACING', 4),
        rows('SUPPORT_PULL_FORCE', 4),
      ],
    },
    {
      number: '3',
      name: '埋地油罐区',
      rows: [
        rows('EARTH_RESISTANCE', 10),
        rows('FLANGE_TRANSITION_RESISTANCE', 16),
        rows('STATIC_EARTH_RESISTANCE', 2),
        rows('EQUIPOTENTIAL_RESISTANCE', 6),
      ],
    },
  ];

const pointsOf = (random: Random, parties: Parties): PointBody[] =>
  station.flatMap(({ number: structure, rows: ofStructure }) =>
    ofStructure
      .flatMap((row) => Array.from({ length: row.count }, () => row))
      .map(({ item, place, method, unit, standardValue, read }, index) => ({
        number: `${structure}-${String(index + 1).padStart(2, '0')}`,
        structure,
        item,
        ...(place === undefined ? {} : { place }),
        ...(method === undefined ? {} : { method }),
        ...read(random),
        unit,
        standardValue,
        verdict: 'PASS' as const,
        instrument: parties.instruments[item === 'EARTH_RESISTANCE' ? 0 : 1],
      })),
  );

/** Every crew works mornings and afternoons, each time at another station. */
const shiftOf = (n: number) => {
  const shift = Math.floor(n / crews);
  const day = addDays(firstDay, Math.floor(shift / 2));
  const startedAt = addMs(startOfDay(day), (shift % 2 === 0 ? 9 : 13.5) * hour);
  return { day, startedAt, endedAt: addMs(startedAt, 2.5 * hour) };
};

/** The report with points made to fail honestly: a bad value, its verdict, the conclusion and advice. */
export const withFailures = (report: ReportBody, numbers: readonly string[], value = '5.60'): ReportBody => ({
  ...report,
  conclusion: 'FAIL',
  rectificationAdvice: '接地电阻偏大的检测点应检查引下线连接并补打接地极，整改后复测。',
  points: report.points.map((point) =>
    numbers.includes(point.number) ? { ...point, value, verdict: 'FAIL' as const } : point,
  ),
});

/**
 * An honest report n of 100 points at a filling station with three structures. Reports of different n share crews, never a
 * moment of one person at two places. Some (every fifth) have an honest failure. `given` replaces parts of it.
 */
export const honestReport = (
  n: number,
  given: Partial<ReportBody> & { readonly parties?: Parties } = {},
): ReportBody => {
  const { parties = inventParties(n), ...rest } = given;
  const random = seeded(n + 1);
  const { day, startedAt, endedAt } = shiftOf(n);
  const report: ReportBody = {
    reportNumber: `雷检字〔2026〕第${String(n + 1).padStart(4, '0')}号`,
    volume: 1,
    keyUnit: parties.keyUnit,
    organisation: parties.organisation,
    inspectionType: 'PERIODIC',
    standards: [
      { code: 'GB/T 21431', edition: '2023' },
      { code: 'GB 50057', edition: '2010' },
      { code: 'GB 50156', edition: '2021' },
    ],
    activity: {
      startedAt,
      endedAt,
      position: { ...parties.position, datum: 'CGCS2000', accuracyM: 5 },
      technicians: [...parties.technicians],
      instruments: [...parties.instruments],
    },
    issuedOn: addDays(day, random.between(1, 5)),
    nextInspectionOn: sixMonthsAfter(day),
    conclusion: 'PASS',
    tester: parties.technicians[0],
    checker: parties.technicians[1],
    structures: station.map(({ number, name }) => ({ number, name, protectionClass: 2 })),
    points: pointsOf(random, parties),
  };
  const failing = n % 5 === 4 ? [`2-0${random.between(1, 9)}`] : [];
  return { ...(failing.length === 0 ? report : withFailures(report, failing)), ...rest };
};

/** Both reports as one of twice as many points: structures and points of the second get numbers of their own. */
export const joined = (first: ReportBody, second: ReportBody): ReportBody => {
  const [earth = '', bonding = ''] = first.activity.instruments;
  return {
    ...first,
    structures: [
      ...first.structures,
      ...second.structures.map((structure) => ({ ...structure, number: `B${structure.number}` })),
    ],
    points: [
      ...first.points,
      ...second.points.map((point) => ({
        ...point,
        number: `B${point.number}`,
        structure: `B${point.structure}`,
        instrument: point.item === 'EARTH_RESISTANCE' ? earth : bonding,
      })),
    ],
  };
};
