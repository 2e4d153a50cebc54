import { describe, expect, it } from 'vitest';
import { countIn, isCounted, lastDayOf } from '../../../functions/credit-evaluation/counted.ts';
import { evaluate } from '../../../functions/credit-evaluation/evaluate.ts';
import { sampleSet } from '../../../functions/credit-evaluation/indicators/sample-1.ts';
import { keptOfKind, versioned } from '../../../functions/credit-evaluation/indicators/set.ts';
import { fedKinds } from '../../../functions/credit-evaluation/indicators/sources.ts';
import type { CreditFact } from '../../../shared/contracts/credit.ts';
import { counted, day, fact } from './facts-of.ts';

const today = day('2026-06-15');
const on = (...facts: readonly CreditFact[]) => evaluate(counted(facts, today), sampleSet, today);

describe('the sample set', () => {
  it('has at least eight indicators, says that it is a sample, and bears its content in its version', () => {
    expect(sampleSet.indicators.filter(({ id }) => id !== 'VETO').length).toBeGreaterThanOrEqual(8);
    expect(sampleSet).toMatchObject({ sample: true, basis: { mark: 'G' } });
    expect(sampleSet.version).toMatch(/^sample-1\+[0-9a-f]{16}$/);
    const { version: _, ...content } = sampleSet;
    expect(versioned(content).version).toBe(sampleSet.version);
    expect(versioned({ ...content, start: 71 }).version).not.toBe(sampleSet.version);
  });

  it('is refused when its data contradict themselves', () => {
    const { version: _, ...content } = sampleSet;
    const upside = { ...content, grades: content.grades.toReversed() };
    expect(() => versioned(upside)).toThrow('grades: order');
    const weak = { ...content.facts.UPLOAD_LATE, points: -1 };
    const deep = content.indicators.map((one) => (one.id === 'UPLOAD' ? { ...one, least: -101 } : one));
    expect(() =>
      versioned({ ...content, indicators: deep, facts: { ...content.facts, UPLOAD_LATE: weak } }),
    ).toThrow('too few');
    const astray = { ...content.facts, AWARD: { ...content.facts.AWARD, indicator: 'FAME' } };
    expect(() => versioned({ ...content, facts: astray })).toThrow('no indicator FAME');
  });
});

