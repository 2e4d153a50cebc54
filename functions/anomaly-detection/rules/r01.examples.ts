import type { PersonInterval, ReportFacts } from '../facts.ts';
import type { Example } from './example.ts';
import { distanceM } from '../../../shared/kernel/geo.ts';
import { at, exampleSettings, factsOf, interval, north, other, own, reportId } from './example.ts';

const seen = (...entries: readonly PersonInterval[]): ReportFacts =>
  factsOf({ personIntervals: new Map([[own.technician, { entries, truncated: false }]]) });
const here = (accuracyM: number) => ({
  startedAt: at('09:00'),
  endedAt: at('11:00'),
  position: north(0, accuracyM),
  technicians: [own.technician],
  instruments: [],
});
const instantVisit = { ...here(0), startedAt: at('10:00'), endedAt: at('10:00') };

/** The example report: 09:00-11:00 at the site, one technician. */
export const r01Examples: readonly Example[] = [
  {
    name: 'hit: one hour in common, 5 km apart, another organisation',
    facts: seen(interval('10:00', '12:00')),
    expect: {
      outcome: 'applies',
      severity: 3,
      mark: 'G',
      evidence: 1,
      missing: [],
      concerns: [own.organisation, other.organisation],
      shows: [own.technician, other.report, other.keyUnit, at('10:00'), at('11:00'), '5000'],
      says: [
        '自北京时间 2026-03-02 10:00 起重叠 60 分钟',
        '相距 5000 米（阈值 200 米）。',
        'overlaps by 60 min',
      ],
      inputs: { intervalsSeen: 1, technicians: [own.technician] },
    },
  },
  {
    name: 'hit: the other work lies inside ours, same organisation',
    facts: seen(interval('09:30', '09:40', { organisation: own.organisation })),
    expect: {
      outcome: 'applies',
      evidence: 1,
      concerns: [own.organisation],
      shows: [at('09:30'), at('09:40')],
    },
  },
  {
    name: 'hit: the other work began before ours',
    facts: seen(interval('08:00', '09:30')),
    expect: { outcome: 'applies', evidence: 1, shows: [at('09:00'), at('09:30')] },
  },
  {
    name: 'hit: one millisecond in common at the end',
    facts: seen(interval('10:59:59.999', '12:00')),
    expect: { outcome: 'applies', evidence: 1 },
  },
  {
    name: 'quiet: the other work begins when ours ends',
    facts: seen(interval('11:00', '12:00')),
    expect: { outcome: 'does not', says: ['均未与相距 200 米以外'] },
  },
  {
    name: 'quiet: the other work ends when ours begins',
    facts: seen(interval('08:00', '09:00')),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: one person cannot meet himself: the entry of this very report',
    facts: seen(interval('09:00', '11:00', { report: own.report })),
    expect: { outcome: 'does not', evidence: 0, concerns: [] },
  },
  {
    name: 'threshold, just inside: 199.9 m apart',
    facts: seen(interval('10:00', '12:00', { position: north(199.9) })),
    expect: { outcome: 'does not' },
  },
  {
    name: 'threshold, just outside: 200.1 m apart',
    facts: seen(interval('10:00', '12:00', { position: north(200.1) })),
    expect: { outcome: 'applies', evidence: 1 },
  },
  {
    name: 'threshold, exactly: as far apart as the threshold is not beyond it',
    facts: seen(interval('10:00', '12:00')),
    settings: exampleSettings({ distanceM: distanceM(north(0), north(5000)) }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'threshold, exactly: only the accuracies reach it',
    facts: seen(interval('10:00', '12:00', { position: north(5000, 100) })),
    settings: exampleSettings({ distanceM: distanceM(north(0), north(5000)) - 100 }),
    expect: { outcome: 'cannot tell' },
  },
  {
    name: 'hit: two overlaps, both told',
    facts: seen(interval('10:00', '10:30'), interval('10:30', '11:30', { report: reportId('C1') })),
    expect: {
      outcome: 'applies',
      evidence: 2,
      says: ['重叠 30 分钟', '，另有 1 处。', ', and 1 more.'],
      inputs: { intervalsSeen: 2 },
    },
  },
  {
    name: 'threshold of the province: 6000 m silences 5 km',
    facts: seen(interval('10:00', '12:00')),
    settings: exampleSettings({ distanceM: 6000 }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'cannot tell: 300 m apart, but the two accuracies together make 110 m',
    facts: factsOf({
      report: { activity: here(60) },
      personIntervals: new Map([
        [
          own.technician,
          { entries: [interval('10:00', '12:00', { position: north(300, 50) })], truncated: false },
        ],
      ]),
    }),
    expect: {
      outcome: 'cannot tell',
      missing: [`positionAccuracy/${other.report}`],
      evidence: 0,
      says: ['无法判断', '有 1 项'],
    },
  },
  {
    name: 'hit: 320 m apart with the same accuracies',
    facts: factsOf({
      report: { activity: here(60) },
      personIntervals: new Map([
        [
          own.technician,
          { entries: [interval('10:00', '12:00', { position: north(320, 50) })], truncated: false },
        ],
      ]),
    }),
    expect: { outcome: 'applies', evidence: 1 },
  },
  {
    name: 'hit: work that ends as it begins still took place',
    facts: factsOf({
      report: { activity: instantVisit },
      personIntervals: new Map([
        [own.technician, { entries: [interval('09:30', '10:30')], truncated: false }],
      ]),
    }),
    expect: { outcome: 'applies', evidence: 1 },
  },
  {
    name: 'hit: the second technician counts as much as the first, and each person once',
    facts: factsOf({
      report: { activity: { ...here(0), technicians: [own.technician, other.technician, other.technician] } },
      personIntervals: new Map([
        [own.technician, { entries: [], truncated: false }],
        [other.technician, { entries: [interval('10:00', '12:00')], truncated: false }],
      ]),
    }),
    expect: { outcome: 'applies', evidence: 1, shows: [other.technician] },
  },
  {
    name: 'quiet: one place in two datums, whose numbers differ by 500 m',
    facts: seen(
      interval('10:00', '12:00', { position: { lon: 120.154709, lat: 30.277681, datum: 'GCJ02' } }),
    ),
    expect: { outcome: 'does not' },
  },
  {
    name: 'hit: the same numbers in two datums are two places',
    facts: seen(interval('10:00', '12:00', { position: { ...north(0), datum: 'GCJ02' } })),
    expect: { outcome: 'applies', evidence: 1 },
  },
  {
    name: 'cannot tell: the bound of the query was hit',
    facts: factsOf({
      personIntervals: new Map([
        [own.technician, { entries: [interval('12:00', '13:00')], truncated: true }],
      ]),
    }),
    expect: { outcome: 'cannot tell', missing: [`personIntervals/${own.technician}/rest`], concerns: [] },
  },
  {
    name: 'hit: what was seen decides, although the bound was hit',
    facts: factsOf({
      personIntervals: new Map([
        [own.technician, { entries: [interval('10:00', '12:00')], truncated: true }],
      ]),
    }),
    expect: { outcome: 'applies', evidence: 1, missing: [`personIntervals/${own.technician}/rest`] },
  },
  {
    name: 'cannot tell: a technician was not looked up',
    facts: factsOf({ personIntervals: new Map() }),
    expect: {
      outcome: 'cannot tell',
      missing: [`personIntervals/${own.technician}`],
      inputs: { intervalsSeen: 0 },
    },
  },
];
