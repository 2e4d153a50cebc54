import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import { openTable, type Transport } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { openKeyRing, type KeyRing } from '../../shared/lambda/keys.ts';
import { readSettings } from '../../shared/lambda/settings.ts';
import type { Table } from '../../shared/subject-file/table.ts';

export interface Dependencies {
  readonly table: Table;
  readonly keyRing: KeyRing;
  readonly settings: RuntimeSettings;
}

export const dependencies = (transport?: Transport): Dependencies => {
  const read = readEnvironment('TABLE_NAME', 'FIELD_KEY_ID', 'PERSON_HASH_KEY_ID', 'SETTINGS');
  const settings = readSettings(read('SETTINGS'));
  return {
    table: openTable(read('TABLE_NAME'), transport),
    keyRing: openKeyRing(
      {
        province: settings.province,
        fieldKey: read('FIELD_KEY_ID'),
        personHashKey: read('PERSON_HASH_KEY_ID'),
      },
      transport,
    ),
    settings,
  };
};
