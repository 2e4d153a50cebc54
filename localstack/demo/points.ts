/** One filling station as it is inspected: three structures, their items and how many points each has (100 in all). */
const plan = [
  {
    structure: '1',
    item: 'EARTH_RESISTANCE',
    count: 20,
    unit: 'ohm',
    method: 'POWER_FREQUENCY',
    place: 'FILLING_STATION_SHARED',
    from: 1.2,
    to: 3.6,
    limit: '4',
  },
  {
    structure: '1',
    item: 'EQUIPOTENTIAL_RESISTANCE',
    count: 20,
    unit: 'ohm',
    from: 0.02,
    to: 0.18,
    limit: '0.2',
  },
  {
    structure: '2',
    item: 'EARTH_RESISTANCE',
    count: 16,
    unit: 'ohm',
    method: 'POWER_FREQUENCY',
    place: 'FILLING_STATION_SHARED',
    from: 1.1,
    to: 3.4,
    limit: '4',
  },
  { structure: '2', item: 'SPD_LEAD_LENGTH', count: 12, unit: 'm', from: 0.21, to: 0.46, limit: '0.5' },
  {
    structure: '3',
    item: 'EARTH_RESISTANCE',
    count: 16,
    unit: 'ohm',
    method: 'POWER_FREQUENCY',
    place: 'OIL_TANK',
    from: 2.1,
    to: 8.4,
    limit: '10',
  },
  {
    structure: '3',
    item: 'FLANGE_TRANSITION_RESISTANCE',
    count: 16,
    unit: 'ohm',
    place: 'FILLING_STATION',
    from: 0.004,
    to: 0.028,
    limit: '0.03',
  },
] as const;

export interface FilledPoint {
  readonly number: string;
  readonly structure: string;
  readonly item: string;
  readonly unit: string;
  readonly method?: string;
  readonly place?: string;
  readonly value: string;
  readonly standardValue: string;
  readonly verdict: 'PASS' | 'FAIL';
}
export interface Filled {
  readonly structures: readonly {
    readonly number: string;
    readonly name: string;
    readonly protectionClass: 2;
  }[];
  readonly points: readonly FilledPoint[];
}

/** A small repeatable source of numbers between 0 and 1 (multiplicative congruential, 2^31 - 1). */
const source = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

const decimalsOf = (item: string): number =>
  item === 'EARTH_RESISTANCE' || item === 'SPD_LEAD_LENGTH' ? 2 : 3;

const fill = (seed: number): readonly FilledPoint[] => {
  const next = source(seed);
  return plan.flatMap((row, part) =>
    Array.from({ length: row.count }, (_, index): FilledPoint => {
      const { from, to, limit, count: _count, ...rest } = row;
      return {
        ...rest,
        number: `${part + 1}-${String(index + 1).padStart(2, '0')}`,
        value: (from + next() * (to - from)).toFixed(decimalsOf(row.item)),
        standardValue: limit,
        verdict: 'PASS',
      };
    }),
  );
};

const structures = [
  { number: '1', name: '加油罩棚', protectionClass: 2 },
  { number: '2', name: '站房', protectionClass: 2 },
  { number: '3', name: '油罐区', protectionClass: 2 },
] as const;

/** Honest: own values, one item over its limit and said so. Forged: one column of the honest report, and a value over its limit called good. */
export const filledIn = (kind: 'honest' | 'forged'): Filled => {
  const honest = fill(20_261).map((point) =>
    point.number === '1-07' ? { ...point, value: '5.20', verdict: 'FAIL' as const } : point,
  );
  if (kind === 'honest') return { structures, points: honest };
  const copied = new Map(
    honest.filter(({ number }) => number.startsWith('5-')).map((point) => [point.number, point.value]),
  );
  const own = fill(90_417).map((point) => ({ ...point, value: copied.get(point.number) ?? point.value }));
  return {
    structures,
    points: own.map((point) => (point.number === '3-04' ? { ...point, value: '6.80' } : point)),
  };
};
