import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newId } from '../../shared/kernel/ids.ts';
import { entryBody, entryHash, genesis, type LedgerEntry } from '../../shared/ledger/entry.ts';
import { exportTexts } from '../../shared/ledger/export.ts';
import {
  consistencySpans,
  inclusionSpans,
  leafHash,
  spanHash,
  type Span,
} from '../../shared/ledger/merkle.ts';
import { recordDigest } from '../../shared/ledger/record-digest.ts';
import { grow, nodeFrom } from '../../shared/ledger/tiles.ts';
import { originOf } from '../../shared/ledger/checkpoint.ts';
import { aSubject, buildFile, someTime } from '../builders/files.ts';
import { sealedFiles } from '../builders/ledger-export.ts';
import { signedHead, signedStatementBy, testKey } from '../builders/ledger-key.ts';

/** Key, salts and ids of these vectors follow from names: the same vectors come out whenever this runs. */
const key = testKey('ledger test vectors');
const url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytesFrom = (name: string, length: number): Buffer => Buffer.alloc(length, name);
const digestOf = (name: string): string => recordDigest({ salt: bytesFrom(name, 16), body: name });

/** Three entries of one chain: the least that an entry says, one with everything, one of many records. */
const entries = (): readonly object[] => {
  const base = { subject: aSubject, time: someTime, role: 'officer', correlation: 'request-1' };
  const given: readonly Omit<LedgerEntry, 'previous' | 'sequence'>[] = [
    {
      ...base,
      id: newId('ent', someTime, (length) => Buffer.alloc(length, 1)),
      type: 'KeyUnitRegistered',
      ...{ actor: '0'.repeat(64), channel: 'api' },
      changes: [{ kind: 'HEAD', id: aSubject, version: 1, after: digestOf('head 1') }],
    },
    {
      ...base,
      id: newId('ent', someTime, (length) => Buffer.alloc(length, 2)),
      type: 'InspectionReportReceived',
      ...{ actor: 'f'.repeat(64), role: 'organisation', channel: 'api', document: 'd'.repeat(64) },
      ...{ causation: newId('ent', someTime, (length) => Buffer.alloc(length, 1)), correlation: '请求"2"' },
      changes: [
        { kind: 'HEAD', id: aSubject, version: 2, before: digestOf('head 1'), after: digestOf('head 2') },
        { kind: 'POINTS', id: 'rep_1', version: 1, after: digestOf('points') },
      ],
    },
    {
      ...base,
      id: newId('ent', someTime, (length) => Buffer.alloc(length, 3)),
      type: 'HazardFound',
      ...{ actor: 'function:hazard-tracking', role: 'system', channel: 'system' },
      changes: Array.from({ length: 40 }, (_, n) => ({
        ...{ kind: 'HAZARD', id: `haz_${n}`, version: 1, after: digestOf(`hazard ${n}`) },
      })),
    },
  ];
  let previous = genesis;
  return given.map((entry, at) => {
    const body = entryBody({ ...entry, sequence: at + 1, previous });
    previous = entryHash(aSubject, body);
    return { subject: aSubject, body, hash: previous };
  });
};

const records = (): readonly object[] =>
  [
    { name: 'plain', body: '{"a":1}' },
    { name: 'beyond ASCII', body: '{"name":"雷电防护","note":"é\\u0001 𝄞"}' },
    { name: 'with bytes beside it', body: '{"count":2}', packed: Buffer.from([0, 1, 2, 0, 255]) },
    { name: 'empty', body: '{}' },
  ].map(({ name, body, packed }) => {
    const salt = bytesFrom(name, 16);
    return {
      ...{ name, salt: salt.toString('base64'), body },
      ...(packed === undefined ? {} : { packed: packed.toString('base64') }),
      digest: recordDigest({ salt, body, ...(packed === undefined ? {} : { packed }) }),
    };
  });

const leafCount = 70;
const proofSizes = [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 64, 70];

