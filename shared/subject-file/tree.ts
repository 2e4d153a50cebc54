import type { SubjectId } from '../kernel/ids.ts';
import { parseInstant, type Instant } from '../kernel/time.ts';
import type { NodeSource, Span } from '../ledger/merkle.ts';
import { edgeTiles, nodeFrom, tileName, tilesFor, tileWidth, type TilePlace } from '../ledger/tiles.ts';
import { bytesOf, numberOf, textOf, type Item, type KeyedItem } from './item.ts';
import { keys } from './keys.ts';
import { keyText, type Table } from './table.ts';

/** The province's tree as it stands: number of leaves, and when the last of them were added (none in an empty tree). */
export interface TreeState {
  readonly size: number;
  readonly time?: Instant;
}
export type Rows = ReadonlyMap<string, readonly Uint8Array[]>;

const hashBytes = 32;

const instantOf = (item: Item): Instant => {
  const at = parseInstant(textOf(item, 'time'));
  if (at === undefined) throw new TypeError('the tree was not written at any time');
  return at;
};
export const treeStateOf = (item: Item | undefined): TreeState =>
  item === undefined ? { size: 0 } : { size: numberOf(item, 'size'), time: instantOf(item) };
export const treeStateItem = ({ size, time }: Required<TreeState>): KeyedItem => ({
  ...keys.treeState(),
  size,
  time,
});

const rowOf = (item: Item): readonly Uint8Array[] => {
  const bytes = bytesOf(item, 'hashes');
  if (bytes.length === 0 || bytes.length % hashBytes !== 0)
    throw new TypeError('a tile holds whole hashes of 32 bytes');
  return Array.from({ length: bytes.length / hashBytes }, (_, at) =>
    bytes.subarray(at * hashBytes, (at + 1) * hashBytes),
  );
};
export const tileItem = (place: TilePlace, row: readonly Uint8Array[]): KeyedItem => ({
  ...keys.treeTile(tileName(place)),
  hashes: Buffer.concat(row),
});

/** State of the tree, strongly consistent. What is in the tree need not be under a signed head yet (`newestHead`). */
export const readTree = async (table: Table): Promise<TreeState> =>
  treeStateOf(await table.get(keys.treeState()));

/** Rows of tiles by `tileName`; what is not there is left out. One call for up to 100. */
export const readTiles = async (table: Table, places: readonly TilePlace[]): Promise<Rows> => {
  if (places.length === 0) return new Map();
  const names = places.map(tileName);
  const found = await table.getAll(names.map((name) => keys.treeTile(name)));
  return new Map(
    names.flatMap((name) => {
      const item = found.get(keyText(keys.treeTile(name)));
      return item === undefined ? [] : [[name, rowOf(item)] as const];
    }),
  );
};

/**
 * Rows at the edge of the tree as it was at that size, for `grow`: somebody may have added to it since the size was read,
 * and tiles only grow.
 */
export const readEdge = async (table: Table, size: number): Promise<Rows> => {
  const places = edgeTiles(size);
  const rows = await readTiles(table, places);
  return new Map(
    places.map((place) => {
      const held = Math.floor(size / tileWidth ** place.tier) % tileWidth;
      return [tileName(place), rows.get(tileName(place))?.slice(0, held) ?? []] as const;
    }),
  );
};

/**
 * Hashes for `spanHash` over these spans (of `inclusionSpans`, `consistencySpans`, or a whole tree), read at once. Tiles
 * only grow: a source read later proves earlier sizes too. It throws RangeError where the tree is smaller than asked.
 */
export const proofSource = async (table: Table, spans: readonly Span[]): Promise<NodeSource> =>
  nodeFrom(await readTiles(table, tilesFor(spans)));

/** Places in the tree (from 0) of the named entries of a file, by sequence; those that have none yet are left out. */
export const indexesOf = async (
  table: Table,
  subject: SubjectId,
  sequences: readonly number[],
): Promise<Map<number, number>> => {
  if (sequences.length === 0) return new Map();
  const found = await table.getAll(sequences.map((sequence) => keys.leafIndex(subject, sequence)));
  return new Map(
    sequences.flatMap((sequence) => {
      const item = found.get(keyText(keys.leafIndex(subject, sequence)));
      return item === undefined ? [] : [[sequence, numberOf(item, 'index')] as const];
    }),
  );
};

/** Size of the tree under the newest signed head, out of what was read; 0 before the first one. */
export const sealedSizeIn = (found: ReadonlyMap<string, Item>): number => {
  const item = found.get(keyText(keys.treeHead()));
  return item === undefined ? 0 : numberOf(item, 'size');
};

/** Text of the newest signed head (`readNote` reads and proves it); undefined before the first one. */
export const newestHead = async (table: Table): Promise<string | undefined> => {
  const item = await table.get(keys.treeHead());
  return item === undefined ? undefined : textOf(item, 'note');
};
