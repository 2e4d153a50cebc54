import type { TestPoint } from '../../../shared/contracts/report.ts';
import type { Certified } from '../../../shared/rules/validity.ts';
import type { ReportFacts } from '../facts.ts';
import type { Example } from './example.ts';
import { at, certificate, certified, earthTester, factsWith, north, onDay, own, point } from './example.ts';

const bondingTester = `ins_${'01KJ0000000000000000000000'.slice(0, 24)}E2` as const;
const good = certificate('2026-02-01', '2027-01-31');
const work = (startedAt = at('09:00'), endedAt = at('11:00'), instruments = [earthTester]) => ({
  activity: { startedAt, endedAt, position: north(0), technicians: [own.technician], instruments },
});
const withTester = (
  holder: Certified,
  points?: readonly TestPoint[],
  report: Parameters<typeof factsWith>[1] = work(),
): ReportFacts => factsWith({ instruments: new Map([[earthTester, holder]]) }, report, points);
const of = (...certificates: readonly ReturnType<typeof certificate>[]) => certified(certificates);
const measured = (values: Partial<TestPoint>) => [point('7', { instrument: earthTester, ...values })];
const hit = { outcome: 'applies', evidence: 1, missing: [] } as const;
const quiet = { outcome: 'does not', missing: [] } as const;
const open = (why: string) => ({ outcome: 'cannot tell', missing: [`${earthTester}: ${why}`] }) as const;
const twoDays = work(at('09:00'), at('11:00', '2026-03-03'));

