import { describe, expect, it } from 'vitest';
import type { Example } from '../../../functions/anomaly-detection/rules/example.ts';
import { exampleSettings } from '../../../functions/anomaly-detection/rules/example.ts';
import { describeRules, rules } from '../../../functions/anomaly-detection/rules/index.ts';
import { r01Examples } from '../../../functions/anomaly-detection/rules/r01.examples.ts';
import { r21Examples } from '../../../functions/anomaly-detection/rules/r21.examples.ts';
import { r29Examples } from '../../../functions/anomaly-detection/rules/r29.examples.ts';
import { run } from '../../../shared/rules/engine.ts';

const examples: Readonly<Record<string, readonly Example[]>> = {
  R01: r01Examples,
  R21: r21Examples,
  R29: r29Examples,
};
/** Words that would call somebody guilty; a rule only gives a lead. */
const accusing = /造假|作弊|伪造|违法|fraud|fake|guilty|cheat|forg/i;

describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ id, rule }) => {
  const own = examples[id] ?? [];

  it.each(own.map((example) => ({ name: example.name, example })))('$name', ({ example }) => {
    const settings = example.settings ?? exampleSettings();
    const outcome = run(rule, example.facts, settings);
    const { evidence, shows, says, ...plain } = example.expect;
    expect(outcome).toMatchObject(plain);
    if (evidence !== undefined) expect(outcome.evidence).toHaveLength(evidence);
    for (const text of shows ?? []) expect(JSON.stringify(outcome.evidence)).toContain(text);
    for (const text of says ?? []) expect(Object.values(outcome.explanation).join('\n')).toContain(text);
    for (const sentence of [outcome.explanation.zh, outcome.explanation.en]) {
      expect(sentence).not.toMatch(/undefined|NaN|\{/);
      expect(sentence).not.toMatch(accusing);
      expect(sentence.match(/[。.]$/)).not.toBeNull();
    }
    if (outcome.outcome === 'applies') {
      expect(outcome.explanation.zh).toContain('线索');
      expect(outcome.explanation.en).toMatch(/^A lead/);
      expect(outcome.concerns).toContain(example.facts.report.organisation);
    } else {
      expect(outcome.evidence).toEqual([]);
      expect(outcome.concerns).toEqual([]);
    }
    expect(run(rule, example.facts, settings)).toEqual(outcome);
  });

  it('has an example of each of the three answers', () => {
    expect(new Set(own.map((example) => example.expect.outcome))).toEqual(
      new Set(['applies', 'does not', 'cannot tell']),
    );
  });
});

describe('the catalogue of rules', () => {
  it('describes every rule with version, basis and marks', () => {
    for (const rule of describeRules(exampleSettings())) {
      expect(rule.version).toMatch(/^\d+\+[0-9a-f]{16}$/);
      expect(rule.basis.length).toBeGreaterThan(0);
      expect(rule.title.zh).toContain('线索');
    }
  });
});
