import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import { openTable, type Transport } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { readSettings } from '../../shared/lambda/settings.ts';
import { openNotary, type Notary } from '../../shared/lambda/notary.ts';
import { openDeviceRegister, type DeviceRegister } from '../../shared/lambda/iot.ts';
import type { Table } from '../../shared/subject-file/table.ts';

export interface Dependencies {
  readonly table: Table;
  readonly settings: RuntimeSettings;
  readonly notary: Notary;
  readonly register: DeviceRegister;
  /** Name of the topic rule that devices publish to. */
  readonly rule: string;
}

export const dependencies = (transport?: Transport): Dependencies => {
  const read = readEnvironment(
    ...(['TABLE_NAME', 'SETTINGS', 'LEDGER_KEY_ID', 'DEVICE_POLICY_NAME', 'DEVICE_RULE_NAME'] as const),
  );
  const settings = readSettings(read('SETTINGS'));
  return {
    table: openTable(read('TABLE_NAME'), transport),
    settings,
    notary: openNotary({ keyId: read('LEDGER_KEY_ID'), province: settings.province }, transport),
    register: openDeviceRegister(read('DEVICE_POLICY_NAME'), transport),
    rule: read('DEVICE_RULE_NAME'),
  };
};
