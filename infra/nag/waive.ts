import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Waives one finding on one construct, with the reason beside it. A stage may have ten of these; a test counts. */
export const waive = (on: IConstruct, id: string, reason: string): void => {
  Validations.of(on).acknowledge({ id, reason });
};
