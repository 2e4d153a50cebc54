import type { Construct } from 'constructs';
import type { StageContext } from '../stage-context.ts';
import { CapabilityStack } from './capability-stack.ts';
import { environment } from './environment.ts';
import { may } from './may.ts';
import type { RecordsStack } from './records.ts';

/** Key units, organisations, technicians, instruments; the file and its ledger. */
export class RegistrationStack extends CapabilityStack {
  constructor(scope: Construct, context: StageContext, records: RecordsStack) {
    super(scope, context, records, 'registration', 'subjects, their files and ledgers');
    this.http = this.run('Http', 'registration-http', {
      environment: {
        ...environment(context, records, 'TABLE_NAME', 'SETTINGS'),
        ...environment(context, records, 'FIELD_KEY_ID', 'PERSON_HASH_KEY_ID', 'LEDGER_KEY_ID'),
      },
      grants: [
        may.files(records, 'GetItem', 'BatchGetItem', 'Query', 'PutItem'),
        may.destroyKeys(records),
        may.useTableKey(records),
        may.wrapFieldKeys(records),
        may.matchPersons(records),
        may.signLedger(records),
      ],
    });
  }
}
