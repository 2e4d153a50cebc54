import type { Basis, Severity, Threshold } from '../../../shared/rules/engine.ts';
import { markOf, run, versionOf } from '../../../shared/rules/engine.ts';
import type { Mark } from '../../../shared/contracts/settings.ts';
import type { Texts } from '../../../shared/kernel/problem.ts';
import type { DetectionSettings, ReportFacts } from '../facts.ts';
import { r01 } from './r01.ts';
import { r21 } from './r21.ts';
import { r29 } from './r29.ts';
import type { ReportOutcome, ReportRule } from './rule.ts';

/** Every rule on report anomalies, in the order of domain.md 5.2. */
export const rules: readonly ReportRule[] = [r01, r21, r29];

/** What each rule says of one report: one outcome per rule, in order. Pure; an outcome that `applies` is a lead, not a finding. */
export const detect = (facts: ReportFacts, settings: DetectionSettings): readonly ReportOutcome[] =>
  rules.map((rule) => run(rule, facts, settings));

export interface RuleDescription {
  readonly id: string;
  readonly title: Texts;
  readonly version: string;
  readonly severity: Severity;
  readonly mark: Mark;
  readonly basis: readonly Basis[];
  readonly thresholds: readonly Threshold[];
}

/** The rules as they stand under a province's settings, for people and for the API. */
export const describeRules = (settings: DetectionSettings): readonly RuleDescription[] =>
  rules.map((rule) => ({
    id: rule.id,
    title: rule.title,
    version: versionOf(rule, settings),
    severity: rule.severity,
    mark: markOf(rule, settings),
    basis: rule.basis,
    thresholds: rule.thresholds(settings),
  }));
