import type { ChainReport } from './chain.ts';
import { compareRecords, type ExportedRecord } from './export.ts';
import { recordDigest } from './record-digest.ts';
import { bad, first } from './trust.ts';
import type { VerifyFault } from './verdict.ts';

/** Holds records against the versions that the chain names: each there once, none besides, none another. */
export const recordFault = (
  part: 'file.json' | 'history.json',
  records: readonly ExportedRecord[],
  known: ChainReport['versions'],
  nameOf: (record: ExportedRecord) => string,
): VerifyFault | undefined => {
  const faults: VerifyFault[] = [];
  const missing = new Set(known.keys());
  for (const [at, record] of records.entries()) {
    const name = nameOf(record);
    const named = known.get(name);
    const shown = `${record.kind}#${record.id} ${record.version}`;
    const before = records[at - 1];
    if (before !== undefined && compareRecords(before, record) >= 0)
      faults.push(
        bad(part, 'record out of order', `after ${before.kind}#${before.id}`, shown, named?.sequence),
      );
    missing.delete(name);
    if (named === undefined) {
      faults.push(bad(part, 'record unknown', 'a record of the ledger', shown));
      continue;
    }
    const digest = recordDigest({
      salt: Buffer.from(record.salt, 'base64'),
      body: record.body,
      ...(record.packed === undefined ? {} : { packed: Buffer.from(record.packed, 'base64') }),
    });
    if (named.version !== record.version)
      faults.push(bad(part, 'record differs', `${name} ${named.version}`, shown, named.sequence));
    else if (named.digest !== digest)
      faults.push(
        bad(part, 'record differs', `${shown} ${named.digest}`, `${shown} ${digest}`, named.sequence),
      );
  }
  for (const name of missing)
    faults.push(bad(part, 'record missing', name, 'none', known.get(name)?.sequence));
  return first(faults);
};