describe('a grade', () => {
  it('begins in the middle, and each fact moves it by its points', () => {
    expect(on()).toMatchObject({
      score: 70,
      grade: 'B',
      sample: true,
      reasons: [],
      setVersion: sampleSet.version,
    });
    const kept = fact('QUALIFICATION_KEPT', 1, '2026-01-01', '2029-05-19');
    expect(on(kept)).toMatchObject({ score: 80, grade: 'B' });
    expect(on(kept, fact('ANOMALY_CONFIRMED_SERIOUS', 2, '2026-05-01'))).toMatchObject({
      score: 60,
      grade: 'C',
    });
    expect(on(kept, fact('ANOMALY_CONFIRMED', 2, '2026-05-01'))).toMatchObject({ score: 75, grade: 'B' });
  });

  it('names every fact with its effect, in Chinese and English', () => {
    const { reasons } = on(
      fact('UPLOAD_LATE', 1, '2026-05-01'),
      fact('UPLOAD_IN_TIME', 2, '2026-05-03'),
      fact('UPLOAD_IN_TIME', 3, '2026-05-30'),
    );
    expect(reasons.map(({ kind, effect, count }) => [kind, effect, count])).toEqual([
      ['UPLOAD_IN_TIME', 2, 2],
      ['UPLOAD_LATE', -3, 1],
    ]);
    expect(reasons[1]).toMatchObject({
      fact: 'fac_01KJFAC0000000000000000001',
      indicator: 'UPLOAD',
      standing: 'COUNTS',
      zh: expect.stringContaining('检测报告迟传'),
      en: expect.stringContaining('-3 points'),
    });
  });

  it('counts a fact to its last day and no longer; then it is listed without effect', () => {
    const serious = fact('ANOMALY_CONFIRMED', 1, '2025-06-16');
    expect(lastDayOf(serious, sampleSet)).toBe('2026-06-15');
    expect(on(serious)).toMatchObject({ score: 65, reasons: [{ standing: 'COUNTS', effect: -5 }] });
    const dayAfter = evaluate(counted([serious], today), sampleSet, day('2026-06-16'));
    expect(dayAfter).toMatchObject({ score: 70, reasons: [{ standing: 'EXPIRED', effect: 0 }] });
    expect(dayAfter.reasons[0]?.en).toContain('expired');
    const dayBefore = evaluate(counted([serious], today), sampleSet, day('2025-06-15'));
    expect(dayBefore).toMatchObject({ score: 70, reasons: [{ standing: 'NOT_YET', effect: 0 }] });
  });

  it('ends a fact with its own end when that is earlier', () => {
    const kept = fact('QUALIFICATION_KEPT', 1, '2026-01-01', '2026-06-14');
    expect(on(kept)).toMatchObject({ score: 70, reasons: [{ standing: 'EXPIRED', lastDay: '2026-06-14' }] });
  });

  it('is the lowest under a veto, whatever the score, until the veto ends', () => {
    const veto = fact('CERTIFICATE_LENT', 1, '2026-06-01');
    expect(on(veto)).toMatchObject({ score: 70, grade: 'D', vetoed: true });
    expect(on(veto).raises[0]).toMatchObject({ how: 'VETO_ENDS', from: '2029-05-31' });
    expect(evaluate(counted([veto], today), sampleSet, day('2029-05-31'))).toMatchObject({
      grade: 'B',
      vetoed: false,
    });
  });

  it('limits each indicator, good and bad apart: many uploads in time hide no late one', () => {
    const inTime = Array.from({ length: 500 }, (_, n) => fact('UPLOAD_IN_TIME', n, '2026-06-01'));
    const late = Array.from({ length: 40 }, (_, n) => fact('UPLOAD_LATE', 500 + n, '2026-06-01'));
    expect(on(...inTime).score).toBe(80);
    expect(on(...inTime, ...late).score).toBe(65);
    expect(on(...inTime, ...late).indicators.find(({ id }) => id === 'UPLOAD')).toMatchObject({
      gained: 10,
      lost: -15,
    });
  });

  it('says what would raise it', () => {
    const { raises } = on(fact('ANOMALY_CONFIRMED_SERIOUS', 1, '2026-06-01'));
    expect(raises).toContainEqual(
      expect.objectContaining({ how: 'NEXT_GRADE', points: 5, en: expect.stringContaining('grade C') }),
    );
    expect(raises).toContainEqual(
      expect.objectContaining({
        how: 'FACTS_EXPIRE',
        indicator: 'ANOMALIES',
        points: 20,
        from: '2028-05-31',
      }),
    );
    const more = raises.filter(({ how }) => how === 'MORE_GOOD_FACTS');
    expect(more.map(({ indicator }) => indicator)).toEqual(['QUALIFICATION', 'UPLOAD']);
  });

  it('promises nothing that no event can bring today', () => {
    const { raises } = on();
    const promised = raises.flatMap(({ how, indicator }) => (how === 'MORE_GOOD_FACTS' ? [indicator] : []));
    const fed = fedKinds.map((kind) => sampleSet.facts[kind].indicator);
    expect(promised.every((indicator) => fed.some((one) => one === indicator))).toBe(true);
  });
});

describe('counting', () => {
  it('keeps favourable facts as monthly tallies: as large after 5,000 reports as after 12', () => {
    const facts = Array.from({ length: 5000 }, (_, n) =>
      fact('UPLOAD_IN_TIME', n, `2026-0${1 + (n % 6)}-10`),
    );
    const all = counted(facts, today);
    expect(all).toHaveLength(6);
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
  });

  it('keeps adverse facts one by one, each kind to the newest hundred, and every veto', () => {
    const late = Array.from({ length: 150 }, (_, n) =>
      fact('UPLOAD_LATE', n, `2026-05-${String(1 + (n % 28)).padStart(2, '0')}`),
    );
    const vetoes = Array.from({ length: 101 }, (_, n) => fact('INSPECTION_REFUSED', 1000 + n, '2026-05-01'));
    const all = counted([...late, ...vetoes], today);
    expect(all.filter(({ kind }) => kind === 'UPLOAD_LATE')).toHaveLength(keptOfKind);
    expect(all.filter(({ kind }) => kind === 'INSPECTION_REFUSED')).toHaveLength(101);
    expect(all.find(({ on: since }) => since === '2026-05-01')?.kind).toBe('INSPECTION_REFUSED');
  });

  it('takes the same adverse thing once', () => {
    const overdue = fact('HAZARD_OVERDUE', 1, '2026-05-01');
    const all = counted([overdue], today);
    expect(isCounted(all, overdue, sampleSet)).toBe(true);
    expect(isCounted(all, fact('HAZARD_OVERDUE', 2, '2026-05-01'), sampleSet)).toBe(false);
    expect(
      isCounted(
        counted([fact('UPLOAD_IN_TIME', 1, '2026-05-01')], today),
        fact('UPLOAD_IN_TIME', 1, '2026-05-01'),
        sampleSet,
      ),
    ).toBe(false);
  });

  it('forgets what expired a year ago', () => {
    const old = fact('HAZARD_OVERDUE', 1, '2024-01-01');
    expect(
      countIn(counted([old], day('2024-06-01')), fact('AWARD', 2, '2026-06-01'), sampleSet, today),
    ).toHaveLength(1);
  });
});
