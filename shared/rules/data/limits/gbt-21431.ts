import type { LimitRow } from './row.ts';
import { allClasses } from './row.ts';

const edition = {
  standard: 'GB/T 21431',
  edition: '2015',
  validFrom: '2016-04-01',
  validTo: '2024-06-30',
  mark: 'L',
} as const;
const any = { ...edition, places: 'ANY', classes: allClasses, method: 'ANY' } as const;
const earth = { ...edition, item: 'EARTH_RESISTANCE', operator: '<=', unit: 'ohm' } as const;
const site = { ...earth, classes: allClasses, method: 'POWER_FREQUENCY', clause: '5.4' } as const;

/** Inspection of lightning protection, edition 2015: the values that inspectors use. */
export const gbt21431of2015: readonly LimitRow[] = [
  {
    ...earth,
    id: 'GBT21431-2015/5.4-class-1',
    places: ['BUILDING'],
    classes: [1],
    method: 'ANY',
    limit: '10',
    clause: '5.4',
  },
  {
    ...earth,
    id: 'GBT21431-2015/5.4-class-2',
    places: ['BUILDING'],
    classes: [2],
    method: 'ANY',
    limit: '10',
    clause: '5.4',
  },
  {
    ...earth,
    id: 'GBT21431-2015/5.4-class-3',
    places: ['BUILDING'],
    classes: [3],
    method: 'ANY',
    limit: '30',
    clause: '5.4',
  },
  { ...site, id: 'GBT21431-2015/5.4-transformer', places: ['DISTRIBUTION_TRANSFORMER'], limit: '4' },
  { ...site, id: 'GBT21431-2015/5.4-satellite', places: ['SATELLITE_EARTH_STATION'], limit: '5' },
  { ...site, id: 'GBT21431-2015/5.4-radar', places: ['WEATHER_RADAR'], limit: '4' },
  { ...site, id: 'GBT21431-2015/5.4-base-station', places: ['TELECOM_BASE_STATION'], limit: '10' },
  {
    ...any,
    id: 'GBT21431-2015/5.7',
    item: 'EQUIPOTENTIAL_RESISTANCE',
    operator: '<=',
    limit: '0.2',
    unit: 'ohm',
    clause: '5.7',
  },
  {
    ...any,
    id: 'GBT21431-2015/5.8.5.2',
    item: 'SPD_LEAKAGE_CURRENT',
    operator: '<=',
    limit: '20',
    unit: 'uA',
    clause: '5.8.5.2',
    mark: 'S',
    statedReplaces: true,
  },
  {
    ...any,
    id: 'GBT21431-2015/5.8.5.3',
    item: 'INSULATION_RESISTANCE',
    places: ['SPD'],
    operator: '>=',
    limit: '50',
    unit: 'Mohm',
    clause: '5.8.5.3',
  },
  {
    ...any,
    id: 'GBT21431-2015/pull',
    item: 'SUPPORT_PULL_FORCE',
    operator: '>=',
    limit: '49',
    unit: 'N',
    clause: '-',
  },
];

/**
 * The 2015 values carried over to the edition of 2023, whose text nobody of us has seen: none is more certain than L.
 * Write these rows out one by one as they are checked against the text.
 */
export const gbt21431of2023: readonly LimitRow[] = gbt21431of2015.map(({ validTo: _, ...row }) => ({
  ...row,
  id: row.id.replace('2015', '2023'),
  edition: '2023',
  validFrom: '2024-07-01',
  mark: 'L',
}));
