import { dayOf, type Instant } from '../../shared/kernel/time.ts';
import { leafHash } from '../../shared/ledger/merkle.ts';
import { grow } from '../../shared/ledger/tiles.ts';
import type { ReadEntry } from '../../shared/subject-file/entry-item.ts';
import { keys, type Key } from '../../shared/subject-file/keys.ts';
import { pause } from '../../shared/subject-file/race.ts';
import type { StoredRecord } from '../../shared/subject-file/record.ts';
import { segmentName, segmentText } from '../../shared/subject-file/segment.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { readEdge, treeStateOf, type Rows, type TreeState } from '../../shared/subject-file/tree.ts';
import { versionsOfAll } from '../../shared/subject-file/versions.ts';
import { commit } from './commit.ts';
import type { Dependencies } from './dependencies.ts';

type Parts = Pick<Dependencies, 'table' | 'archive'>;

/** A tree, and the rows at its edge: enough for its root. */
export interface Tree {
  readonly state: Required<TreeState>;
  readonly edge: Rows;
}
export interface Integrated {
  /** Entries that got their place now; those that had one are not among them. */
  readonly added: number;
  /** Entries that name what is not in the table, or differs from its digest: they get no place until that is mended. */
  readonly refused: ReadonlyMap<ReadEntry, Error>;
  /** The tree after the last commit; absent when there was nothing to add. */
  readonly tree?: Tree;
}

/**
 * Most entries of one transaction of 100 writes: their places, the state, 3 tiles of the first tier, 2 of the second, one
 * of each other. And most versions, so that a segment stays small.
 */
const mostEntries = 64;
const mostVersions = 640;
const mostTries = 24;

/** Cuts a batch into what one transaction takes, in order. */
export const chunksOf = (entries: readonly ReadEntry[]): readonly (readonly ReadEntry[])[] => {
  const chunks: ReadEntry[][] = [];
  let versions = 0;
  for (const one of entries) {
    const last = chunks.at(-1);
    versions += one.entry.changes.length;
    if (last !== undefined && last.length < mostEntries && versions <= mostVersions) {
      last.push(one);
      continue;
    }
    chunks.push([one]);
    versions = one.entry.changes.length;
  }
  return chunks;
};

const placeOf = ({ entry }: ReadEntry): Key => keys.leafIndex(entry.subject, entry.sequence);

/** Each entry once, in order: a stream may give one twice. */
const distinct = (entries: readonly ReadEntry[]): readonly ReadEntry[] => [
  ...new Map(entries.map((one) => [keyText(placeOf(one)), one])).values(),
];

const integrateChunk = async (
  entries: readonly ReadEntry[],
  { table, archive }: Parts,
  now: Instant,
): Promise<Integrated> => {
  const refused = new Map<ReadEntry, Error>();
  const versions = new Map<ReadEntry, readonly StoredRecord[]>();
  const readVersions = async (of: readonly ReadEntry[]): Promise<void> => {
    const missing = of.filter((one) => !versions.has(one) && !refused.has(one));
    const read = await versionsOfAll(
      table,
      missing.map(({ entry }) => entry),
    );
    for (const [at, one] of missing.entries()) {
      const answer = read[at];
      if (answer?.ok === true) versions.set(one, answer.records);
      else refused.set(one, answer?.error ?? new Error('no answer for an entry'));
    }
  };
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const known = await table.getAll([keys.treeState(), ...entries.map(placeOf)]);
    const from = treeStateOf(known.get(keyText(keys.treeState())));
    const without = entries.filter((one) => !known.has(keyText(placeOf(one))));
    const [edge] = await Promise.all([readEdge(table, from.size), readVersions(without)]);
    const fresh = without.filter((one) => versions.has(one));
    if (fresh.length === 0) return { added: 0, refused };
    const leaves = fresh.map(({ entry, hash }) => leafHash(entry.subject, entry.sequence, hash));
    const { size, changed } = grow(from.size, edge, leaves);
    // The archive first: what the tree knows can be rebuilt. After a lost race this segment is an orphan, which the tree disowns.
    const text = segmentText(
      fresh.map((one, at) => ({
        index: from.size + at,
        subject: one.entry.subject,
        entry: one.body,
        records: versions.get(one) ?? [],
      })),
    );
    await archive.keepSegment(segmentName(dayOf(now), from.size, text), text);
    // Clocks of processes differ; the tree's own time never goes back.
    const time = from.time !== undefined && from.time > now ? from.time : now;
    const to = { size, time };
    if (await commit(table, { from, to, entries: fresh.map(({ entry }) => entry), changed })) {
      const rows = [...changed].map(([name, { row }]) => [name, row] as const);
      return { added: fresh.length, refused, tree: { state: to, edge: new Map([...edge, ...rows]) } };
    }
    await pause(tries);
  }
  throw new Error(`the integrator lost the race for the tree ${mostTries} times`);
};

/**
 * Gives entries their places in the province's tree, in the order given, unless they have one. A single writer by a
 * condition on the tree's size: whoever loses the race looks again at what stands there then.
 */
export const integrate = async (
  entries: readonly ReadEntry[],
  parts: Parts,
  now: Instant,
): Promise<Integrated> => {
  const refused = new Map<ReadEntry, Error>();
  let added = 0;
  let tree: Tree | undefined;
  for (const chunk of chunksOf(distinct(entries))) {
    const one = await integrateChunk(chunk, parts, now);
    for (const [entry, error] of one.refused) refused.set(entry, error);
    added += one.added;
    tree = one.tree ?? tree;
  }
  return { added, refused, ...(tree === undefined ? {} : { tree }) };
};
