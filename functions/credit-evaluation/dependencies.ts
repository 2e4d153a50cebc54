import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import { openTable, type Transport } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { readSettings } from '../../shared/lambda/settings.ts';
import type { Table } from '../../shared/subject-file/table.ts';

export interface Dependencies {
  readonly table: Table;
  readonly settings: Pick<RuntimeSettings, 'province' | 'officeTree' | 'uploadDeadline'>;
}

export const dependencies = (transport?: Transport): Dependencies => {
  const read = readEnvironment('TABLE_NAME', 'SETTINGS');
  return { table: openTable(read('TABLE_NAME'), transport), settings: readSettings(read('SETTINGS')) };
};
