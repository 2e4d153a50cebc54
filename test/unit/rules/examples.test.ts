import { describe, expect, it } from 'vitest';
import { exampleSettings } from '../../../functions/anomaly-detection/rules/example.ts';
import { examples } from '../../../functions/anomaly-detection/rules/examples.ts';
import { disagreements } from '../../../functions/anomaly-detection/rules/hold.ts';
import { rules, rulesCatalogue } from '../../../functions/anomaly-detection/rules/index.ts';
import { run } from '../../../shared/rules/engine.ts';

describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ id, rule }) => {
  const own = examples[id] ?? [];

  it.each(own.map((example) => ({ name: example.name, example })))('$name', ({ example }) => {
    expect(disagreements(rule, example)).toEqual([]);
    const settings = example.settings ?? exampleSettings();
    expect(run(rule, example.facts, settings)).toEqual(run(rule, example.facts, settings));
  });

  it('has an example of each of the three answers', () => {
    expect(new Set(own.map((example) => example.expect.outcome))).toEqual(
      new Set(['applies', 'does not', 'cannot tell']),
    );
  });
});

describe('the check of examples finds', () => {
  const [rule] = rules;
  const example = examples['R01']?.find(({ expect: { outcome } }) => outcome === 'applies');
  const found = (changes: object): readonly string[] => {
    if (rule === undefined || example === undefined) throw new Error('no rule or no example');
    return disagreements(rule, { ...example, expect: { ...example.expect, ...changes } });
  };

  it.each([
    ['another outcome', { outcome: 'does not' }],
    ['another severity', { severity: 1 }],
    ['other missing inputs', { missing: ['x'] }],
    ['others concerned', { concerns: [] }],
    ['another number of pieces', { evidence: 2 }],
    ['evidence that is not there', { shows: ['nowhere'] }],
    ['words that are not there', { says: ['nowhere'] }],
    ['other inputs', { inputs: { intervalsSeen: 7 } }],
  ])('%s', (_, changes) => {
    expect(found({})).toEqual([]);
    expect(found(changes)).toHaveLength(1);
  });

  it('sentences that accuse, have holes or tell of no lead, and hits that concern nobody', () => {
    if (rule === undefined || example === undefined) throw new Error('no rule or no example');
    const bent: typeof rule = {
      ...rule,
      judge: (facts, settings) => ({
        ...rule.judge(facts, settings),
        explanation: { zh: '造假 undefined', en: 'fraud' },
        concerns: [],
      }),
    };
    const told = disagreements(bent, { ...example, expect: { outcome: 'applies' } });
    expect(told.map((one) => one.split(':')[0])).toEqual([
      'a hole in the sentence',
      'the sentence accuses',
      'no sentence',
      'the sentence accuses',
      'no sentence',
      'a hit that does not tell of a lead',
      'nobody is concerned',
    ]);
  });
});

describe('the catalogue of rules', () => {
  const catalogue = rulesCatalogue(exampleSettings());

  it('describes every rule with version, label, basis and marks, in the order of the field', () => {
    expect(catalogue.map(({ id }) => id)).toEqual(Object.keys(examples));
    for (const { version, label, basis, title, mark } of catalogue) {
      expect(version).toMatch(/^\d+\+[0-9a-f]{16}$/);
      expect(version.split('+')[0]).toBe(label);
      expect(basis.length).toBeGreaterThan(0);
      expect(basis.every(({ citation }) => citation.zh.length > 5)).toBe(true);
      expect(title.zh).toContain('线索');
      expect(['S', 'L', 'G']).toContain(mark);
    }
  });

  it('names every threshold with unit and mark, and a changed one changes the version of its rules alone', () => {
    const thresholds = catalogue.flatMap(({ id, thresholds: own }) =>
      own.map(({ name, unit, mark }) => `${id} ${name} ${unit} ${mark}`),
    );
    expect(thresholds).toEqual([
      'R01 r01DistanceM m G',
      'R03 r03SpeedKmh km/h G',
      'R03 r01DistanceM m G',
      'R21 r21MinimumValues values G',
    ]);
    const changed = rulesCatalogue(exampleSettings({ speedKmh: 100 }));
    const differ = catalogue.filter(({ version }, at) => version !== changed[at]?.version);
    expect(differ.map(({ id }) => id)).toEqual(['R03']);
  });

  it('shows the exceptions of the province among the thresholds of R15, as part of its version', () => {
    const exception = { kinds: ['MINE'], months: 6, division: '210124', source: 'x', mark: 'S' } as const;
    const changed = rulesCatalogue(
      exampleSettings({ cycleExceptions: [{ ...exception, kinds: [...exception.kinds] }] }),
    ).find(({ id }) => id === 'R15');
    expect(changed?.thresholds).toEqual([
      { name: 'cycleExceptions/210124/MINE', value: 6, unit: 'months', mark: 'S' },
    ]);
    expect(changed?.version).not.toBe(catalogue.find(({ id }) => id === 'R15')?.version);
  });
});