/** The example report: work on 2026-03-02 with one earth tester, which is calibrated to 2027-01-31. */
export const r06Examples: readonly Example[] = [
  {
    name: 'quiet: in calibration',
    facts: withTester(of(good), measured({})),
    expect: { ...quiet, says: ['1 项使用均在校准有效期内'], inputs: { uses: 1, instruments: [earthTester] } },
  },
  {
    name: 'hit: the calibration ended on the day before',
    facts: withTester(of(certificate('2025-03-02', '2026-03-01', 'CAL-25')), measured({})),
    expect: {
      ...hit,
      severity: 3,
      mark: 'S',
      concerns: [own.organisation],
      shows: [earthTester, '"points":["7"]', 'CAL-25', '"from":"2026-03-02"', '2026-03-01'],
      says: ['于 2026-03-02 使用', '有效期为 2025-03-02 至 2026-03-01。', 'was used on 2026-03-02'],
    },
  },
  {
    name: 'quiet: the last day of the calibration',
    facts: withTester(of(certificate('2025-03-03', '2026-03-02')), measured({})),
    expect: quiet,
  },
  {
    name: 'quiet: calibrated on that very day',
    facts: withTester(of(certificate('2026-03-02', '2027-03-01')), measured({})),
    expect: quiet,
  },
  {
    name: 'hit: calibrated on the next day, although the file knew the instrument for long',
    facts: withTester(of(certificate('2026-03-03', '2027-03-02')), measured({})),
    expect: { ...hit, says: ['有效期为 2026-03-03 至 2027-03-02'] },
  },
  {
    name: 'cannot tell: calibrated on the next day, and the file began later than the work',
    facts: withTester(certified([certificate('2026-03-03', '2027-03-02')], { since: onDay('2026-03-03') })),
    expect: open('BEFORE_THE_FILE'),
  },
  {
    name: 'hit: calibrated on the next day, and the file began on the day of the work',
    facts: withTester(certified([certificate('2026-03-03', '2027-03-02')], { since: onDay('2026-03-02') })),
    expect: hit,
  },
  {
    name: 'hit: a calibration that ended is known, whenever the file began',
    facts: withTester(certified([certificate('2025-03-02', '2026-03-01')], { since: onDay('2026-03-10') })),
    expect: hit,
  },
  {
    name: 'hit: an instrument without any calibration on file',
    facts: withTester(of(), measured({})),
    expect: { ...hit, shows: ['"nearest":null'], says: ['档案中无校准', 'no calibration is on file'] },
  },
  {
    name: 'quiet: an older calibration held on the day, the newest began after it',
    facts: withTester(of(certificate('2026-04-01', '2027-03-31', 'NEW'), good), measured({})),
    expect: quiet,
  },
  {
    name: 'hit: the work lies in a gap between two calibrations; the last one before it is told',
    facts: withTester(
      of(certificate('2026-03-10', '2027-03-09', 'NEW'), certificate('2025-02-01', '2026-02-28', 'OLD')),
      measured({}),
    ),
    expect: { ...hit, shows: ['OLD'] },
  },
  {
    name: 'cannot tell: none of the versions read held on the day, and older ones were not read',
    facts: withTester(certified([certificate('2026-04-01', '2027-03-31')], { versionsUnread: true })),
    expect: { ...open('VERSIONS_UNREAD'), says: ['有 1 项数据缺失或不全'] },
  },
  {
    name: 'quiet: the newest version settles it, whatever older ones say',
    facts: withTester(certified([good], { versionsUnread: true })),
    expect: quiet,
  },
  {
    name: 'cannot tell: the instrument could not be read',
    facts: factsWith({ instruments: new Map() }, work()),
    expect: open('NOT_READ'),
  },
  {
    name: 'hit: no point names the instrument, the days of the work count',
    facts: withTester(of(certificate('2025-03-02', '2026-03-01')), [point('7')]),
    expect: { ...hit, shows: ['"points":[]'] },
  },
  {
    name: 'hit: the time of the measurement counts, not the days of the work',
    facts: withTester(
      of(certificate('2025-03-03', '2026-03-02')),
      measured({ measuredAt: at('08:00', '2026-03-03') }),
      twoDays,
    ),
    expect: { ...hit, shows: ['"from":"2026-03-03"'] },
  },
  {
    name: 'quiet: measured on the first of two days, the last of the calibration',
    facts: withTester(
      of(certificate('2025-03-03', '2026-03-02')),
      measured({ measuredAt: at('08:00') }),
      twoDays,
    ),
    expect: quiet,
  },
  {
    name: 'quiet: the day is a Chinese day: half past midnight in Beijing is not the day before',
    facts: withTester(of(certificate('2026-03-02', '2027-03-01')), measured({ measuredAt: at('00:30') })),
    expect: quiet,
  },
  {
    name: 'cannot tell: the calibration ended within the work, and the point tells no time',
    facts: withTester(of(certificate('2025-03-03', '2026-03-02')), measured({}), twoDays),
    expect: open('IN_FORCE_ON_SOME_DAYS'),
  },
  {
    name: 'cannot tell: the calibration began within the work',
    facts: withTester(of(certificate('2026-03-03', '2027-03-02')), measured({}), twoDays),
    expect: open('IN_FORCE_ON_SOME_DAYS'),
  },
  {
    name: 'quiet: two calibrations follow one another within the work',
    facts: withTester(
      of(certificate('2026-03-03', '2027-03-02', 'NEW'), certificate('2025-03-03', '2026-03-02', 'OLD')),
      measured({}),
      twoDays,
    ),
    expect: quiet,
  },
  {
    name: 'hit: neither day of the work is covered, both are told',
    facts: withTester(of(certificate('2025-03-02', '2026-03-01')), measured({}), twoDays),
    expect: { ...hit, says: ['于 2026-03-02/2026-03-03 使用'] },
  },
  {
    name: 'hit: points of one day are one piece of evidence',
    facts: withTester(of(certificate('2025-03-02', '2026-03-01')), [
      point('7', { instrument: earthTester }),
      point('8', { instrument: earthTester }),
    ]),
    expect: { ...hit, shows: ['"points":["7","8"]'], inputs: { uses: 1 } },
  },
  {
    name: 'hit: two instruments, both told',
    facts: factsWith(
      {
        instruments: new Map([
          [earthTester, of(certificate('2025-03-02', '2026-03-01'))],
          [bondingTester, of(certificate('2025-03-02', '2026-02-01'))],
        ]),
      },
      work(at('09:00'), at('11:00'), [earthTester, bondingTester]),
      measured({}),
    ),
    expect: { outcome: 'applies', evidence: 2, says: ['，另有 1 处。', ', and 1 more.'] },
  },
  {
    name: 'hit: one instrument decides, although another could not be read',
    facts: factsWith(
      { instruments: new Map([[earthTester, of(certificate('2025-03-02', '2026-03-01'))]]) },
      work(at('09:00'), at('11:00'), [earthTester, bondingTester]),
    ),
    expect: { outcome: 'applies', evidence: 1, missing: [`${bondingTester}: NOT_READ`] },
  },
  {
    name: 'quiet: a gap between two calibrations before the work does not matter',
    facts: withTester(
      of(certificate('2026-02-15', '2027-02-14', 'NEW'), certificate('2025-02-01', '2026-01-31', 'OLD')),
      measured({}),
    ),
    expect: quiet,
  },
  {
    name: 'hit: of several calibrations before the work the last is told',
    facts: withTester(
      of(
        certificate('2026-03-10', '2027-03-09', 'NEW'),
        certificate('2025-02-01', '2026-02-28', 'OLD'),
        certificate('2024-02-01', '2025-01-31', 'OLDER'),
      ),
      measured({}),
    ),
    expect: { ...hit, shows: ['"OLD"'] },
  },
];
