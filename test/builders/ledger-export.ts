import type { SubjectId } from '../../shared/kernel/ids.ts';
import { addMs } from '../../shared/kernel/time.ts';
import { originOf, type Head } from '../../shared/ledger/checkpoint.ts';
import { genesis } from '../../shared/ledger/entry.ts';
import {
  compareRecords,
  exportFormat,
  type ExportedRecord,
  type LedgerExport,
} from '../../shared/ledger/export.ts';
import { consistencySpans, inclusionSpans, leafHash, spanHash } from '../../shared/ledger/merkle.ts';
import { grow, nodeFrom } from '../../shared/ledger/tiles.ts';
import type { StoredRecord } from '../../shared/subject-file/record.ts';
import { someTime, type BuiltFile } from './files.ts';
import { signedHead, signedStatementBy, type TestKey } from './ledger-key.ts';

export const exported = ({ kind, id, version, salt, body, packed }: StoredRecord): ExportedRecord => ({
  ...{ kind, id, version, body },
  salt: Buffer.from(salt).toString('base64'),
  ...(packed === undefined ? {} : { packed: Buffer.from(packed).toString('base64') }),
});
const text = (hash: Uint8Array): string => Buffer.from(hash).toString('base64url');

export interface ExportAsked {
  /** Leaves of the tree whose head is used; all without it. */
  readonly size?: number;
  /** Entries of the file that were written by then; all without it. */
  readonly entries?: number;
  readonly since?: number;
  readonly history?: boolean;
}

/** Files whose entries lie in one tree, by turns, under heads signed with the key: what an integrator makes of them. */
export const sealedFiles = (files: readonly BuiltFile[], key: TestKey, province = '33') => {
  const places = new Map<SubjectId, number[]>(files.map(({ subject }) => [subject, []]));
  const leaves: Buffer[] = [];
  const most = Math.max(...files.map(({ entries }) => entries.length));
  for (let at = 0; at < most; at += 1)
    for (const { subject, entries } of files) {
      const entry = entries[at];
      if (entry === undefined) continue;
      places.get(subject)?.push(leaves.length);
      leaves.push(leafHash(subject, at + 1, entry.hash));
    }
  const { changed } = grow(0, new Map(), leaves);
  const source = nodeFrom(new Map([...changed].map(([name, { row }]) => [name, row])));

  const headOf = (size = leaves.length): Head => ({
    ...{ origin: originOf(province), size, root: spanHash({ from: 0, to: size }, source) },
    time: addMs(someTime, 1000 * size),
  });
  const exportOf = (
    { subject, entries, records, superseded }: BuiltFile,
    { size = leaves.length, entries: count = entries.length, since, history = true }: ExportAsked = {},
  ): LedgerExport => {
    const shown = entries.slice(0, count);
    const head = headOf(size);
    const indexes = (places.get(subject) ?? []).filter((index) => index < size).slice(0, count);
    const known = new Set(
      shown.flatMap(({ body }) => [...body.matchAll(/"(rec-\d+)",(\d+)/g)].map(([, id, n]) => `${id}#${n}`)),
    );
    const versions = [...records, ...superseded]
      .filter(({ id, version }) => known.has(`${id}#${version}`))
      .map(exported)
      .toSorted(compareRecords);
    const isCurrent = ({ id, version }: ExportedRecord): boolean => !known.has(`${id}#${version + 1}`);
    return {
      manifest: { format: exportFormat, province, subject, history },
      ledger: { subject, entries: [...shown] },
      file: { subject, records: versions.filter(isCurrent) },
      ...(history ? { history: { subject, versions: versions.filter((record) => !isCurrent(record)) } } : {}),
      statement: signedStatementBy(key, {
        ...{ province, subject, sequence: shown.length, entryHash: shown.at(-1)?.hash ?? genesis },
        ...{ treeSize: size, time: head.time },
      }),
      head: signedHead(key, head),
      proofs: {
        subject,
        treeSize: size,
        entries: indexes.map((index, at) => ({
          sequence: at + 1,
          index,
          path: inclusionSpans(index, size).map((span) => text(spanHash(span, source))),
        })),
        ...(since === undefined
          ? {}
          : {
              consistency: {
                from: since,
                path: consistencySpans(since, size).map((span) => text(spanHash(span, source))),
              },
            }),
      },
    };
  };
  return { size: leaves.length, headOf, exportOf };
};
