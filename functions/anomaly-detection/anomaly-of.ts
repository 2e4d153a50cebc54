import { toJson } from '../../shared/kernel/canonical.ts';
import type { Anomaly, Report } from '../../shared/contracts/entities.ts';
import { deriveId, type SubjectId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { citation } from '../../shared/rules/engine.ts';
import type { ReportOutcome } from './rules/rule.ts';

/**
 * The lead that an outcome becomes in the file of an organisation it concerns. Its id follows from report, rule and
 * organisation: the same report looked at twice gives no second lead.
 */
export const anomalyOf = (
  outcome: ReportOutcome,
  report: Report,
  organisation: SubjectId,
  foundAt: Instant,
): Anomaly => {
  const { inputs, thresholds, evidence, evidenceLeftOut, missing } = outcome;
  return {
    id: deriveId('ano', report.receivedAt, report.id, outcome.rule, organisation),
    organisation,
    reportedBy: report.organisation,
    report: report.id,
    reportNumber: report.reportNumber,
    keyUnit: report.keyUnit,
    rule: outcome.rule,
    ruleVersion: outcome.version,
    severity: outcome.severity,
    mark: outcome.mark,
    basis: outcome.basis.map(citation),
    explanation: outcome.explanation,
    findings: toJson({ inputs, thresholds, evidence, evidenceLeftOut, missing }),
    foundAt,
    state: 'LEAD',
  };
};
