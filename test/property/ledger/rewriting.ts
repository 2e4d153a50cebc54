import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { headText, noteOf, type Head } from '../../../shared/ledger/checkpoint.ts';
import type { LedgerExport } from '../../../shared/ledger/export.ts';
import {
  consistencySpans,
  inclusionSpans,
  leafHash,
  spanHash,
  type Span,
} from '../../../shared/ledger/merkle.ts';
import { tailStatementIn } from '../../../shared/ledger/statement.ts';
import { grow, nodeFrom } from '../../../shared/ledger/tiles.ts';
import { openLedgerKey } from '../../../shared/lambda/ledger-key.ts';
import { notaryOf } from '../../../shared/lambda/notary.ts';
import { fromWire } from '../../../shared/subject-file/item.ts';
import { readEntry } from '../../../shared/subject-file/entry-item.ts';
import { tableName } from '../../builders/stage.ts';
import { fromWire as readWire } from '../../transport/wire.ts';
import { parseHeadText } from './head-text.ts';
import { bodiesOf, rechained } from './rechained.ts';
import type { Exported, Thread } from './thread.ts';

const text = (hash: Uint8Array): string => Buffer.from(hash).toString('base64url');

/** Every leaf of the province's tree, in its order. */
const leavesOf = ({ stage }: Thread): readonly Buffer[] => {
  const items = stage.world.items(tableName).map((item) => fromWire(readWire(item)));
  const hashes = new Map(
    items
      .filter(({ sk }) => String(sk).startsWith('L#'))
      .map((item) => [`${String(item['pk'])} ${String(item['sk']).slice(2)}`, readEntry(item).hash]),
  );
  return items
    .filter(({ sk }) => String(sk).startsWith('I#'))
    .toSorted((a, b) => Number(a['index']) - Number(b['index']))
    .map(({ pk, sk }) => {
      const at = String(sk).slice(2);
      return leafHash(String(pk), Number(at), hashes.get(`${String(pk)} ${at}`) ?? '');
    });
};

/**
 * What somebody could make who has everything, the ledger's key too: one entry of before the trusted head edited, the
 * chain, the whole tree, its head and the statement made anew, every proof right. Only the trusted head tells.
 */
export const rewriteAll = async (
  thread: Thread,
  { now }: Exported,
  at: number,
): Promise<LedgerExport | undefined> => {
  const { subject } = now.manifest;
  const bodies = bodiesOf(now);
  const old = bodies?.[at];
  const place = now.proofs.entries[at]?.index ?? thread.trusted.size;
  const said = tailStatementIn(now.statement.statement);
  if (bodies === undefined || old === undefined || said === undefined || place >= thread.trusted.size)
    return undefined;
  const entries = rechained(subject, bodies.with(at, { ...old, actor: '0'.repeat(64) }));
  const leaves = [...leavesOf(thread)];
  for (const [n, entry] of entries.entries())
    leaves[now.proofs.entries[n]?.index ?? 0] = leafHash(subject, n + 1, entry.hash);
  const { size, changed } = grow(0, new Map(), leaves);
  const source = nodeFrom(new Map([...changed].map(([name, { row }]) => [name, row])));
  const hashes = (spans: readonly Span[]): string[] => spans.map((span) => text(spanHash(span, source)));
  const head: Head = {
    ...parseHeadText(now.head ?? ''),
    size,
    root: spanHash({ from: 0, to: size }, source),
  };
  const key = openLedgerKey('ledger-key', thread.stage.world.requestHandler);
  const note = noteOf(head, thread.key, await key.sign(Buffer.from(headText(head))));
  const sign = await notaryOf(key, now.manifest.province).signerAt(said.time);
  const id: SubjectId = said.subject;
  const { province: _, ...rest } = said;
  return {
    ...now,
    ledger: { subject, entries },
    statement: sign({ ...rest, subject: id, entryHash: entries.at(-1)?.hash ?? '' }),
    head: note,
    proofs: {
      ...{ subject, treeSize: size },
      entries: now.proofs.entries.map((proof) => ({
        ...proof,
        path: hashes(inclusionSpans(proof.index, size)),
      })),
      consistency: { from: thread.trusted.size, path: hashes(consistencySpans(thread.trusted.size, size)) },
    },
  };
};
