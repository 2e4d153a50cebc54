import type { KeyObject } from 'node:crypto';
import { readNote, type Head } from '../../shared/ledger/checkpoint.ts';
import { parseEntry } from '../../shared/ledger/entry.ts';
import {
  consistencySpans,
  inclusionSpans,
  isConsistent,
  isIncluded,
  leafHash,
  spanHash,
  type Span,
} from '../../shared/ledger/merkle.ts';
import { grow, nodeFrom } from '../../shared/ledger/tiles.ts';
import { readEntry } from '../../shared/subject-file/entry-item.ts';
import { bytesOf, fromWire as toItem, numberOf, textOf, type Item } from '../../shared/subject-file/item.ts';
import { readSegment } from '../../shared/subject-file/segment.ts';
import type { Transport } from '../transport/transport.ts';
import { fromWire } from '../transport/wire.ts';

export interface TreeAudit {
  readonly size: number;
  /** Sizes of the signed heads in the archive. */
  readonly heads: readonly number[];
  /** Entries without a place. */
  readonly waiting: number;
  /** What is wrong; empty when nothing is. */
  readonly faults: readonly string[];
}

const objects = (world: Transport, bucket: string, folder: string) =>
  world.s3
    .list(bucket)
    .filter(({ key }) => key.startsWith(`ledger/${folder}/`))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ key, bytes }) => ({ key, text: Buffer.from(bytes).toString('utf8') }));
export const archivedHeads = (world: Transport, bucket: string) =>
  objects(world, bucket, 'heads').map(({ text }) => text);
export const archivedSegments = (world: Transport, bucket: string) =>
  objects(world, bucket, 'segments').map(({ text }) => text);

/**
 * Holds the province's tree, as table and archive keep it, against the entries that lie in the files: one place each,
 * tiles and size that follow from them, heads that are signed, begin with one another and lie under their size, and for
 * each place a segment that names it.
 */
export const auditTree = (world: Transport, table: string, bucket: string, key: KeyObject): TreeAudit => {
  const faults: string[] = [];
  const items = world.items(table).map((item): Item => toItem(fromWire(item)));
  const range = (prefix: string): readonly Item[] => items.filter(({ sk }) => String(sk).startsWith(prefix));
  const entries = new Map(
    range('L#')
      .map(readEntry)
      .map(({ entry, hash }) => [
        `${entry.subject} ${entry.sequence}`,
        leafHash(entry.subject, entry.sequence, hash),
      ]),
  );
  const leaves: (Uint8Array | undefined)[] = [];
  const places = new Map<string, number>();
  for (const item of range('I#')) {
    const name = `${textOf(item, 'pk')} ${Number(textOf(item, 'sk').slice(2))}`;
    const index = numberOf(item, 'index');
    if (leaves[index] !== undefined) faults.push(`two entries at ${index}`);
    if (!entries.has(name)) faults.push(`${name} has a place, but is no entry`);
    leaves[index] = entries.get(name);
    places.set(name, index);
  }
  const whole = leaves.filter((leaf) => leaf !== undefined);
  const [state, newest] = ['state', 'head'].map((sk) =>
    items.find((item) => item['pk'] === 'tree' && item['sk'] === sk),
  );
  const size = Number(state?.['size'] ?? 0);
  if (whole.length !== size || leaves.length !== size)
    faults.push(`a tree of ${size} with ${whole.length} places up to ${leaves.length}`);

  const { changed } = grow(0, new Map(), whole);
  const source = nodeFrom(new Map([...changed].map(([name, { row }]) => [name, row])));
  const tiles = new Map(
    range('tile#').map((item) => [textOf(item, 'sk').slice('tile#'.length), bytesOf(item, 'hashes')]),
  );
  for (const [name, { row }] of changed)
    if (Buffer.compare(tiles.get(name) ?? Buffer.alloc(0), Buffer.concat(row)) !== 0)
      faults.push(`tile ${name} does not follow from the leaves`);
  if (tiles.size !== changed.size) faults.push(`${tiles.size} tiles instead of ${changed.size}`);

  const prove = (spans: readonly Span[]) => spans.map((span) => spanHash(span, source));
  const heads: Head[] = [];
  for (const { key: name, text } of objects(world, bucket, 'heads')) {
    const read = readNote(text, key);
    if (!read.ok) {
      faults.push(`${name}: ${read.reason}`);
      continue;
    }
    const { head } = read;
    if (name !== `ledger/heads/${String(head.size).padStart(12, '0')}`)
      faults.push(`${name} is a head of ${head.size}`);
    if (head.size > size) faults.push(`${name} is larger than the tree`);
    else if (Buffer.compare(head.root, spanHash({ from: 0, to: head.size }, source)) !== 0)
      faults.push(`${name} is not of this tree`);
    const before = heads.at(-1);
    if (before !== undefined && !isConsistent(before, head, prove(consistencySpans(before.size, head.size))))
      faults.push(`${name} does not begin with the head of ${before.size}`);
    if (before !== undefined && before.time > head.time) faults.push(`${name} is older than the one before`);
    heads.push(head);
  }
  const last = heads.at(-1);
  if (newest !== undefined && !objects(world, bucket, 'heads').some(({ text }) => text === newest['note']))
    faults.push('the newest head is not in the archive');
  if (last !== undefined)
    for (let index = 0; index < last.size; index += Math.max(1, Math.floor(last.size / 40)))
      if (
        !isIncluded(
          ...([whole[index] ?? Buffer.alloc(0), index, last.size] as const),
          prove(inclusionSpans(index, last.size)),
          last.root,
        )
      )
        faults.push(`leaf ${index} is not under the last head`);

  const archived = new Set(
    archivedSegments(world, bucket)
      .flatMap(readSegment)
      .map(({ subject, entry, index }) => `${subject} ${parseEntry(subject, entry).sequence} ${index}`),
  );
  for (const [name, index] of places)
    if (!archived.has(`${name} ${index}`)) faults.push(`${name} is at ${index}, but not in the archive`);
  return {
    size,
    heads: heads.map((one) => one.size),
    waiting: [...entries.keys()].filter((name) => !places.has(name)).length,
    faults,
  };
};
