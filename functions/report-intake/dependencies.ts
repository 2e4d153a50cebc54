import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import { openArchive, type Archive } from '../../shared/lambda/archive.ts';
import { openTable, type Transport } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { openKeyRing, type KeyRing } from '../../shared/lambda/keys.ts';
import { openNotary, type Notary } from '../../shared/lambda/notary.ts';
import { readSettings } from '../../shared/lambda/settings.ts';
import type { Table } from '../../shared/subject-file/table.ts';

export interface Dependencies {
  readonly table: Table;
  readonly archive: Archive;
  readonly keyRing: KeyRing;
  readonly notary: Notary;
  readonly settings: RuntimeSettings;
}

export const dependencies = (transport?: Transport): Dependencies => {
  const read = readEnvironment(
    ...(['TABLE_NAME', 'ARCHIVE_BUCKET', 'FIELD_KEY_ID', 'LEDGER_KEY_ID', 'SETTINGS'] as const),
  );
  const settings = readSettings(read('SETTINGS'));
  return {
    table: openTable(read('TABLE_NAME'), transport),
    archive: openArchive(read('ARCHIVE_BUCKET'), transport),
    keyRing: openKeyRing({ province: settings.province, fieldKey: read('FIELD_KEY_ID') }, transport),
    notary: openNotary({ keyId: read('LEDGER_KEY_ID'), province: settings.province }, transport),
    settings,
  };
};
