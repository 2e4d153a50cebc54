import type { Grade } from '../../../shared/rules/data/grades.ts';
import type { Certified } from '../../../shared/rules/validity.ts';
import type { GradeCertificate, ReportFacts } from '../facts.ts';
import type { Example } from './example.ts';
import { at, certificate, certified, factsWith, north, own } from './example.ts';

const graded = (grade: Grade, from = '2024-05-20', to = '2029-05-19', number = `${grade}-1`) => ({
  ...certificate(from, to, number),
  grade,
});
const structures = (...classes: readonly (1 | 2 | 3)[]) => ({
  structures: classes.map((protectionClass, index) => ({
    number: String(index + 1),
    name: `${index + 1}号建筑`,
    protectionClass,
  })),
});
const factsBy = (
  organisation: Certified<GradeCertificate> | undefined,
  report: Parameters<typeof factsWith>[1],
): ReportFacts => factsWith({ organisation }, report);
const hit = { outcome: 'applies', evidence: 1, missing: [] } as const;
const quiet = { outcome: 'does not', missing: [] } as const;

/** The example report: work on 2026-03-02. */
export const r12Examples: readonly Example[] = [
  {
    name: 'hit: grade B at a structure of class 2',
    facts: factsBy(certified([graded('B')]), structures(3, 2)),
    expect: {
      ...hit,
      severity: 3,
      mark: 'S',
      concerns: [own.organisation],
      shows: ['"structure":"2"', '"protectionClass":2', '"grade":"B"', '"certificate":"B-1"', '2026-03-02'],
      says: ['单体 2 为第 2 类防雷建筑物', '2026-03-02 的资质为乙级。', 'grade was B.'],
      inputs: { grade: 'B', classes: [3, 2], day: '2026-03-02' },
    },
  },
  {
    name: 'hit: grade B at structures of class 1 and 2, both told',
    facts: factsBy(certified([graded('B')]), structures(1, 2)),
    expect: { outcome: 'applies', evidence: 2, says: ['，另有 1 处。'], shows: ['"protectionClass":1'] },
  },
  {
    name: 'quiet: grade B at structures of class 3',
    facts: factsBy(certified([graded('B')]), structures(3, 3)),
    expect: { ...quiet, says: ['均在资质等级范围内'] },
  },
  {
    name: 'quiet: grade A at structures of all classes',
    facts: factsBy(certified([graded('A')]), structures(1, 2, 3)),
    expect: { ...quiet, inputs: { grade: 'A' } },
  },
  {
    name: 'cannot tell: no certificate was in force on the day (R13 asks about that)',
    facts: factsBy(certified([graded('B', '2021-03-02', '2026-03-01')]), structures(2)),
    expect: {
      outcome: 'cannot tell',
      missing: ['certificate: NOT_IN_FORCE 2026-03-02'],
      says: ['当日的资质等级不明'],
      inputs: { grade: null },
    },
  },
  {
    name: 'hit: the last day of the certificate',
    facts: factsBy(certified([graded('B', '2021-03-03', '2026-03-02')]), structures(2)),
    expect: hit,
  },
  {
    name: 'hit: the first day of the certificate',
    facts: factsBy(certified([graded('B', '2026-03-02', '2031-03-01')]), structures(2)),
    expect: hit,
  },
  {
    name: 'cannot tell: the certificate begins on the next day',
    facts: factsBy(certified([graded('B', '2026-03-03', '2031-03-02')]), structures(2)),
    expect: { outcome: 'cannot tell', missing: ['certificate: NOT_IN_FORCE 2026-03-02'] },
  },
  {
    name: 'quiet: class 3 needs no more than any grade, whatever the certificate',
    facts: factsBy(certified([graded('B', '2021-03-02', '2026-03-01')]), structures(3)),
    expect: quiet,
  },
  {
    name: 'cannot tell: the organisation could not be read',
    facts: factsBy(undefined, structures(2)),
    expect: { outcome: 'cannot tell', missing: ['certificate: NOT_READ 2026-03-02'] },
  },
  {
    name: 'cannot tell: older versions of the head were not read',
    facts: factsBy(
      certified([graded('A', '2026-04-01', '2031-03-31')], { versionsUnread: true }),
      structures(2),
    ),
    expect: { outcome: 'cannot tell', missing: ['certificate: VERSIONS_UNREAD 2026-03-02'] },
  },
  {
    name: 'hit: the grade of the day counts: raised to A on the next day',
    facts: factsBy(certified([graded('A', '2026-03-03', '2031-03-02'), graded('B')]), structures(2)),
    expect: hit,
  },
  {
    name: 'quiet: raised to A on that very day; of two certificates the later one counts',
    facts: factsBy(certified([graded('A', '2026-03-02', '2031-03-01'), graded('B')]), structures(2)),
    expect: quiet,
  },
  {
    name: 'hit: lowered to B; of two certificates the later one counts, in whatever order they are read',
    facts: factsBy(certified([graded('A'), graded('B', '2026-01-10', '2031-01-09')]), structures(2)),
    expect: hit,
  },
  {
    name: 'hit: the day on which the work began counts',
    facts: factsBy(certified([graded('A', '2026-03-03', '2031-03-02'), graded('B')]), {
      ...structures(2),
      activity: {
        startedAt: at('09:00'),
        endedAt: at('11:00', '2026-03-03'),
        position: north(0),
        technicians: [own.technician],
        instruments: [],
      },
    }),
    expect: hit,
  },
];
