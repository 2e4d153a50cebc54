import type { Example } from './example.ts';
import { decimal, factsOf, own, point } from './example.ts';

const good = point('1');
const bad = point('7', { value: decimal('12.5'), verdict: 'FAIL' });
const hit = { outcome: 'applies', evidence: 1, missing: [] } as const;
const quiet = { outcome: 'does not', missing: [] } as const;
const open = { outcome: 'cannot tell', missing: ['retest'] } as const;
const advised = (rectificationAdvice: string) =>
  factsOf({ points: [good, bad], report: { rectificationAdvice } });

/** The example report passed. */
export const r30Examples: readonly Example[] = [
  {
    name: 'hit: one point failed',
    facts: factsOf({ points: [good, bad] }),
    expect: {
      ...hit,
      severity: 3,
      mark: 'S',
      concerns: [own.organisation],
      shows: ['"point":"7"', '"structure":"1"', '"item":"EARTH_RESISTANCE"'],
      says: ['检测点 7（单体 1）判为不合格，未见复测记录。', 'point 7 (structure 1) failed'],
      inputs: { conclusion: 'PASS', failedPoints: 1 },
    },
  },
  {
    name: 'hit: two points failed, both told',
    facts: factsOf({ points: [bad, point('8', { verdict: 'FAIL' })] }),
    expect: { outcome: 'applies', evidence: 2, says: ['，另有 1 处。', ', and 1 more.'] },
  },
  {
    name: 'quiet: no point failed',
    facts: factsOf({ points: [good] }),
    expect: { ...quiet, says: ['总体结论与单项判定相符。'] },
  },
  {
    name: 'quiet: not applicable is no failure',
    facts: factsOf({ points: [good, point('7', { verdict: 'NOT_APPLICABLE' })] }),
    expect: quiet,
  },
  {
    name: 'quiet: a point failed and so did the report',
    facts: factsOf({ points: [good, bad], report: { conclusion: 'FAIL' } }),
    expect: { ...quiet, inputs: { failedPoints: 1 } },
  },
  {
    name: 'quiet: the report failed without a failed point: something that is not measured may have',
    facts: factsOf({ points: [good], report: { conclusion: 'FAIL' } }),
    expect: quiet,
  },
  {
    name: 'cannot tell: the advice tells of a retest that passed',
    facts: advised('第7点补打接地极，整改后经复测已合格。'),
    expect: { ...open, says: ['1 个检测点判为不合格', 'speaks of a retest'] },
  },
  {
    name: 'cannot tell: the same in other words',
    facts: advised('整改完成后重新检测，符合要求。'),
    expect: open,
  },
  {
    name: 'cannot tell: the same in English',
    facts: advised('Retested on 6 March and passed.'),
    expect: open,
  },
  {
    name: 'hit: a retest that is still to be made is none',
    facts: advised('接地电阻偏大的检测点应补打接地极，整改后复测。'),
    expect: hit,
  },
  {
    name: 'hit: words of different sentences do not belong together',
    facts: advised('第7点整改后复测。其余各点合格。'),
    expect: hit,
  },
  { name: 'hit: advice without a retest', facts: advised('第7点应补打接地极。'), expect: hit },
  {
    name: 'quiet: words about a retest where nothing failed',
    facts: factsOf({ points: [good], report: { rectificationAdvice: '经复测合格。' } }),
    expect: quiet,
  },
];
