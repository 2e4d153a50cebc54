import type { LimitRow } from './row.ts';
import { allClasses } from './row.ts';

const common = { classes: allClasses, operator: '<=', unit: 'ohm' } as const;
const fillingStation = { ...common, standard: 'GB 50156', edition: '2021' } as const;
const depot = { ...common, standard: 'GB 50074', edition: '2014' } as const;
const earth = { item: 'EARTH_RESISTANCE', method: 'POWER_FREQUENCY' } as const;
const flange = { item: 'FLANGE_TRANSITION_RESISTANCE', method: 'ANY', limit: '0.03', mark: 'L' } as const;

/** Filling stations, oil depots, petrochemical plants, explosives. Days of entry into force are not on record: see `LimitRow`. */
export const flammablePlaces: readonly LimitRow[] = [
  {
    ...fillingStation,
    ...earth,
    id: 'GB50156-2021/13.2-shared',
    places: ['FILLING_STATION_SHARED'],
    limit: '4',
    clause: '13.2',
    // The clause asks for the smallest value that any connected system needs; 4 is practice.
    mark: 'L',
  },
  {
    ...fillingStation,
    ...earth,
    id: 'GB50156-2021/13.2-separate',
    places: ['FILLING_STATION_SEPARATE'],
    limit: '10',
    clause: '13.2',
    mark: 'L',
  },
  {
    ...fillingStation,
    ...earth,
    id: 'GB50156-2021/13.2-pipe-end',
    places: ['FILLING_STATION_PIPE_END'],
    limit: '30',
    clause: '13.2',
    mark: 'L',
  },
  { ...fillingStation, ...flange, id: 'GB50156-2021/flange', places: ['FILLING_STATION'], clause: '-' },
  {
    ...common,
    ...flange,
    id: 'GBT32937-2016/flange',
    places: ['TANK_FARM'],
    standard: 'GB/T 32937',
    edition: '2016',
    clause: '-',
  },
  {
    ...fillingStation,
    id: 'GB50156-2021/13.3',
    item: 'STATIC_EARTH_RESISTANCE',
    places: ['STATIC_ALONE'],
    method: 'ANY',
    limit: '100',
    clause: '13.3',
    mark: 'S',
  },
  {
    ...depot,
    id: 'GB50074-2014/14.3',
    item: 'STATIC_EARTH_RESISTANCE',
    places: ['STATIC_ALONE'],
    method: 'ANY',
    limit: '100',
    clause: '14.3',
    mark: 'S',
  },
  {
    ...depot,
    ...earth,
    id: 'GB50074-2014/14.2',
    places: ['OIL_TANK'],
    limit: '10',
    clause: '14.2',
    mark: 'S',
  },
  {
    ...common,
    id: 'GB50737/10.3',
    item: 'EARTH_RESISTANCE',
    places: ['OIL_DEPOT_PIPE'],
    method: 'ANY',
    limit: '30',
    standard: 'GB 50737',
    edition: '-',
    clause: '10.3',
    mark: 'S',
  },
  {
    ...common,
    id: 'GB50650-2011/5.5',
    item: 'EARTH_RESISTANCE',
    places: ['PETROCHEMICAL_VESSEL'],
    method: 'IMPULSE',
    limit: '10',
    standard: 'GB 50650',
    edition: '2011',
    clause: '5.5',
    mark: 'S',
  },
  {
    ...common,
    id: 'GB50161/explosives',
    item: 'EARTH_RESISTANCE',
    places: ['FIREWORKS_STORE'],
    classes: [1],
    method: 'ANY',
    limit: '10',
    standard: 'GB 50161',
    edition: '-',
    clause: '-',
    mark: 'L',
  },
];
