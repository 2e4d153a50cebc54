import type { Construct } from 'constructs';
import type { StageContext } from '../stage-context.ts';
import { CapabilityStack } from './capability-stack.ts';
import { environment } from './environment.ts';
import { may } from './may.ts';
import type { RecordsStack } from './records.ts';

/** Takes inspection reports: archives the original, writes report and ledger entry, answers with a receipt. */
export class ReportIntakeStack extends CapabilityStack {
  constructor(scope: Construct, context: StageContext, records: RecordsStack) {
    super(scope, context, records, 'report-intake', 'inspection reports');
    this.http = this.run('Http', 'report-intake-http', {
      environment: {
        ...environment(context, records, 'TABLE_NAME', 'ARCHIVE_BUCKET', 'SETTINGS'),
        ...environment(context, records, 'FIELD_KEY_ID', 'LEDGER_KEY_ID'),
      },
      grants: [
        may.files(records, 'GetItem', 'BatchGetItem', 'PutItem'),
        may.useTableKey(records),
        may.putOriginals(records),
        may.useArchiveKey(records),
        may.unwrapFieldKeys(records),
        may.signLedger(records),
      ],
    });
  }
}
