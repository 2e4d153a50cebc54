import { openTable, type Transport } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { openDeviceRegister, type DeviceRegister } from '../../shared/lambda/iot.ts';
import type { Table } from '../../shared/subject-file/table.ts';

export interface Dependencies {
  readonly table: Table;
  readonly register: DeviceRegister;
  /** Name of the topic rule that devices publish to. */
  readonly rule: string;
}

export const dependencies = (transport?: Transport): Dependencies => {
  const read = readEnvironment('TABLE_NAME', 'DEVICE_POLICY_NAME', 'DEVICE_RULE_NAME');
  return {
    table: openTable(read('TABLE_NAME'), transport),
    register: openDeviceRegister(read('DEVICE_POLICY_NAME'), transport),
    rule: read('DEVICE_RULE_NAME'),
  };
};
