import type { TestPoint } from '../../../shared/contracts/report.ts';
import type { Example } from './example.ts';
import { at, decimal, factsOf, onDay, own, point } from './example.ts';

const one = (values: Partial<TestPoint>) => factsOf({ points: [point('7', values)] });
const value = (text: string) => ({ value: decimal(text) });
const stated = (text: string) => ({ standardValue: decimal(text) });
const serious = { outcome: 'applies', severity: 3, mark: 'S', evidence: 1 } as const;
const query = { outcome: 'applies', severity: 2, mark: 'L', evidence: 1 } as const;
const ownWords = {
  outcome: 'applies',
  severity: 2,
  mark: 'G',
  evidence: 1,
  shows: ['STATED'],
  says: ['报告自列标准值'],
} as const;
const quiet = {
  outcome: 'does not',
  severity: 3,
  mark: 'S',
  evidence: 0,
  missing: [],
  concerns: [],
  says: ['个判定均与实测值相符'],
} as const;
const open = (why: string) =>
  ({ outcome: 'cannot tell', evidence: 0, missing: [`${why}: 7`], says: ['1 个判定中有 1 个无法'] }) as const;

const shared = { place: 'FILLING_STATION_SHARED' } as const;
const insulation = { item: 'INSULATION_RESISTANCE', place: 'SPD', method: undefined, unit: 'Mohm' } as const;
const leakage = { item: 'SPD_LEAKAGE_CURRENT', place: undefined, method: undefined, unit: 'uA' } as const;
const rod = { place: 'INDEPENDENT_ROD', method: 'IMPULSE' } as const;
const classOne = { structures: [{ number: '1', name: '炸药库', protectionClass: 1 as const }] };

