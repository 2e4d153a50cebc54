import { anomaly } from '../../shared/contracts/entities.ts';
import type { Caller } from '../../shared/access/caller.ts';
import { readBody } from '../../shared/subject-file/read.ts';
import type { StoredRecord } from '../../shared/subject-file/record.ts';

/** Leads of rules are for officers until released; a dismissed one that never was released stays with them. */
export const visibleTo = (caller: Caller, record: StoredRecord): boolean => {
  if (record.kind !== 'ANOMALY' || caller.role === 'officer') return true;
  const { state } = readBody(anomaly, record);
  return state === 'RELEASED' || state === 'CONFIRMED';
};
