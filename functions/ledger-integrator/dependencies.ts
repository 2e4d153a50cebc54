import { openLedgerArchive, type LedgerArchive } from '../../shared/lambda/archive.ts';
import { openTable, type Transport } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { openLedgerKey, type LedgerKey } from '../../shared/lambda/ledger-key.ts';
import type { Table } from '../../shared/subject-file/table.ts';

export interface Dependencies {
  readonly table: Table;
  readonly archive: LedgerArchive;
  readonly key: LedgerKey;
  readonly province: string;
}

export const dependencies = (transport?: Transport): Dependencies => {
  const read = readEnvironment('PROVINCE', 'TABLE_NAME', 'ARCHIVE_BUCKET', 'LEDGER_KEY_ID');
  return {
    table: openTable(read('TABLE_NAME'), transport),
    archive: openLedgerArchive(read('ARCHIVE_BUCKET'), transport),
    key: openLedgerKey(read('LEDGER_KEY_ID'), transport),
    province: read('PROVINCE'),
  };
};
