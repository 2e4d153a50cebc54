import { defineDevice } from '../../shared/lambda/device.ts';
import { openTable } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import { takeReadings } from './take-readings.ts';

/** Takes readings of devices into the files of their key units. */
export const consumerWith = (dependencies: () => { readonly table: Table }) =>
  defineDevice({ capability: 'device-telemetry', dependencies, take: takeReadings });
export const handler = consumerWith(() => ({
  table: openTable(readEnvironment('TABLE_NAME')('TABLE_NAME')),
}));
