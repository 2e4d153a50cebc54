import { describe, expect, it } from 'vitest';
import { measuredItem } from '../../../shared/contracts/report.ts';
import type { CalendarDay } from '../../../shared/kernel/time.ts';
import { parseDay } from '../../../shared/kernel/time.ts';
import { currentLimits } from '../../../shared/rules/data/limits/index.ts';
import type { LimitRow } from '../../../shared/rules/data/limits/row.ts';
import { limitTable } from '../../../shared/rules/limit-table.ts';
import type { LimitQuery } from '../../../shared/rules/limits.ts';
import { limitFor } from '../../../shared/rules/limits.ts';

const day = (text: string): CalendarDay => {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(text);
  return parsed;
};
const query = (values: Partial<LimitQuery>): LimitQuery => ({
  item: 'EARTH_RESISTANCE',
  protectionClass: 2,
  day: day('2026-03-02'),
  standards: [],
  ...values,
});
const found = (values: Partial<LimitQuery>): string | undefined => {
  const answer = limitFor(query(values));
  return answer.found
    ? `${answer.limit.operator} ${answer.limit.limit} ${answer.limit.unit} ${answer.limit.mark}`
    : answer.why;
};

/** Domain.md 4.2, 4.4, 4.5, 4.6, row by row. */
describe('the limits of section 4', () => {
  const power = { method: 'POWER_FREQUENCY' } as const;
  const impulse = { method: 'IMPULSE' } as const;
  const one = { protectionClass: 1 } as const;
  const three = { protectionClass: 3 } as const;
  const rows: readonly (readonly [string, Partial<LimitQuery>, string])[] = [
    ['independent rod', { ...one, ...impulse, place: 'INDEPENDENT_ROD' }, '<= 10 ohm S'],
    ['anti-induction earth', { ...one, ...power, place: 'ANTI_INDUCTION' }, '<= 10 ohm S'],
    ['class 1 building, impulse', { ...one, ...impulse, place: 'BUILDING' }, '<= 10 ohm S'],
    ['class 1 building, power frequency', { ...one, ...power, place: 'BUILDING' }, '<= 10 ohm L'],
    ['class 1 building, method unknown', { ...one, place: 'BUILDING' }, '<= 10 ohm L'],
    ['class 2 building', { ...power, place: 'BUILDING' }, '<= 10 ohm L'],
    ['class 3 building', { ...three, ...impulse, place: 'BUILDING' }, '<= 30 ohm L'],
    ['electronic system', { ...power, place: 'ELECTRONIC_SYSTEM_SHARED' }, '<= 4 ohm L'],
    ['transformer', { ...power, place: 'DISTRIBUTION_TRANSFORMER' }, '<= 4 ohm L'],
    ['satellite station', { ...power, place: 'SATELLITE_EARTH_STATION' }, '<= 5 ohm L'],
    ['weather radar', { ...power, place: 'WEATHER_RADAR' }, '<= 4 ohm L'],
    ['base station', { ...power, place: 'TELECOM_BASE_STATION' }, '<= 10 ohm L'],
    ['filling station, shared', { ...power, place: 'FILLING_STATION_SHARED' }, '<= 4 ohm L'],
    ['filling station, separate', { ...power, place: 'FILLING_STATION_SEPARATE' }, '<= 10 ohm L'],
    ['filling station, pipe end', { ...power, place: 'FILLING_STATION_PIPE_END' }, '<= 30 ohm L'],
    ['static earth', { item: 'STATIC_EARTH_RESISTANCE', place: 'STATIC_ALONE' }, '<= 100 ohm S'],
    ['oil tank', { ...power, place: 'OIL_TANK' }, '<= 10 ohm S'],
    ['petrochemical vessel', { ...impulse, place: 'PETROCHEMICAL_VESSEL' }, '<= 10 ohm S'],
    ['depot pipe', { place: 'OIL_DEPOT_PIPE' }, '<= 30 ohm S'],
    ['fireworks store', { ...one, place: 'FIREWORKS_STORE' }, '<= 10 ohm L'],
    ['bonding', { item: 'EQUIPOTENTIAL_RESISTANCE' }, '<= 0.2 ohm L'],
    ['flange, class 1', { item: 'FLANGE_TRANSITION_RESISTANCE', ...one }, '<= 0.03 ohm S'],
    [
      'flange, filling station',
      { item: 'FLANGE_TRANSITION_RESISTANCE', place: 'FILLING_STATION' },
      '<= 0.03 ohm L',
    ],
    ['flange, tank farm', { item: 'FLANGE_TRANSITION_RESISTANCE', place: 'TANK_FARM' }, '<= 0.03 ohm L'],
    ['spacing, class 1', { item: 'DOWN_CONDUCTOR_SPACING', ...one }, '<= 12 m S'],
    ['spacing, class 2', { item: 'DOWN_CONDUCTOR_SPACING' }, '<= 18 m S'],
    ['spacing, class 3', { item: 'DOWN_CONDUCTOR_SPACING', ...three }, '<= 25 m S'],
    ['SPD lead', { item: 'SPD_LEAD_LENGTH' }, '<= 0.5 m S'],
    ['SPD leakage, carried over', { item: 'SPD_LEAKAGE_CURRENT' }, '<= 20 uA L'],
    ['SPD leakage, 2015', { item: 'SPD_LEAKAGE_CURRENT', day: day('2024-06-30') }, '<= 20 uA S'],
    ['SPD insulation', { item: 'INSULATION_RESISTANCE', place: 'SPD' }, '>= 50 Mohm L'],
    ['pull test', { item: 'SUPPORT_PULL_FORCE' }, '>= 49 N L'],
  ];
  it.each(rows)('%s', (_, values, expected) => expect(found(values)).toBe(expected));

  it('have rows for every item of the report contract', () => {
    for (const item of measuredItem.options) expect(currentLimits.rows.get(item)).toBeDefined();
  });

  it('never count a value carried over to the edition of 2023 as sure', () => {
    const carried = [...currentLimits.rows.values()]
      .flat()
      .filter((row) => row.standard === 'GB/T 21431' && row.edition === '2023');
    expect(carried.length).toBeGreaterThan(0);
    expect(carried.filter(({ mark }) => mark === 'S')).toEqual([]);
  });

  it('make editions follow each other without a gap or an overlap', () => {
    const edition = (on: string) => {
      const answer = limitFor(query({ item: 'SUPPORT_PULL_FORCE', day: day(on) }));
      return answer.found ? answer.limit.edition : answer.why;
    };
    expect(['2016-03-31', '2016-04-01', '2024-06-30', '2024-07-01'].map(edition)).toEqual([
      'NO_ROW',
      '2015',
      '2015',
      '2023',
    ]);
  });
});