const tree = (): object => {
  const leaves = Array.from({ length: leafCount }, (_, at) => ({
    subject: newId('sub', someTime, (length) => Buffer.alloc(length, at % 3)),
    sequence: Math.floor(at / 3) + 1,
    entryHash: digestOf(`entry ${at}`),
  }));
  const hashes = leaves.map((leaf) => leafHash(leaf.subject, leaf.sequence, leaf.entryHash));
  const { changed } = grow(0, new Map(), hashes);
  const source = nodeFrom(new Map([...changed].map(([name, { row }]) => [name, row])));
  const path = (spans: readonly Span[]): readonly string[] =>
    spans.map((span) => url(spanHash(span, source)));
  return {
    leaves: leaves.map((leaf, at) => ({ ...leaf, leaf: url(hashes[at] ?? Buffer.alloc(0)) })),
    roots: Array.from({ length: leafCount + 1 }, (_, size) => url(spanHash({ from: 0, to: size }, source))),
    inclusion: proofSizes.flatMap((size) =>
      [...new Set([0, Math.floor(size / 2), size - 1])].map((index) => ({
        ...{ index, size, path: path(inclusionSpans(index, size)) },
      })),
    ),
    consistency: proofSizes.flatMap((from) =>
      proofSizes
        .filter((size) => size >= from)
        .map((size) => ({ from, size, path: path(consistencySpans(from, size)) })),
    ),
  };
};

const signed = (): object => {
  const root = Buffer.alloc(32, 7);
  const head = { origin: originOf('33'), size: 1234, root, time: someTime };
  const said = {
    ...{ province: '33', subject: aSubject, sequence: 12 },
    ...{ entryHash: digestOf('entry'), treeSize: 1234, time: someTime },
  };
  return {
    key: key.pem,
    note: signedHead(key, head),
    head: { ...head, root: root.toString('base64') },
    statement: signedStatementBy(key, said),
    said,
  };
};

/** Two files in one tree; one of them exported, its trusted head, and how verification must end on what is bent. */
const wholeExport = () => {
  const other = buildFile(
    7,
    2,
    newId('sub', someTime, (length) => Buffer.alloc(length, 9)),
  );
  const file = buildFile(11, 3);
  const world = sealedFiles([other, file], key);
  const given = world.exportOf(file, { since: 5 });
  const third = file.entries[2]?.hash ?? '';
  return {
    texts: exportTexts(given),
    'expected.json': {
      ...{ subject: file.subject, entries: 11, sealed: 11, unsealed: 0, records: 3, versions: 8, since: 5 },
      bent: [
        { what: 'an entry edited', file: 'ledger.json', replace: 'c-4', by: 'c-5', sequence: 4 },
        {
          what: 'a record edited',
          file: 'file.json',
          replace: '"{\\"step\\":11}"',
          by: '"{\\"step\\":12}"',
          sequence: 11,
        },
        {
          what: 'a version edited',
          file: 'history.json',
          replace: '"{\\"step\\":3}"',
          by: '"{\\"step\\":4}"',
          sequence: 3,
        },
        { what: 'a hash edited', file: 'ledger.json', replace: third, by: 'A'.repeat(43), sequence: 3 },
        { what: 'a proof moved', file: 'proofs.json', replace: '"index": 3', by: '"index": 2', sequence: 2 },
        {
          what: 'a statement edited',
          file: 'statement.json',
          replace: 'treeSize\\":18',
          by: 'treeSize\\":17',
        },
        { what: 'a head edited', file: 'head', replace: '\n18\n', by: '\n17\n' },
        { what: 'a later start claimed', file: 'proofs.json', replace: '"from": 5', by: '"from": 6' },
        { what: 'another province', file: 'manifest.json', replace: '"33"', by: '"32"' },
      ],
    },
    'trusted-head': signedHead(key, world.headOf(5)),
    'key.pem': key.pem,
  };
};

/** Text of every file of vectors, by its path below `test/vectors/ledger/`. */
export const vectors = (): ReadonlyMap<string, string> => {
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`;
  const { texts, ...beside } = wholeExport();
  return new Map([
    ['entries.json', json(entries())],
    ['records.json', json(records())],
    ['tree.json', json(tree())],
    ['signed.json', json(signed())],
    ...[...texts].map(([name, text]) => [`export/${name}`, text] as const),
    ['expected.json', json(beside['expected.json'])],
    ['trusted-head', beside['trusted-head']],
    ['key.pem', beside['key.pem']],
  ]);
};

/** `node test/vectors/make.ts` writes them. A change of the format is a change of these files, and of its version. */
if (import.meta.main)
  for (const [name, text] of vectors()) {
    const path = join(import.meta.dirname, 'ledger', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
