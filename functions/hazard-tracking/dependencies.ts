import type { RuntimeSettings } from '../../shared/contracts/settings.ts';
import { systemClock, type Clock } from '../../shared/kernel/time.ts';
import { openTable, type Transport } from '../../shared/lambda/dynamodb.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { openKeyRing, type KeyRing } from '../../shared/lambda/keys.ts';
import { openNotary, type Notary } from '../../shared/lambda/notary.ts';
import { openQueue, type Queue } from '../../shared/lambda/queue.ts';
import { readSettings } from '../../shared/lambda/settings.ts';
import { openMachine, type Machine } from '../../shared/lambda/stepfunctions.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import { openDueIndex, type DueIndex } from './due-index.ts';
import { openLoops, type Loops } from './loop-item.ts';

/** What every part of this capability needs. */
export interface Files {
  readonly table: Table;
  readonly settings: RuntimeSettings;
}
export interface Commands extends Files {
  readonly keyRing: KeyRing;
  readonly notary: Notary;
}
/** Those who speak with the machine. */
export interface LoopParts extends Files {
  readonly machine: Machine;
  readonly loops: Loops;
}
export interface TaskParts extends LoopParts {
  /** Real time, never virtual: a machine's year passes in it. */
  readonly realClock: Clock;
}
export interface SweepParts extends Files {
  readonly due: DueIndex;
  readonly queue: Queue;
}

const files = (transport?: Transport): Files => {
  const read = readEnvironment('TABLE_NAME', 'SETTINGS');
  return { table: openTable(read('TABLE_NAME'), transport), settings: readSettings(read('SETTINGS')) };
};

export const commandDependencies = (transport?: Transport): Commands => {
  const read = readEnvironment('TABLE_NAME', 'SETTINGS', 'FIELD_KEY_ID', 'LEDGER_KEY_ID');
  const known = files(transport);
  const { province } = known.settings;
  return {
    ...known,
    keyRing: openKeyRing({ province, fieldKey: read('FIELD_KEY_ID') }, transport),
    notary: openNotary({ keyId: read('LEDGER_KEY_ID'), province }, transport),
  };
};

export const deadlineDependencies = files;

export const loopDependencies = (transport?: Transport): TaskParts => {
  const read = readEnvironment('TABLE_NAME', 'SETTINGS', 'HAZARD_MACHINE_ARN');
  const known = files(transport);
  return {
    ...known,
    machine: openMachine(read('HAZARD_MACHINE_ARN'), transport),
    loops: openLoops(known.table),
    realClock: systemClock,
  };
};

export const sweepDependencies = (transport?: Transport): SweepParts => {
  const read = readEnvironment('TABLE_NAME', 'SETTINGS', 'DUE_INDEX', 'DUE_QUEUE_URL');
  const known = files(transport);
  return {
    ...known,
    due: openDueIndex(known.table, read('DUE_INDEX')),
    queue: openQueue(read('DUE_QUEUE_URL'), transport),
  };
};