describe('no limit', () => {
  it('is given for a place that is missing or unknown', () => {
    expect(found({})).toBe('UNKNOWN_PLACE');
    expect(found({ place: 'ROOF_GARDEN' })).toBe('UNKNOWN_PLACE');
    expect(found({ place: 'constructor' })).toBe('UNKNOWN_PLACE');
  });

  it('is given where the place is known and no row fits class or method', () => {
    expect(found({ place: 'INDEPENDENT_ROD' })).toBe('NO_ROW');
    expect(found({ place: 'OIL_TANK', method: 'IMPULSE' })).toBe('NO_ROW');
  });

  const row: LimitRow = {
    id: 'A',
    item: 'SUPPORT_PULL_FORCE',
    places: 'ANY',
    classes: [2],
    method: 'ANY',
    operator: '>=',
    limit: '49',
    unit: 'N',
    standard: 'GB 1',
    edition: '2020',
    clause: '1',
    mark: 'L',
  };
  const other: LimitRow = { ...row, id: 'B', standard: 'GB 2', limit: '60' };
  const ask = (rows: readonly LimitRow[], standards: LimitQuery['standards'] = []) =>
    limitFor(query({ item: 'SUPPORT_PULL_FORCE', standards }), limitTable('test', rows));

  it('is given where rows disagree, unless the report cites one of the standards', () => {
    expect(ask([row, other])).toEqual({ found: false, why: 'SEVERAL', rows: ['A', 'B'] });
    expect(ask([row, other], [{ code: 'gb2-2020', edition: '2020' }])).toMatchObject({
      found: true,
      limit: { id: 'B' },
    });
    const both = [
      { code: 'GB 1', edition: '2020' },
      { code: 'GB 2', edition: '2020' },
    ];
    expect(ask([row, other], both)).toMatchObject({ found: false, why: 'SEVERAL' });
  });

  it('agreeing rows are one answer: the best founded, or the one that knows an exception', () => {
    const sure: LimitRow = { ...row, id: 'S', mark: 'S' };
    const careful: LimitRow = { ...row, id: 'E', exception: { zh: '例外', en: 'exception' } };
    expect(ask([row, sure])).toMatchObject({ limit: { id: 'S' } });
    expect(ask([sure, careful])).toMatchObject({ limit: { id: 'E' } });
  });

  it('is found in a table whose data are at fault: the table is refused', () => {
    expect(() => limitTable('test', [{ ...row, limit: '1e3' }])).toThrow('no decimal');
    expect(() => limitTable('test', [row, row])).toThrow('twice');
  });

  it('a table is known by label and content', () => {
    expect(limitTable('t', [row]).version).toMatch(/^t\+[0-9a-f]{16}$/);
    expect(limitTable('t', [row]).version).not.toBe(limitTable('t', [{ ...row, limit: '50' }]).version);
  });
});
