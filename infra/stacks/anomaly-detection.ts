import type { Construct } from 'constructs';
import type { StageContext } from '../stage-context.ts';
import { CapabilityStack } from './capability-stack.ts';
import { environment } from './environment.ts';
import { may } from './may.ts';
import type { RecordsStack } from './records.ts';

/** Runs the rules over each report; anomalies are leads for officers until these release them. */
export class AnomalyDetectionStack extends CapabilityStack {
  constructor(scope: Construct, context: StageContext, records: RecordsStack) {
    super(scope, context, records, 'anomaly-detection', 'rules over inspection reports');
    const settings = environment(context, records, 'TABLE_NAME', 'SETTINGS');
    const grants = [
      may.files(records, 'GetItem', 'BatchGetItem', 'Query', 'PutItem'),
      may.useTableKey(records),
    ];
    this.http = this.run('Http', 'anomaly-detection-http', {
      environment: { ...settings, ...environment(context, records, 'LEDGER_KEY_ID') },
      grants: [...grants, may.signLedger(records)],
    });
    const queue = this.queueFor('Queue', 'anomaly-detection', 'anomaly-detection-consumer');
    this.listen('Rule', queue, ['InspectionReportReceived']);
    this.work('Consumer', 'anomaly-detection-consumer', {
      environment: settings,
      grants,
      queue,
      batchSize: 5,
    });
  }
}
