import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import { openTable, type Transport } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { openNotary, type Notary } from '../../shared/lambda/notary.ts';
import { readSettings } from '../../shared/lambda/settings.ts';
import type { Table } from '../../shared/subject-file/table.ts';

export interface Dependencies {
  readonly table: Table;
  readonly settings: RuntimeSettings;
}

/** Those who take officers' decisions, and answer with a receipt. */
export interface Commands extends Dependencies {
  readonly notary: Notary;
}

export const dependencies = (transport?: Transport): Dependencies => {
  const read = readEnvironment('TABLE_NAME', 'SETTINGS');
  return { table: openTable(read('TABLE_NAME'), transport), settings: readSettings(read('SETTINGS')) };
};

export const commandDependencies = (transport?: Transport): Commands => {
  const read = readEnvironment('TABLE_NAME', 'SETTINGS', 'LEDGER_KEY_ID');
  const known = dependencies(transport);
  const { province } = known.settings;
  return { ...known, notary: openNotary({ keyId: read('LEDGER_KEY_ID'), province }, transport) };
};
