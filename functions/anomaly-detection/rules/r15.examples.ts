import type { Listing } from '../../../shared/rules/cycles.ts';
import type { ReportFacts } from '../facts.ts';
import type { Example } from './example.ts';
import { at, exampleSettings, factsOf, factsWith, north, onDay, own, point } from './example.ts';

const listed = (kind: string, next: string, division = '330106'): ReportFacts =>
  unit([{ kind, division }], next);
const unit = (
  listings: readonly Listing[],
  next: string,
  versionsUnread = false,
  report: Parameters<typeof factsWith>[1] = {},
): ReportFacts =>
  factsWith({ keyUnit: { listings, versionsUnread } }, { nextInspectionOn: onDay(next), ...report });
const issued = (day: string) => factsOf({ report: { issuedOn: onDay(day) } });
const work = (from: string, to: string) => ({
  activity: {
    startedAt: at('09:00', from),
    endedAt: at('11:00', to),
    position: north(0),
    technicians: [own.technician],
    instruments: [],
  },
  issuedOn: onDay('2026-09-30'),
});
const station = { kind: 'FILLING_STATION', division: '330106' };
const quiet = { outcome: 'does not', missing: [] } as const;
const early = { outcome: 'applies', severity: 3, mark: 'S', evidence: 1, missing: [] } as const;
const later = { outcome: 'applies', severity: 2, mark: 'G', evidence: 1, missing: [] } as const;
const sooner = { outcome: 'applies', severity: 1, mark: 'G', evidence: 1, missing: [] } as const;
const open = (why: string) => ({ outcome: 'cannot tell', missing: [`keyUnit: ${why}`] }) as const;

const exception = (months: number, division?: string, kinds = ['MINE']) => ({
  ...{ kinds, months, source: 'a local notice', mark: 'S' as const },
  ...(division === undefined ? {} : { division }),
});
const province = (...cycleExceptions: readonly ReturnType<typeof exception>[]) =>
  exampleSettings({ cycleExceptions: [...cycleExceptions] });

