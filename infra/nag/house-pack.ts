import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import * as z from 'zod';
import { houseRules, type Resource } from './house-rules.ts';

const template = z.object({
  Resources: z
    .record(
      z.string(),
      z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
    )
    .default({}),
});

/** The resources of a template as the rules see them. */
export const resourcesOf = (json: unknown): Resource[] =>
  Object.entries(template.parse(json).Resources).map(([id, { Type, Properties }]) => ({
    id,
    type: Type,
    properties: Properties ?? {},
  }));

/** Ids of the rules that one template breaks, with the resources that break them. */
export const judge = (resources: readonly Resource[]): { rule: string; why: string; resources: string[] }[] =>
  houseRules.flatMap(({ id, why, broken }) => {
    const guilty = resources.filter((one) => broken(one, resources)).map((one) => one.id);
    return guilty.length === 0 ? [] : [{ rule: id, why, resources: guilty }];
  });

/** Our own rules as a plugin of CDK: they judge every template that was written. */
export class HousePack implements IPolicyValidationPlugin {
  readonly name = 'Leian';
  readonly ruleIds = houseRules.map(({ id }) => id);

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = templatePaths.flatMap((templatePath): PolicyViolation[] =>
      judge(resourcesOf(JSON.parse(readFileSync(templatePath, 'utf8')))).map(({ rule, why, resources }) => ({
        ruleName: rule,
        description: why,
        severity: 'error',
        violatingResources: resources.map((resourceLogicalId) => ({
          resourceLogicalId,
          templatePath,
          locations: ['Properties'],
        })),
      })),
    );
    return { success: violations.length === 0, violations };
  }
}
