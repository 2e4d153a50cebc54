import { isDeepStrictEqual } from 'node:util';
import { canonicalJson, toJson } from '../../../shared/kernel/canonical.ts';
import { run } from '../../../shared/rules/engine.ts';
import type { Example } from './example.ts';
import { exampleSettings } from './example.ts';
import type { ReportOutcome, ReportRule } from './rule.ts';

/** Words that would call somebody guilty; a rule only gives a lead. */
const accusing = /造假|作弊|伪造|违法|fraud|fake|guilty|cheat|forg/i;

const sentenceFaults = ({ outcome, explanation: { zh, en } }: ReportOutcome): readonly string[] => [
  ...[zh, en].flatMap((text) => [
    ...(/undefined|NaN|Infinity|\{/.test(text) ? [`a hole in the sentence: ${text}`] : []),
    ...(accusing.test(text) ? [`the sentence accuses: ${text}`] : []),
    ...(/[。.]$/.test(text) ? [] : [`no sentence: ${text}`]),
  ]),
  ...(outcome === 'applies' && !(zh.includes('线索') && en.startsWith('A lead'))
    ? [`a hit that does not tell of a lead: ${zh} ${en}`]
    : []),
];

const expected = (name: string, given: unknown, wanted: unknown): readonly string[] =>
  isDeepStrictEqual(given, wanted)
    ? []
    : [`${name} is ${JSON.stringify(given)}, not ${JSON.stringify(wanted)}`];

const contained = (what: string, text: string, parts: readonly string[] = []): readonly string[] =>
  parts.filter((part) => !text.includes(part)).map((part) => `${what} lacks "${part}": ${text}`);

/**
 * Everything in which a rule does not do what an example of it wants; nothing when it holds. Beside what the example says,
 * what holds for every outcome: a sentence without holes that accuses nobody, no evidence and nobody concerned without a hit.
 */
export const disagreements = (rule: ReportRule, { facts, settings, expect }: Example): readonly string[] => {
  const outcome = run(rule, facts, settings ?? exampleSettings());
  const { evidence, shows, says, inputs = {}, ...plain } = expect;
  const quiet = outcome.outcome !== 'applies';
  const members: Readonly<Record<string, unknown>> = { ...outcome };
  return [
    ...Object.entries(plain).flatMap(([name, wanted]) => expected(name, members[name], wanted)),
    ...Object.entries(inputs).flatMap(([name, wanted]) => expected(name, outcome.inputs[name], wanted)),
    ...(evidence === undefined ? [] : expected('evidence', outcome.evidence.length, evidence)),
    ...contained('evidence', canonicalJson(toJson(outcome.evidence)), shows),
    ...contained('the sentence', `${outcome.explanation.zh}\n${outcome.explanation.en}`, says),
    ...sentenceFaults(outcome),
    ...(quiet ? expected('evidence', outcome.evidence, []) : []),
    ...(quiet ? expected('concerns', outcome.concerns, []) : []),
    ...(quiet || outcome.concerns.includes(facts.report.organisation) ? [] : ['nobody is concerned']),
  ];
};
