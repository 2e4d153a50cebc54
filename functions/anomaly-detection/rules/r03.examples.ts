import { distanceM } from '../../../shared/kernel/geo.ts';
import type { PersonInterval, ReportFacts } from '../facts.ts';
import type { Example } from './example.ts';
import { at, exampleSettings, factsOf, interval, north, other, own, reportId } from './example.ts';

/** A place so many metres north, known exactly. */
const exactly = (metres: number) => ({ position: north(metres, 0) });
const activity = (accuracyM?: number) => ({
  startedAt: at('09:00'),
  endedAt: at('11:00'),
  position: north(0, accuracyM),
  technicians: [own.technician],
  instruments: [],
});
const seen = (...entries: readonly PersonInterval[]): ReportFacts =>
  factsOf({
    report: { activity: activity(0) },
    personIntervals: new Map([[own.technician, { entries, truncated: false }]]),
  });
const later = reportId('C1');
const earlier = reportId('D1');
const hit = { outcome: 'applies', evidence: 1, missing: [] } as const;

/** The example report: 09:00-11:00 at the site, whose place is known exactly. Half an hour reaches 60 km at 120 km/h. */
export const r03Examples: readonly Example[] = [
  {
    name: 'hit: 80 km in half an hour, after work for another organisation',
    facts: seen(interval('07:00', '08:30', exactly(80_000))),
    expect: {
      ...hit,
      severity: 3,
      mark: 'G',
      concerns: [own.organisation, other.organisation],
      shows: [own.technician, other.report, other.keyUnit, at('08:30'), at('09:00'), '"speedKmh":160'],
      says: ['相距 80.0 公里', '2026-03-02 08:30 起仅有 30 分钟', '阈值 120 公里/小时', 'had 30 min'],
      inputs: { technicians: [own.technician], startedAt: at('09:00'), endedAt: at('11:00') },
    },
  },
  {
    name: 'hit: the same on the way to the next job',
    facts: seen(interval('11:30', '12:00', exactly(80_000))),
    expect: { ...hit, shows: [`"leftAt":"${at('11:00')}"`, `"arrivedAt":"${at('11:30')}"`] },
  },
  {
    name: 'hit: no time at all between two sites, no speed is told',
    facts: seen(interval('11:00', '12:00', { ...exactly(5000), organisation: own.organisation })),
    expect: { ...hit, concerns: [own.organisation], shows: ['"distanceM":5000'], says: ['仅有 0 分钟'] },
  },
  {
    name: 'speed, just inside: 59.9 km in half an hour',
    facts: seen(interval('07:00', '08:30', exactly(59_900))),
    expect: { outcome: 'does not', missing: [], says: ['均未超过 120 公里/小时'] },
  },
  {
    name: 'speed, just outside: 60.1 km in half an hour',
    facts: seen(interval('07:00', '08:30', exactly(60_100))),
    expect: hit,
  },
  {
    name: 'speed of the province: 200 km/h allow 80 km in half an hour',
    facts: seen(interval('07:00', '08:30', exactly(80_000))),
    settings: exampleSettings({ speedKmh: 200 }),
    expect: { outcome: 'does not' },
  },
  {
    name: 'one site, just inside: no time between two places 199.9 m apart',
    facts: seen(interval('11:00', '12:00', exactly(199.9))),
    expect: { outcome: 'does not' },
  },
  {
    name: 'two sites, just outside: no time between two places 200.1 m apart',
    facts: seen(interval('11:00', '12:00', exactly(200.1))),
    expect: hit,
  },
  {
    name: 'cannot tell: the accuracies of both places explain it',
    facts: factsOf({
      report: { activity: activity(3000) },
      personIntervals: new Map([
        [
          own.technician,
          { entries: [interval('07:00', '08:30', { position: north(64_900, 2000) })], truncated: false },
        ],
      ]),
    }),
    expect: {
      outcome: 'cannot tell',
      missing: [`positionAccuracy/${other.report}`],
      says: ['无法判断', '有 1 项'],
    },
  },
  {
    name: 'hit: farther than both accuracies explain; they are taken off the speed',
    facts: factsOf({
      report: { activity: activity(3000) },
      personIntervals: new Map([
        [
          own.technician,
          { entries: [interval('07:00', '08:30', { position: north(65_100, 2000) })], truncated: false },
        ],
      ]),
    }),
    expect: { ...hit, shows: ['"accuracyM":5000', '"speedKmh":120'] },
  },
  {
    name: 'cannot tell: places that state no accuracy may be a kilometre off each',
    facts: factsOf({
      report: { activity: activity() },
      personIntervals: new Map([
        [
          own.technician,
          { entries: [interval('07:00', '08:30', { position: north(61_900) })], truncated: false },
        ],
      ]),
    }),
    expect: { outcome: 'cannot tell', missing: [`positionAccuracy/${other.report}`] },
  },
  {
    name: 'hit: more than a kilometre each',
    facts: factsOf({
      report: { activity: activity() },
      personIntervals: new Map([
        [
          own.technician,
          { entries: [interval('07:00', '08:30', { position: north(62_100) })], truncated: false },
        ],
      ]),
    }),
    expect: { ...hit, shows: ['"accuracyM":2000'] },
  },
  {
    name: 'cannot tell: 524 km in two hours may have been a train (half an hour to board, 350 km/h)',
    facts: seen(interval('06:00', '07:00', exactly(524_000))),
    expect: { outcome: 'cannot tell', missing: [`TRAIN/${other.report}`] },
  },
  {
    name: 'hit: 526 km in two hours is too far for a train, and a plane takes longer to board',
    facts: seen(interval('06:00', '07:00', exactly(526_000))),
    expect: hit,
  },
  {
    name: 'cannot tell: 2200 km in four hours may have been a plane (an hour and a half to board, 900 km/h)',
    facts: seen(interval('04:00', '05:00', exactly(2_200_000))),
    expect: { outcome: 'cannot tell', missing: [`PLANE/${other.report}`] },
  },
  {
    name: 'hit: 2300 km in four hours',
    facts: seen(interval('04:00', '05:00', exactly(2_300_000))),
    expect: hit,
  },
  {
    name: 'quiet: work at the same time is a matter of R01',
    facts: seen(interval('10:00', '12:00', exactly(80_000)), interval('08:00', '09:30', exactly(80_000))),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: one person cannot meet himself: the entry of this very report',
    facts: seen(interval('08:00', '09:00', { ...exactly(80_000), report: own.report })),
    expect: { outcome: 'does not' },
  },
  {
    name: 'quiet: only neighbours count; who worked elsewhere in between had time from there',
    facts: seen(
      interval('06:00', '07:50', exactly(150_000)),
      interval('07:55', '08:30', { ...exactly(50_000), report: later }),
      interval('11:30', '12:00', { ...exactly(50_000), report: later }),
      interval('12:10', '13:00', { ...exactly(170_000), report: earlier }),
    ),
    expect: { outcome: 'does not' },
  },
  {
    name: 'hit: two jobs that ended at the same time are both neighbours',
    facts: seen(
      interval('07:00', '08:30', exactly(100)),
      interval('08:00', '08:30', { ...exactly(80_000), report: later }),
    ),
    expect: { ...hit, shows: [later] },
  },
  {
    name: 'hit: before and after, both told',
    facts: seen(
      interval('07:00', '08:30', exactly(80_000)),
      interval('11:30', '12:00', { ...exactly(90_000), report: later }),
    ),
    expect: { outcome: 'applies', evidence: 2, says: ['，另有 1 处。', ', and 1 more.'] },
  },
  {
    name: 'hit: the second technician counts as much as the first, and each person once',
    facts: factsOf({
      report: {
        activity: { ...activity(0), technicians: [own.technician, other.technician, other.technician] },
      },
      personIntervals: new Map([
        [own.technician, { entries: [], truncated: false }],
        [other.technician, { entries: [interval('07:00', '08:30', exactly(80_000))], truncated: false }],
      ]),
    }),
    expect: { ...hit, shows: [other.technician] },
  },
  {
    name: 'cannot tell: the bound of the query was hit',
    facts: factsOf({ personIntervals: new Map([[own.technician, { entries: [], truncated: true }]]) }),
    expect: { outcome: 'cannot tell', missing: [`personIntervals/${own.technician}/rest`] },
  },
  {
    name: 'cannot tell: a technician was not looked up',
    facts: factsOf({ personIntervals: new Map() }),
    expect: { outcome: 'cannot tell', missing: [`personIntervals/${own.technician}`] },
  },
  {
    name: 'hit: no time at all on the way here',
    facts: seen(interval('08:00', '09:00', exactly(5000))),
    expect: hit,
  },
  {
    name: 'one site, exactly: as far apart as the threshold is not beyond it',
    facts: seen(interval('11:00', '12:00', exactly(5000))),
    settings: exampleSettings({ distanceM: distanceM(north(0), north(5000)) }),
    expect: { outcome: 'does not', missing: [] },
  },
  {
    name: 'one site, exactly: only the accuracies reach the threshold',
    facts: seen(interval('11:00', '12:00', { position: north(5000, 100) })),
    settings: exampleSettings({ distanceM: distanceM(north(0), north(5000)) - 100 }),
    expect: { outcome: 'cannot tell', missing: [`positionAccuracy/${other.report}`] },
  },
  {
    name: 'cannot tell: exactly as far as a train goes in the time',
    facts: seen(
      interval('06:00', '07:00', {
        position: north(600_000, distanceM(north(0), north(600_000)) - 525_000),
      }),
    ),
    expect: { outcome: 'cannot tell', missing: [`TRAIN/${other.report}`] },
  },
];
