import type { Certified } from '../../../shared/rules/validity.ts';
import type { ReportFacts } from '../facts.ts';
import type { Example } from './example.ts';
import { at, certificate, certified, factsWith, north, onDay, other, own } from './example.ts';

const good = certified([certificate('2025-01-01', '2027-12-31')]);
const lapsed = certified([certificate('2023-03-02', '2026-03-01')]);
const withHolder = (holder: Certified, report: Parameters<typeof factsWith>[1] = {}): ReportFacts =>
  factsWith({ technicians: new Map([[own.technician, holder]]) }, report);
const work = (endedAt = at('11:00'), technicians = [own.technician]) => ({
  activity: { startedAt: at('09:00'), endedAt, position: north(0), technicians, instruments: [] },
});
const twoDays = work(at('11:00', '2026-03-03'));
const hit = { outcome: 'applies', evidence: 1, missing: [] } as const;
const quiet = { outcome: 'does not', missing: [] } as const;
const open = (why: string) => ({ outcome: 'cannot tell', missing: [`${own.technician}: ${why}`] }) as const;

/** The example report: one technician, who also tested, at work on 2026-03-02. */
export const r09Examples: readonly Example[] = [
  {
    name: 'quiet: a certificate in force',
    facts: withHolder(good),
    expect: {
      ...quiet,
      says: ['1 名检测人员当日均具备有效能力证明'],
      inputs: { technicians: [own.technician], from: '2026-03-02', to: '2026-03-02' },
    },
  },
  {
    name: 'hit: the certificate ended on the day before; its number stays in the file of the person',
    facts: withHolder(lapsed),
    expect: {
      ...hit,
      severity: 3,
      mark: 'S',
      concerns: [own.organisation],
      shows: [own.technician, '"nearest":{"from":"2023-03-02","to":"2026-03-01"}'],
      says: ['于 2026-03-02 参加检测', '有效期为 2023-03-02 至 2026-03-01。', 'worked on 2026-03-02'],
    },
  },
  {
    name: 'quiet: the last day of the certificate',
    facts: withHolder(certified([certificate('2023-03-03', '2026-03-02')])),
    expect: quiet,
  },
  {
    name: 'quiet: the first day of the certificate',
    facts: withHolder(certified([certificate('2026-03-02', '2029-03-01')])),
    expect: quiet,
  },
  {
    name: 'hit: the certificate begins on the next day, although the file knew the person for long',
    facts: withHolder(certified([certificate('2026-03-03', '2029-03-02')])),
    expect: hit,
  },
  {
    name: 'cannot tell: the certificate begins on the next day, and the file began later than the work',
    facts: withHolder(certified([certificate('2026-03-03', '2029-03-02')], { since: onDay('2026-03-05') })),
    expect: open('BEFORE_THE_FILE'),
  },
  {
    name: 'hit: no certificate on file',
    facts: withHolder(certified([])),
    expect: { ...hit, shows: ['"nearest":null'], says: ['档案中无能力证明', 'no certificate is on file'] },
  },
  {
    name: 'quiet: an older certificate held on the day',
    facts: withHolder(
      certified([
        certificate('2026-05-01', '2029-04-30', 'NEW'),
        certificate('2023-05-01', '2026-04-30', 'OLD'),
      ]),
    ),
    expect: quiet,
  },
  {
    name: 'cannot tell: older versions of the head were not read',
    facts: withHolder(certified([certificate('2026-05-01', '2029-04-30')], { versionsUnread: true })),
    expect: { ...open('VERSIONS_UNREAD'), says: ['有 1 项数据缺失或不全'] },
  },
  {
    name: 'cannot tell: the person could not be read',
    facts: factsWith({ technicians: new Map() }),
    expect: open('NOT_READ'),
  },
  {
    name: 'cannot tell: the certificate ended within the work; who was there on which day is not said',
    facts: withHolder(certified([certificate('2023-03-03', '2026-03-02')]), twoDays),
    expect: open('IN_FORCE_ON_SOME_DAYS'),
  },
  {
    name: 'hit: neither day of the work is covered, both are told',
    facts: withHolder(lapsed, twoDays),
    expect: { ...hit, says: ['于 2026-03-02/2026-03-03 参加检测'] },
  },
  {
    name: 'hit: who tested counts, although not named among those on site',
    facts: factsWith(
      {
        technicians: new Map([
          [own.technician, good],
          [other.technician, lapsed],
        ]),
      },
      { tester: other.technician },
    ),
    expect: {
      ...hit,
      shows: [other.technician],
      inputs: { technicians: [own.technician, other.technician] },
    },
  },
  {
    name: 'hit: everybody on site counts, each once, and all are told',
    facts: factsWith(
      {
        technicians: new Map([
          [own.technician, lapsed],
          [other.technician, lapsed],
        ]),
      },
      work(at('11:00'), [own.technician, other.technician, other.technician]),
    ),
    expect: { outcome: 'applies', evidence: 2, says: ['，另有 1 处。', ', and 1 more.'] },
  },
  {
    name: 'hit: one person decides, although another could not be read',
    facts: factsWith(
      { technicians: new Map([[own.technician, lapsed]]) },
      work(at('11:00'), [own.technician, other.technician]),
    ),
    expect: { outcome: 'applies', evidence: 1, missing: [`${other.technician}: NOT_READ`] },
  },
];