/** The example point: earth resistance of an oil tank, at most 10 ohm (GB 50074-2014 14.2, mark S). */
export const r29Examples: readonly Example[] = [
  { name: 'quiet: a good value that passed', facts: one({}), expect: quiet },
  {
    name: 'quiet: a bad value that failed',
    facts: one({ ...value('10.1'), verdict: 'FAIL' }),
    expect: quiet,
  },
  { name: 'limit, just inside: 10.00 passes', facts: one(value('10.00')), expect: quiet },
  {
    name: 'hit, limit just outside: 10.01 passed',
    facts: one(value('10.01')),
    expect: {
      ...serious,
      missing: [],
      concerns: [own.organisation],
      shows: ['"7"', '10.01', 'GB50074-2014/14.2', '"recomputed":"FAIL"', '"reported":"PASS"'],
      says: ['按限值为不合格，报告判为合格。'],
    },
  },
  {
    name: 'hit in the other direction: 10.00 failed',
    facts: one({ ...value('10.00'), verdict: 'FAIL' }),
    expect: { ...serious, shows: ['"recomputed":"PASS"', '"reported":"FAIL"'] },
  },
  {
    name: 'hit, no more than a query: the limit of a shared earth is marked L',
    facts: one({ ...shared, ...value('4.1') }),
    expect: query,
  },
  { name: 'limit marked L, just inside', facts: one({ ...shared, ...value('4.0') }), expect: quiet },
  {
    name: 'hit: one sure conflict among likely ones is serious, and stands first',
    facts: factsOf({ points: [point('1', { ...shared, ...value('5') }), point('2', value('11'))] }),
    expect: {
      outcome: 'applies',
      severity: 3,
      mark: 'S',
      evidence: 2,
      says: ['检测点 2 实测 11 Ω，限值 ≤ 10 Ω（GB 50074-2014，可信度 S）', '，另有 1 处。'],
    },
  },
  {
    name: 'quiet: at least 50 Mohm, 50 measured',
    facts: one({ ...insulation, ...value('50') }),
    expect: quiet,
  },
  {
    name: 'hit: at least 50 Mohm, 49.9 measured',
    facts: one({ ...insulation, ...value('49.9') }),
    expect: query,
  },
  {
    name: 'quiet: more than the meter shows passes a lower limit',
    facts: one({ ...insulation, ...value('500'), qualifier: '>' }),
    expect: quiet,
  },
  {
    name: 'cannot tell: above 20 Mohm says nothing about 50',
    facts: one({ ...insulation, ...value('20'), qualifier: '>' }),
    expect: open('VALUE'),
  },
  {
    name: 'quiet: below the resolution of the meter passes an upper limit',
    facts: one({ ...value('0.01'), qualifier: '<' }),
    expect: quiet,
  },
  {
    name: 'cannot tell: below 20 ohm says nothing about 10',
    facts: one({ ...value('20'), qualifier: '<' }),
    expect: open('VALUE'),
  },
  {
    name: 'cannot tell: the same, failed',
    facts: one({ ...value('20'), qualifier: '<', verdict: 'FAIL' }),
    expect: open('VALUE'),
  },
  {
    name: 'hit: above 10 ohm passed',
    facts: one({ ...value('10'), qualifier: '>' }),
    expect: { ...serious, shows: ['"value":">10"'] },
  },
  {
    name: 'cannot tell: a verdict without a value',
    facts: one({ value: undefined, qualifier: 'NOT_MEASURED' }),
    expect: open('VALUE'),
  },
  {
    name: 'quiet: not applicable is no verdict',
    facts: one({ verdict: 'NOT_APPLICABLE' }),
    expect: quiet,
  },
  {
    name: 'cannot tell: an unknown place',
    facts: one({ place: 'ROOF_GARDEN' }),
    expect: open('UNKNOWN_PLACE'),
  },
  { name: 'cannot tell: no place', facts: one({ place: undefined }), expect: open('UNKNOWN_PLACE') },
  {
    name: 'cannot tell: no row for the impulse value of a tank',
    facts: one({ method: 'IMPULSE' }),
    expect: open('NO_ROW'),
  },
  { name: 'cannot tell: milliohm written as megohm', facts: one({ unit: 'Mohm' }), expect: open('UNIT') },
  {
    name: 'hit, no more than a query: how it was measured is not said, so the row is not sure',
    facts: one({ method: undefined, ...value('11') }),
    expect: query,
  },
  {
    name: 'quiet: a stricter limit of the design, stated in the report, explains a failure',
    facts: one({ ...value('2.0'), ...stated('1'), verdict: 'FAIL' }),
    expect: quiet,
  },
  {
    name: 'hit: the report breaks the limit that it states itself',
    facts: one({ ...value('2.0'), ...stated('1') }),
    expect: ownWords,
  },
  {
    name: 'hit: a weak limit stated in the report does not excuse a bad value',
    facts: one({ ...value('12'), ...stated('30') }),
    expect: serious,
  },
  {
    name: 'hit: no row is needed to see that a report breaks its own limit',
    facts: one({ place: 'ROOF_GARDEN', ...value('12'), ...stated('10') }),
    expect: ownWords,
  },
  {
    name: 'cannot tell: an unknown place, although the stated limit is kept',
    facts: one({ place: 'ROOF_GARDEN', ...value('12'), ...stated('30') }),
    expect: open('UNKNOWN_PLACE'),
  },
  {
    name: 'cannot tell: failed at an unknown place although the stated limit is kept: the true one may be stricter',
    facts: one({ place: 'ROOF_GARDEN', ...value('12'), ...stated('30'), verdict: 'FAIL' }),
    expect: open('UNKNOWN_PLACE'),
  },
  {
    name: 'hit: leakage above 20 µA, carried over from 2015',
    facts: one({ ...leakage, ...value('21') }),
    expect: query,
  },
  {
    name: 'quiet: the maker allows 30 µA',
    facts: one({ ...leakage, ...value('21'), ...stated('30') }),
    expect: quiet,
  },
  {
    name: 'hit: more than the maker allows',
    facts: one({ ...leakage, ...value('18'), ...stated('15') }),
    expect: ownWords,
  },
  {
    name: 'cannot tell: below 20 µA says nothing about the 15 of the maker',
    facts: one({ ...leakage, ...value('20'), ...stated('15'), qualifier: '<' }),
    expect: open('VALUE'),
  },
  {
    name: 'hit: the edition of 2015 was in force on that day, and its value is sure',
    facts: one({ ...leakage, ...value('21'), measuredAt: at('10:00', '2024-06-30') }),
    expect: { ...serious, shows: ['"edition":"2015"'] },
  },
  {
    name: 'hit: one day later the edition of 2023 holds, its value carried over',
    facts: one({ ...leakage, ...value('21'), measuredAt: at('10:00', '2024-07-01') }),
    expect: { ...query, shows: ['"edition":"2023"'] },
  },
  {
    name: 'cannot tell: no edition was in force that long ago',
    facts: one({ ...leakage, measuredAt: at('10:00', '2016-03-31') }),
    expect: open('NO_ROW'),
  },
  {
    name: 'cannot tell: an independent rod above 10 ohm may stand in soil that allows more',
    facts: factsOf({ report: classOne, points: [point('7', { ...rod, ...value('14') })] }),
    expect: open('EXCEPTION'),
  },
  {
    name: 'hit: the same rod failed with 9 ohm',
    facts: factsOf({ report: classOne, points: [point('7', { ...rod, ...value('9'), verdict: 'FAIL' })] }),
    expect: serious,
  },
  {
    name: 'hit: one conflict decides, whatever else cannot be told',
    facts: factsOf({
      points: [point('1', value('11')), point('2', { place: 'ROOF_GARDEN' })],
      report: { issuedOn: onDay('2026-03-06') },
    }),
    expect: { ...serious, missing: ['UNKNOWN_PLACE: 2'] },
  },
  {
    name: 'cannot tell: how it was measured makes another question, although the place is the same',
    facts: factsOf({ points: [point('1'), point('2', { method: 'IMPULSE' })] }),
    expect: { outcome: 'cannot tell', missing: ['NO_ROW: 2'] },
  },
  {
    name: 'cannot tell: a point at a structure that the report does not list',
    facts: one({ structure: '9', place: 'ROOF_GARDEN' }),
    expect: open('NO_ROW'),
  },
  {
    name: 'cannot tell: points with one reason are told together',
    facts: factsOf({ points: ['3', '4'].map((number) => point(number, { place: 'ROOF_GARDEN' })) }),
    expect: { outcome: 'cannot tell', missing: ['UNKNOWN_PLACE: 3, 4'] },
  },
  ...([8, 10] as const).map((count) => ({
    name: `cannot tell: the first eight of ${count} points are told`,
    facts: factsOf({
      points: Array.from({ length: count }, (_, n) => point(String(n + 1), { place: 'ROOF_GARDEN' })),
    }),
    expect: {
      outcome: 'cannot tell' as const,
      missing: [`UNKNOWN_PLACE: 1, 2, 3, 4, 5, 6, 7, 8${count === 8 ? '' : ' (+2)'}`],
    },
  })),
  {
    name: 'cannot tell: good by the row, failed, and nothing is said about the stricter limit of the design',
    facts: one({ ...value('8'), ...stated('5'), qualifier: '<', verdict: 'FAIL' }),
    expect: open('VALUE'),
  },
  {
    name: 'hit: it breaks its own limit, shown as stated',
    facts: one({ ...value('2.0'), ...stated('1') }),
    expect: { ...ownWords, shows: ['"limit":"1"', '"yardstick":"STATED"'] },
  },
];