/** The example report: work on 2026-03-02 at a filling station (six months), issued on 2026-03-05. */
export const r15Examples: readonly Example[] = [
  {
    name: 'quiet: issued days later, next date six months after the work',
    facts: factsOf(),
    expect: {
      ...quiet,
      says: ['与检测时间相符'],
      inputs: { issuedOn: '2026-03-05', nextInspectionOn: '2026-09-02', listings: [station] },
    },
  },
  { name: 'quiet: issued on the day of the work', facts: issued('2026-03-02'), expect: quiet },
  {
    name: 'hit: issued on the day before',
    facts: issued('2026-03-01'),
    expect: {
      ...early,
      concerns: [own.organisation],
      shows: ['ISSUED_BEFORE_THE_END', '"issuedOn":"2026-03-01"', at('11:00')],
      says: ['签发于 2026-03-01，早于最后一次检测（北京时间 2026-03-02 11:00）', 'issued on 2026-03-01'],
    },
  },
  {
    name: 'quiet: the day is a Chinese day: work until 00:30 in Beijing ends on the new day',
    facts: factsOf({
      report: {
        activity: { ...work('2026-03-01', '2026-03-02').activity, endedAt: at('00:30') },
        issuedOn: onDay('2026-03-02'),
      },
    }),
    expect: quiet,
  },
  {
    name: 'hit: a point was measured after the report was issued',
    facts: factsOf({
      points: [
        point('1', { measuredAt: at('09:30') }),
        point('2', { measuredAt: at('09:30', '2026-03-06') }),
      ],
    }),
    expect: { ...early, shows: [at('09:30', '2026-03-06')] },
  },
  {
    name: 'quiet: all points were measured before',
    facts: factsOf({ points: [point('1', { measuredAt: at('09:30', '2026-03-05') })] }),
    expect: quiet,
  },
  {
    name: 'hit: no measurement is later than the end of the work, which counts',
    facts: factsOf({
      report: { issuedOn: onDay('2026-03-01') },
      points: [point('1', { measuredAt: at('09:30', '2026-03-01') })],
    }),
    expect: { ...early, shows: [at('11:00')] },
  },
  {
    name: 'hit: next date one day later than the cycle',
    facts: listed('FILLING_STATION', '2026-09-03'),
    expect: {
      ...later,
      shows: ['NEXT_DATE', '"direction":"LATER"', '"cycleMonths":[6]', '"inspectedOn":"2026-03-02"'],
      says: ['下次检测日期 2026-09-03 晚于 2026-03-02 加 6 个月的检测周期', 'is later than'],
    },
  },
  {
    name: 'hit: next date one day earlier, a notice',
    facts: listed('FILLING_STATION', '2026-09-01'),
    expect: {
      ...sooner,
      shows: ['"direction":"EARLIER"'],
      says: ['早于 2026-03-02 加 6 个月', 'is earlier than'],
    },
  },
  { name: 'quiet: a hospital, twelve months', facts: listed('CROWDED_PLACE', '2027-03-02'), expect: quiet },
  {
    name: 'hit: a hospital, twelve months and a day',
    facts: listed('CROWDED_PLACE', '2027-03-03'),
    expect: { ...later, shows: ['"cycleMonths":[12]'] },
  },
  {
    name: 'quiet: a hospital inspected every six months: a place with danger of explosion may lie in it',
    facts: listed('CROWDED_PLACE', '2026-09-02'),
    expect: quiet,
  },
  {
    name: 'hit: a hospital and a day that follows from no cycle',
    facts: listed('CROWDED_PLACE', '2026-12-02'),
    expect: sooner,
  },
  {
    name: 'hit: a filling station with the cycle of a hospital',
    facts: listed('FILLING_STATION', '2027-03-02'),
    expect: later,
  },
  {
    name: 'month without such a day: 31 March and six months make 30 September',
    facts: unit([station], '2026-09-30', false, work('2026-03-31', '2026-03-31')),
    expect: quiet,
  },
  {
    name: 'month without such a day: 31 August and six months make 28 February',
    facts: unit([station], '2027-02-28', false, work('2026-08-31', '2026-08-31')),
    expect: quiet,
  },
  {
    name: 'quiet: work of three days may count from the first',
    facts: unit([station], '2026-09-02', false, work('2026-03-02', '2026-03-04')),
    expect: quiet,
  },
  {
    name: 'quiet: work of three days may count from the last',
    facts: unit([station], '2026-09-04', false, work('2026-03-02', '2026-03-04')),
    expect: quiet,
  },
  {
    name: 'hit: a day after it counts from none of three days',
    facts: unit([station], '2026-09-05', false, work('2026-03-02', '2026-03-04')),
    expect: { ...later, says: ['2026-03-04 加 6 个月'] },
  },
  {
    name: 'hit: a day before it counts from none of three days',
    facts: unit([station], '2026-09-01', false, work('2026-03-02', '2026-03-04')),
    expect: sooner,
  },
  {
    name: 'quiet: during construction no cycle runs yet',
    facts: unit([station], '2026-04-02', false, { inspectionType: 'CONSTRUCTION' }),
    expect: quiet,
  },
  {
    name: 'hit: after completion it does',
    facts: unit([station], '2027-03-02', false, { inspectionType: 'COMPLETION' }),
    expect: later,
  },
  {
    name: 'exception of the province: a mine every six months',
    facts: listed('MINE', '2027-03-02'),
    settings: province(exception(6)),
    expect: later,
  },
  { name: 'quiet: a mine every twelve months elsewhere', facts: listed('MINE', '2027-03-02'), expect: quiet },
  {
    name: 'exception of the county: it holds there',
    facts: listed('MINE', '2026-09-02', '210124'),
    settings: province(exception(6, '210124')),
    expect: quiet,
  },
  {
    name: 'exception of the county: twelve months are too long there',
    facts: listed('MINE', '2027-03-02', '210124'),
    settings: province(exception(6, '210124')),
    expect: { ...later, shows: ['"cycleMonths":[6]'] },
  },
  {
    name: 'exception of another county: it does not hold here',
    facts: listed('MINE', '2027-03-02', '210125'),
    settings: province(exception(6, '210124')),
    expect: quiet,
  },
  {
    name: 'exception of the prefecture: it holds in its counties',
    facts: listed('MINE', '2027-03-02', '210124'),
    settings: province(exception(6, '210100')),
    expect: later,
  },
  {
    name: 'exception for another kind: it does not hold for mines',
    facts: listed('MINE', '2027-03-02'),
    settings: province(exception(6, undefined, ['TOURIST_SITE'])),
    expect: quiet,
  },
  {
    name: 'two exceptions: that of the county goes before that of the province',
    facts: listed('MINE', '2026-06-02', '210124'),
    settings: province(exception(6), exception(3, '210124'), exception(9, '210100')),
    expect: quiet,
  },
  {
    name: 'two exceptions: what the province allows does not excuse it in the county',
    facts: listed('MINE', '2026-09-02', '210124'),
    settings: province(exception(6), exception(3, '210124')),
    expect: { ...later, shows: ['"cycleMonths":[3]'] },
  },
  {
    name: 'two exceptions of one place disagree: either fits',
    facts: listed('MINE', '2026-06-02'),
    settings: province(exception(9), exception(3)),
    expect: quiet,
  },
  {
    name: 'two exceptions of one place disagree: what is later than both does not fit',
    facts: listed('MINE', '2026-12-03'),
    settings: province(exception(9), exception(3)),
    expect: { ...later, shows: ['"cycleMonths":[9,3]'], says: ['9/3 个月'] },
  },
  {
    name: 'hit: a longer cycle of the province does not excuse a day that follows from none',
    facts: listed('MINE', '2028-03-03'),
    settings: province(exception(24)),
    expect: later,
  },
  {
    name: 'cannot tell: a kind without a cycle',
    facts: listed('LIGHTHOUSE', '2027-03-02'),
    expect: { ...open('NO_CYCLE'), says: ['类别或检测周期不明'] },
  },
  {
    name: 'cannot tell: the key unit could not be read',
    facts: factsWith({ keyUnit: undefined }),
    expect: open('NOT_READ'),
  },
  {
    name: 'quiet: an older version of the unit explains the date',
    facts: unit([station, { ...station, kind: 'CROWDED_PLACE' }], '2027-03-02'),
    expect: quiet,
  },
  {
    name: 'hit: no version of the unit explains the date; the newest is told',
    facts: unit([station, { ...station, kind: 'CROWDED_PLACE' }], '2027-03-03'),
    expect: { ...later, shows: ['"cycleMonths":[6]'] },
  },
  {
    name: 'cannot tell: an older version has a kind without a cycle',
    facts: unit([station, { ...station, kind: 'LIGHTHOUSE' }], '2027-03-02'),
    expect: open('NO_CYCLE'),
  },
  {
    name: 'cannot tell: older versions of the unit were not read',
    facts: unit([station], '2027-03-02', true),
    expect: open('VERSIONS_UNREAD'),
  },
  {
    name: 'quiet: the newest version explains the date, whatever older ones say',
    facts: unit([station], '2026-09-02', true),
    expect: quiet,
  },
  {
    name: 'hit: issued early decides, although the cycle is not known',
    facts: factsWith({ keyUnit: undefined }, { issuedOn: onDay('2026-03-01') }),
    expect: { ...early, missing: ['keyUnit: NOT_READ'] },
  },
  {
    name: 'hit: both dates, the early issue first',
    facts: unit([station], '2026-09-03', false, { issuedOn: onDay('2026-03-01') }),
    expect: { ...early, evidence: 2, says: ['签发于 2026-03-01', '；下次检测日期 2026-09-03'] },
  },
];
