import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import type { Exception } from './profile.ts';

/** A finding of a pack on one construct; `path` is without the stage. */
export interface Finding {
  readonly rule: string;
  readonly path: string;
}

const withoutStage = (constructPath: string): string => constructPath.split('/').slice(1).join('/');

export const covers = ({ rule, where }: Exception, finding: Finding): boolean =>
  (typeof rule === 'string' ? rule === finding.rule : rule.test(finding.rule)) &&
  (where?.test(finding.path) ?? true);

const findingsOf = (violation: PolicyViolation): Finding[] =>
  violation.violatingResources.map((resource) => ({
    rule: violation.ruleName,
    path: withoutStage(resource.constructPath ?? ''),
  }));

/** Every single finding of a report. */
export const allFindings = (report: PolicyValidationPluginReport): Finding[] =>
  report.violations.flatMap(findingsOf);

/** A pack whose findings pass through the reviewed profile. What remains fails the synthesis, warnings too. */
export class ReviewedPack implements IPolicyValidationPlugin {
  readonly name: string;
  private readonly pack: IPolicyValidationPlugin;
  private readonly profile: readonly Exception[];

  constructor(pack: IPolicyValidationPlugin, profile: readonly Exception[]) {
    this.name = pack.name;
    this.pack = pack;
    this.profile = profile;
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = this.pack.validate(context).violations.flatMap((violation): PolicyViolation[] => {
      const violatingResources = violation.violatingResources.filter(
        ({ constructPath = '' }) =>
          !this.profile.some((one) =>
            covers(one, { rule: violation.ruleName, path: withoutStage(constructPath) }),
          ),
      );
      return violatingResources.length === 0 ? [] : [{ ...violation, severity: 'error', violatingResources }];
    });
    return { success: violations.length === 0, violations };
  }
}
