import type { ChainReport, KnownVersion } from './chain.ts';
import { compareRecords, type ExportedRecord } from './export.ts';
import { recordDigest } from './record-digest.ts';
import { bad, first } from './trust.ts';
import type { VerifyFault } from './verdict.ts';

type Part = 'file.json' | 'history.json';
type Versions = readonly KnownVersion[];

/** Versions that the part must hold: the last one of each record, or all before it. */
const wanted = (part: Part, all: Versions): Versions =>
  part === 'file.json' ? all.slice(-1) : all.slice(0, -1);

/** The version that a record of the part claims to be; of a current record the one that it ought to be. */
const namedFor = (part: Part, all: Versions, { version }: ExportedRecord): KnownVersion | undefined => {
  if (part === 'file.json') return all.at(-1);
  // Versions follow each other, but for those that opaque entries wrote.
  const guess = all[version - (all[0]?.version ?? 1)];
  const named = guess?.version === version ? guess : all.find((one) => one.version === version);
  return named === all.at(-1) ? undefined : named;
};

const digestOf = ({ salt, body, packed }: ExportedRecord): string =>
  recordDigest({
    salt: Buffer.from(salt, 'base64'),
    body,
    ...(packed === undefined ? {} : { packed: Buffer.from(packed, 'base64') }),
  });

const missing = (
  part: Part,
  records: readonly ExportedRecord[],
  known: ChainReport['versions'],
): VerifyFault[] => {
  const shown = new Set(records.map(({ kind, id, version }) => `${kind}#${id} ${version}`));
  return [...known].flatMap(([name, all]) =>
    wanted(part, all)
      .filter(({ version }) => !shown.has(`${name} ${version}`))
      .map(({ version, sequence }) => bad(part, 'record missing', `${name} ${version}`, 'none', sequence)),
  );
};

/** Holds records against the versions that the chain names: each there once, in order, none besides, none another. */
export const recordFault = (
  part: Part,
  records: readonly ExportedRecord[],
  known: ChainReport['versions'],
): VerifyFault | undefined => {
  const faults: VerifyFault[] = [];
  let before: ExportedRecord | undefined;
  for (const record of records) {
    const named = namedFor(part, known.get(`${record.kind}#${record.id}`) ?? [], record);
    const shown = (): string => `${record.kind}#${record.id} ${record.version}`;
    if (before !== undefined && compareRecords(before, record) >= 0)
      faults.push(
        bad(part, 'record out of order', `after ${before.kind}#${before.id}`, shown(), named?.sequence),
      );
    before = record;
    if (named === undefined) {
      faults.push(bad(part, 'record unknown', 'a version that the ledger names', shown()));
      continue;
    }
    const digest = digestOf(record);
    if (named.version !== record.version)
      faults.push(bad(part, 'record differs', `version ${named.version}`, shown(), named.sequence));
    else if (named.digest !== digest)
      faults.push(bad(part, 'record differs', named.digest, `${shown()} ${digest}`, named.sequence));
  }
  let count = 0;
  for (const all of known.values()) count += part === 'file.json' ? 1 : all.length - 1;
  // Without another fault each record is another version that the ledger names: then their number tells.
  return first(
    count === records.length && faults.length === 0 ? [] : [...faults, ...missing(part, records, known)],
  );
};
