import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../shared/rules/engine.ts';
import {
  markOf,
  maxEvidence,
  run,
  strongest,
  threeValued,
  versionOf,
  weakest,
} from '../../../shared/rules/engine.ts';

interface Settings {
  readonly most: number;
}
type Evidence = { readonly number: number };
const rule: Rule<readonly number[], Settings, Evidence> = {
  id: 'T01',
  title: { zh: '线索', en: 'lead' },
  label: '3',
  logic: 1,
  severity: 3,
  basis: [{ source: 'S39', clause: '14(1)', mark: 'S', yardstick: { zh: '依据', en: 'basis' } }],
  thresholds: ({ most }) => [{ name: 'most', value: most, unit: '1', mark: 'L' }],
  data: { table: ['10'] },
  judge: (numbers, { most }) => {
    const above = numbers.filter((number) => number > most);
    return {
      outcome: threeValued(above.length, 0),
      inputs: { numbers: [...numbers] },
      missing: [],
      explanation: { zh: '线索。', en: 'A lead.' },
      evidence: above.map((number) => ({ number })),
      concerns: [],
    };
  },
};
const settings = { most: 2 };
const version = versionOf(rule, settings);

describe('three values', () => {
  it('lets one hit decide, and something missing leave the question open', () => {
    expect(threeValued(1, 1)).toBe('applies');
    expect(threeValued(0, 1)).toBe('cannot tell');
    expect(threeValued(0, 0)).toBe('does not');
  });
});

describe('the version of a rule', () => {
  it('is its label and a content hash, the same every time', () => {
    expect(version).toMatch(/^3\+[0-9a-f]{16}$/);
    expect(versionOf({ ...rule }, { most: 2 })).toBe(version);
  });

  it.each([
    ['a threshold', versionOf(rule, { most: 3 })],
    ['the data', versionOf({ ...rule, data: { table: ['11'] } }, settings)],
    ['the logic', versionOf({ ...rule, logic: 2 }, settings)],
    ['the severity', versionOf({ ...rule, severity: 2 }, settings)],
    ['the basis', versionOf({ ...rule, basis: [] }, settings)],
    [
      'the mark of a threshold',
      versionOf({ ...rule, thresholds: () => [{ name: 'most', value: 2, unit: '1', mark: 'G' }] }, settings),
    ],
  ])('changes with %s', (_, changed) => {
    expect(changed).not.toBe(version);
    expect(changed.split('+')[0]).toBe('3');
  });

  it('does not change with the wording', () => {
    expect(versionOf({ ...rule, title: { zh: '另一名称', en: 'another name' } }, settings)).toBe(version);
  });
});

describe('marks', () => {
  it('order S before L before G', () => {
    expect(weakest(['S', 'G', 'L'])).toBe('G');
    expect(strongest(['L', 'G'])).toBe('L');
    expect(weakest([])).toBe('S');
    expect(strongest([])).toBe('G');
  });

  it('give a rule the mark of the weakest thing it stands on', () => {
    expect(markOf(rule, settings)).toBe('L');
  });
});

describe('an outcome', () => {
  it('carries rule, version, thresholds, basis, inputs and evidence', () => {
    expect(run(rule, [1, 5], settings)).toEqual({
      rule: 'T01',
      title: rule.title,
      version,
      severity: 3,
      mark: 'L',
      outcome: 'applies',
      thresholds: [{ name: 'most', value: 2, unit: '1', mark: 'L' }],
      basis: rule.basis,
      inputs: { numbers: [1, 5] },
      missing: [],
      explanation: { zh: '线索。', en: 'A lead.' },
      evidence: [{ number: 5 }],
      evidenceLeftOut: 0,
      concerns: [],
    });
  });

  it('lists a bounded amount of evidence and counts the rest', () => {
    const outcome = run(rule, new Array<number>(maxEvidence + 5).fill(9), settings);
    expect(outcome.evidence).toHaveLength(maxEvidence);
    expect(outcome.evidenceLeftOut).toBe(5);
  });
});
