import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageContext } from './stage-context.ts';
import { AnomalyDetectionStack } from './stacks/anomaly-detection.ts';
import { ApiStack } from './stacks/api.ts';
import { CreditEvaluationStack } from './stacks/credit-evaluation.ts';
import { DeviceTelemetryStack } from './stacks/device-telemetry.ts';
import { HazardTrackingStack } from './stacks/hazard-tracking.ts';
import { RecordsStack } from './stacks/records.ts';
import { RegistrationStack } from './stacks/registration.ts';
import { ReportIntakeStack } from './stacks/report-intake.ts';
import { WatchStack } from './stacks/watch.ts';

/** One province: records → one stack per capability → api → watch. No stack looks back. */
export class ProvinceStage extends Stage {
  constructor(scope: Construct, id: string, context: StageContext) {
    super(scope, id);
    const records = new RecordsStack(this, context);
    const hazards = new HazardTrackingStack(this, context, records);
    const capabilities = [
      new RegistrationStack(this, context, records),
      new ReportIntakeStack(this, context, records),
      new AnomalyDetectionStack(this, context, records),
      hazards,
      new CreditEvaluationStack(this, context, records),
      new DeviceTelemetryStack(this, context, records),
    ];
    const api = new ApiStack(this, context, records, capabilities);
    new WatchStack(this, context, { records, capabilities, hazards, api });
  }
}
