import type { Construct } from 'constructs';
import type { StageContext } from '../stage-context.ts';
import { CapabilityStack } from './capability-stack.ts';
import { environment } from './environment.ts';
import { may } from './may.ts';
import type { RecordsStack } from './records.ts';

/** Keeps the grade of inspection organisations, with its reasons. */
export class CreditEvaluationStack extends CapabilityStack {
  constructor(scope: Construct, context: StageContext, records: RecordsStack) {
    super(scope, context, records, 'credit-evaluation', 'grades of inspection organisations');
    const settings = environment(context, records, 'TABLE_NAME', 'SETTINGS');
    this.http = this.run('Http', 'credit-evaluation-http', {
      environment: settings,
      grants: [may.files(records, 'GetItem', 'BatchGetItem'), may.useTableKey(records, 'read')],
    });
    const queue = this.queueFor('Queue', 'credit-evaluation', 'credit-evaluation-consumer');
    this.listen('Rule', queue, [
      'InspectionOrganisationRegistered',
      'AnomalyDecided',
      'InspectionReportReceived',
      'HazardOverdue',
    ]);
    this.work('Consumer', 'credit-evaluation-consumer', {
      environment: settings,
      grants: [may.files(records, 'GetItem', 'BatchGetItem', 'PutItem'), may.useTableKey(records)],
      queue,
      batchSize: 10,
    });
  }
}
