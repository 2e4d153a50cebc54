import type { VariableName } from '../../shared/lambda/env.ts';
import { dueIndex } from '../constructs/table.ts';
import { runtimeOf } from '../provinces/schema.ts';
import type { StageContext } from '../stage-context.ts';
import type { RecordsStack } from './records.ts';

type FromRecords = Exclude<
  VariableName,
  'DUE_QUEUE_URL' | 'HAZARD_MACHINE_ARN' | 'DEVICE_POLICY_NAME' | 'DEVICE_RULE_NAME' | 'ISSUERS'
>;
type Memory = Pick<
  RecordsStack,
  'table' | 'archive' | 'archiveDays' | 'fieldKey' | 'personHashKeyArn' | 'ledgerKeyArn' | 'busName'
>;

/** The named settings of a function that come from the province and its memory, and no others. */
export const environment = (
  context: StageContext,
  memory: Memory,
  ...names: readonly FromRecords[]
): Record<string, string> => {
  const values: Record<FromRecords, () => string> = {
    PROVINCE: () => context.settings.code,
    TABLE_NAME: () => memory.table.tableName,
    DUE_INDEX: () => dueIndex,
    ARCHIVE_BUCKET: () => memory.archive.bucketName,
    FIELD_KEY_ID: () => memory.fieldKey.keyArn,
    PERSON_HASH_KEY_ID: () => memory.personHashKeyArn,
    LEDGER_KEY_ID: () => memory.ledgerKeyArn,
    BUS_NAME: () => memory.busName,
    SETTINGS: () => JSON.stringify(runtimeOf(context.settings)),
  };
  return {
    ...Object.fromEntries(names.map((name) => [name, values[name]()])),
    ...(context.settings.virtualTime ? { VIRTUAL_TIME: 'on' } : {}),
  };
};
