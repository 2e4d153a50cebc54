import { nodeHash, nodesOf, type Node, type Span } from './merkle.ts';

/** Hashes in one tile, and the levels that it spans: nodes between are computed, never stored. */
export const tileWidth = 32;
const tileLevels = 5;

/** A row of up to 32 hashes of complete subtrees of 32^tier leaves each, from number·32 on. Hashes are only ever added. */
export interface TilePlace {
  readonly tier: number;
  readonly number: number;
}
export const tileName = ({ tier, number }: TilePlace): string =>
  `${tier}#${String(number).padStart(12, '0')}`;

/** Where in which tile a node's hash, or the row from which it is computed, stands. */
const placeOf = ({ level, index }: Node): TilePlace & { readonly first: number; readonly count: number } => {
  const tier = Math.floor(level / tileLevels);
  const count = 2 ** (level % tileLevels);
  const from = index * count;
  return { tier, number: Math.floor(from / tileWidth), first: from % tileWidth, count };
};

/** Tiles to read before the hashes of these spans can be computed, each once. */
export const tilesFor = (spans: readonly Span[]): readonly TilePlace[] => {
  const places = spans.flatMap(nodesOf).map(placeOf);
  return [
    ...new Map(places.map(({ tier, number }) => [tileName({ tier, number }), { tier, number }])).values(),
  ];
};

const rowHash = (row: readonly Uint8Array[]): Uint8Array => {
  const [first, ...rest] = row;
  if (first === undefined) throw new RangeError('a row without hashes');
  if (rest.length === 0) return first;
  const half = row.length / 2;
  return nodeHash(rowHash(row.slice(0, half)), rowHash(row.slice(half)));
};

/** Hash of a node out of tiles. Throws RangeError where they do not reach: the tree is smaller than was asked. */
export const nodeFrom =
  (tiles: ReadonlyMap<string, readonly Uint8Array[]>) =>
  (node: Node): Uint8Array => {
    const { tier, number, first, count } = placeOf(node);
    const row = tiles.get(tileName({ tier, number }))?.slice(first, first + count) ?? [];
    if (row.length < count)
      throw new RangeError(`tile ${tileName({ tier, number })} ends before ${first + count}`);
    return rowHash(row);
  };

/** Tiles of a tree that grows; only the last tile of each tier is needed to add leaves. */
export interface Growth {
  readonly size: number;
  /** Tiles as they stand after the leaves were added; only those that changed. */
  readonly changed: ReadonlyMap<string, { readonly place: TilePlace; readonly row: readonly Uint8Array[] }>;
}

/** The last tile of each tier of a tree of that size: what must be read to add to it. */
export const edgeTiles = (size: number): readonly TilePlace[] => {
  const places: TilePlace[] = [];
  for (let tier = 0, count = size; count > 0; tier += 1, count = Math.floor(count / tileWidth))
    if (count % tileWidth !== 0) places.push({ tier, number: Math.floor(count / tileWidth) });
  return places;
};

/** Adds leaves to a tree. `edge`: rows of `edgeTiles(size)`, by name. Throws RangeError when one does not fit the size. */
export const grow = (
  size: number,
  edge: ReadonlyMap<string, readonly Uint8Array[]>,
  leaves: readonly Uint8Array[],
): Growth => {
  const changed = new Map<string, { readonly place: TilePlace; readonly row: readonly Uint8Array[] }>();
  const add = (tier: number, at: number, hash: Uint8Array): void => {
    const place = { tier, number: Math.floor(at / tileWidth) };
    const name = tileName(place);
    const before = changed.get(name)?.row ?? edge.get(name)?.slice(0, tileWidth) ?? [];
    if (before.length !== at % tileWidth)
      throw new RangeError(`tile ${name} holds ${before.length} hashes, not ${at % tileWidth}`);
    const row = [...before, hash];
    changed.set(name, { place, row });
    if (row.length === tileWidth) add(tier + 1, place.number, rowHash(row));
  };
  leaves.forEach((leaf, offset) => {
    add(0, size + offset, leaf);
  });
  return { size: size + leaves.length, changed };
};
