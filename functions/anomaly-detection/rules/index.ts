import type { Basis, Severity, Threshold } from '../../../shared/rules/engine.ts';
import { citation, markOf, run, versionOf } from '../../../shared/rules/engine.ts';
import type { Mark } from '../../../shared/contracts/settings.ts';
import type { Texts } from '../../../shared/kernel/problem.ts';
import type { DetectionSettings, ReportFacts } from '../facts.ts';
import { r01 } from './r01.ts';
import { r03 } from './r03.ts';
import { r06 } from './r06.ts';
import { r09 } from './r09.ts';
import { r12 } from './r12.ts';
import { r15 } from './r15.ts';
import { r21 } from './r21.ts';
import { r29 } from './r29.ts';
import { r30 } from './r30.ts';
import type { ReportOutcome, ReportRule } from './rule.ts';

/** Every rule on report anomalies, in the order of domain.md 5.2. */
export const rules: readonly ReportRule[] = [r01, r03, r06, r09, r12, r15, r21, r29, r30];

/** What each rule says of one report: one outcome per rule, in order. Pure; an outcome that `applies` is a lead, not a finding. */
export const detect = (facts: ReportFacts, settings: DetectionSettings): readonly ReportOutcome[] =>
  rules.map((rule) => run(rule, facts, settings));

/** One rule as people and the API see it. */
export interface RuleDescription {
  readonly id: string;
  readonly title: Texts;
  /** `<label>+<first 16 hex digits of the content hash>`; the label alone is for people. */
  readonly version: string;
  readonly label: string;
  readonly severity: Severity;
  readonly mark: Mark;
  readonly basis: readonly (Basis & { readonly citation: Texts })[];
  readonly thresholds: readonly Threshold[];
}

/** The rules as they stand under a province's settings. Pure: the same settings give the same catalogue. */
export const rulesCatalogue = (settings: DetectionSettings): readonly RuleDescription[] =>
  rules.map((rule) => ({
    id: rule.id,
    title: rule.title,
    version: versionOf(rule, settings),
    label: rule.label,
    severity: rule.severity,
    mark: markOf(rule, settings),
    basis: rule.basis.map((basis) => ({ ...basis, citation: citation(basis) })),
    thresholds: rule.thresholds(settings),
  }));
