import type { Mark } from '../contracts/settings.ts';
import type { Json } from '../kernel/canonical.ts';
import { canonicalJson } from '../kernel/canonical.ts';
import { labelledSha256 } from '../kernel/digest.ts';
import type { SubjectId } from '../kernel/ids.ts';
import type { Texts } from '../kernel/problem.ts';
import { sources } from './data/sources.ts';

/** What a rule can say. `cannot tell` is an answer of its own: something was missing, and what was seen did not decide it. */
export type Answer = 'applies' | 'does not' | 'cannot tell';
/** 1 notice, 2 query to the organisation, 3 re-test on site or case (domain 5.2). */
export type Severity = 1 | 2 | 3;

/** Legal yardstick of a rule: source key and clause of domain.md section 0, and what it says in plain words. */
export type Basis = {
  readonly source: string;
  readonly clause: string;
  readonly mark: Mark;
  readonly yardstick: { readonly zh: string; readonly en: string };
};
/** A tunable number as the rule used it, with the mark of its basis. */
export type Threshold = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly mark: Mark;
};

/** What the judging function of a rule found; the engine adds identity, version, thresholds and basis. */
export interface Finding<Evidence extends Json> {
  readonly outcome: Answer;
  /** Lower than the rule's own severity where only weakly founded limits speak. */
  readonly severity?: Severity;
  readonly mark?: Mark;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly missing: readonly string[];
  /** One sentence in each language, filled with the values of the case. It tells of a lead, never of a guilt. */
  readonly explanation: Texts;
  readonly evidence: readonly Evidence[];
  /** Organisations whose files an anomaly would stand in; empty unless the rule applies. */
  readonly concerns: readonly SubjectId[];
}

/** A rule: data and one pure function. No clock, no network, no randomness. */
export interface Rule<Facts, Settings, Evidence extends Json> {
  readonly id: string;
  readonly title: Texts;
  /** Label of the version, for people. */
  readonly label: string;
  /** Declared version of the judging function: raise it with every change that can alter an outcome. */
  readonly logic: number;
  readonly severity: Severity;
  readonly basis: readonly Basis[];
  readonly thresholds: (settings: Settings) => readonly Threshold[];
  /** Data that the rule applies (or the version of a table, which stands for its content). */
  readonly data: Json;
  readonly judge: (facts: Facts, settings: Settings) => Finding<Evidence>;
}

export interface Outcome<Evidence extends Json = Json> extends Finding<Evidence> {
  readonly rule: string;
  readonly title: Texts;
  /** `<label>+<first 16 hex digits of the content hash>`. */
  readonly version: string;
  readonly severity: Severity;
  readonly mark: Mark;
  readonly thresholds: readonly Threshold[];
  readonly basis: readonly Basis[];
  /** Pieces of evidence beyond `maxEvidence`: found, counted, not listed. */
  readonly evidenceLeftOut: number;
}

/** An outcome lists at most so many pieces of evidence, so that it fits in a record and on a page. */
export const maxEvidence = 20;

const strength: Readonly<Record<Mark, number>> = { S: 2, L: 1, G: 0 };
/** The least certain of the marks; S when there is none. */
export const weakest = (marks: readonly Mark[]): Mark =>
  marks.reduce<Mark>((worst, mark) => (strength[mark] < strength[worst] ? mark : worst), 'S');
/** The most certain of the marks; G when there is none. */
export const strongest = (marks: readonly Mark[]): Mark =>
  marks.reduce<Mark>((best, mark) => (strength[mark] > strength[best] ? mark : best), 'G');

/** One hit decides, whatever is missing; without a hit, something missing leaves the question open. */
export const threeValued = (hits: number, missing: number): Answer =>
  hits > 0 ? 'applies' : missing > 0 ? 'cannot tell' : 'does not';

/** A function has one settings object for all its life, and runs every rule on every report. */
const versions = new WeakMap<object, { readonly settings: unknown; readonly version: string }>();

/**
 * Version of a rule under given settings: its label and the hash of its content, which is id, severity, basis, data, thresholds
 * with their marks, and the hash of the declared logic version. Wording is not part of it; a changed limit, threshold or logic is.
 */
export const versionOf = <F, S, E extends Json>(rule: Rule<F, S, E>, settings: S): string => {
  const known = versions.get(rule);
  if (known?.settings === settings) return known.version;
  const version = makeVersion(rule, settings);
  versions.set(rule, { settings, version });
  return version;
};

const makeVersion = <F, S, E extends Json>(rule: Rule<F, S, E>, settings: S): string => {
  const content = canonicalJson({
    id: rule.id,
    severity: rule.severity,
    basis: rule.basis,
    data: rule.data,
    thresholds: rule.thresholds(settings),
    logic: labelledSha256('leian/rule-logic', rule.id, String(rule.logic)),
  });
  return `${rule.label}+${labelledSha256('leian/rule', content).slice(0, 16)}`;
};

/** Mark of a rule as a whole: that of the weakest thing it stands on. */
export const markOf = <F, S, E extends Json>(rule: Rule<F, S, E>, settings: S): Mark =>
  weakest([...rule.basis, ...rule.thresholds(settings)].map(({ mark }) => mark));

/** Lets a rule judge the facts. Same facts and settings, same outcome, always. */
export const run = <F, S, E extends Json>(rule: Rule<F, S, E>, facts: F, settings: S): Outcome<E> => {
  const finding = rule.judge(facts, settings);
  return {
    ...finding,
    rule: rule.id,
    title: rule.title,
    version: versionOf(rule, settings),
    severity: finding.severity ?? rule.severity,
    mark: finding.mark ?? markOf(rule, settings),
    thresholds: rule.thresholds(settings),
    basis: rule.basis,
    evidence: finding.evidence.slice(0, maxEvidence),
    evidenceLeftOut: Math.max(0, finding.evidence.length - maxEvidence),
  };
};

/** A basis as one line of text in each language: the document's name, the clause, and where it only serves by analogy. */
export const citation = ({ source, clause }: Basis): Texts => {
  const document = sources[source];
  if (document === undefined)
    throw new Error(`no document stands behind the source ${source}: see data/sources.ts`);
  const analogy = document.analogy === true ? { zh: '，参照适用', en: ', by analogy' } : { zh: '', en: '' };
  return { zh: `${document.zh} ${clause}${analogy.zh}`, en: `${document.en} ${clause}${analogy.en}` };
};
