import type { Head } from '../ledger/checkpoint.ts';
import { entryHash, parseEntry, type LedgerEntry } from '../ledger/entry.ts';
import { leafHash, spanHash } from '../ledger/merkle.ts';
import { edgeTiles, grow, nodeFrom, tileName } from '../ledger/tiles.ts';
import { readSegment, type SegmentLine } from './segment.ts';
import type { Rows } from './tree.ts';

/** A line of a segment, read. */
export interface Leaf {
  readonly line: SegmentLine;
  readonly entry: LedgerEntry;
  readonly entryHash: string;
  /** Which entry of which file. */
  readonly name: string;
  readonly hash: Uint8Array;
}
/** A segment as it was written before a commit; of a commit that was not made it is an orphan. */
export interface Segment {
  readonly first: number;
  readonly leaves: readonly Leaf[];
}

/** Reads a segment. Throws where it is none, or its lines do not follow one another in the tree. */
export const segmentOf = (text: string): Segment => {
  const leaves = readSegment(text).map((line): Leaf => {
    const entry = parseEntry(line.subject, line.entry);
    const hash = entryHash(line.subject, line.entry);
    return {
      ...{ line, entry, entryHash: hash, name: `${line.subject} ${entry.sequence}` },
      hash: leafHash(line.subject, entry.sequence, hash),
    };
  });
  const first = leaves[0]?.line.index ?? -1;
  if (first < 0 || leaves.some(({ line }, at) => line.index !== first + at))
    throw new RangeError('the lines of a segment follow one another');
  return { first, leaves };
};

interface Step {
  readonly size: number;
  readonly edge: Rows;
  /** Segments that begin here and were not tried yet. */
  readonly rest: Segment[];
  /** The one that led here. */
  readonly by?: Segment;
}

/** Only the tiles that growing needs: a long way through the tree keeps nothing else. */
const edgeOf = (size: number, rows: Rows): Rows =>
  new Map(
    edgeTiles(size).flatMap((place) => {
      const row = rows.get(tileName(place));
      return row === undefined ? [] : [[tileName(place), row] as const];
    }),
  );
const isRoot = ({ size, edge }: Step, { root }: Head): boolean =>
  Buffer.compare(spanHash({ from: 0, to: size }, nodeFrom(edge)), root) === 0;

/** A way through the segments along which the tree grew, from signed head to signed head. */
export interface Way {
  /** Goes on to a later head. False when no segments lead there: then it stays where it is. */
  goTo(head: Head): boolean;
  /** Leaves passed so far, in the order of the tree. */
  passed(): readonly Leaf[];
}

/** Finds the segments that make up the tree: an orphan leads to another root, or names an entry that comes again. */
export const wayThrough = (segments: readonly Segment[]): Way => {
  const last = new Map<string, number>();
  for (const { leaves } of segments)
    for (const { name, line } of leaves) last.set(name, Math.max(last.get(name) ?? 0, line.index));
  /** Whoever lost a race wrote its entries again further on: such a segment is tried last. */
  const repeated = ({ leaves }: Segment): number =>
    leaves.some(({ name, line }) => (last.get(name) ?? 0) > line.index) ? 1 : 0;
  const byFirst = Map.groupBy(segments, ({ first }) => first);
  const from = (size: number): Segment[] =>
    (byFirst.get(size) ?? []).toSorted((one, other) => repeated(one) - repeated(other));

  const seen = new Set<string>();
  const leaves: Leaf[] = [];
  let [size, edge]: readonly [number, Rows] = [0, new Map()];

  const enter = (at: Step, by: Segment): Step => {
    const grown = grow(
      at.size,
      at.edge,
      by.leaves.map(({ hash }) => hash),
    );
    const rows = new Map([...at.edge, ...[...grown.changed].map(([name, { row }]) => [name, row] as const)]);
    for (const { name } of by.leaves) seen.add(name);
    return { size: grown.size, edge: edgeOf(grown.size, rows), rest: from(grown.size), by };
  };
  const search = (head: Head): readonly Step[] | undefined => {
    const way: Step[] = [{ size, edge, rest: from(size) }];
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      if (at.size === head.size && isRoot(at, head)) return way;
      const next = at.size < head.size ? at.rest.shift() : undefined;
      if (next === undefined) {
        way.pop();
        for (const { name } of at.by?.leaves ?? []) seen.delete(name);
      } else if (
        at.size + next.leaves.length <= head.size &&
        next.leaves.every(({ name }) => !seen.has(name))
      )
        way.push(enter(at, next));
    }
    return undefined;
  };
  return {
    goTo: (head) => {
      const steps = search(head);
      for (const { by } of steps ?? []) for (const leaf of by?.leaves ?? []) leaves.push(leaf);
      ({ size, edge } = steps?.at(-1) ?? { size, edge });
      return steps !== undefined;
    },
    passed: () => leaves,
  };
};
