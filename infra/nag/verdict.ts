import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const report = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      conclusion: z.string(),
      violations: z
        .array(
          z.object({
            ruleName: z.string(),
            violatingConstructs: z.array(z.object({ constructPath: z.string().optional() })),
          }),
        )
        .default([]),
    }),
  ),
});

/**
 * Faults that the validation wrote into its report, one line each. The CDK command line shows them only for the stacks
 * that it was asked for, and `cdk synth --all` asks for none of a stage: so the app looks itself.
 */
export const faultsIn = (outdir: string): string[] => {
  let text: string;
  try {
    text = readFileSync(join(outdir, 'validation-report.json'), 'utf8');
  } catch {
    // No report is written where no plugin had anything to say.
    return [];
  }
  return report
    .parse(JSON.parse(text))
    .pluginReports.filter(({ conclusion }) => conclusion !== 'success')
    .flatMap(({ pluginName, violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${pluginName}: ${ruleName}: ${constructPath ?? '?'}`),
      ),
    );
};
