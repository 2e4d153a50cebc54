import { describe, expect, it } from 'vitest';
import { sha256Bytes } from '../../../shared/kernel/digest.ts';
import {
  consistencySpans,
  emptyRoot,
  inclusionSpans,
  isConsistent,
  isIncluded,
  nodeHash,
  spanHash,
} from '../../../shared/ledger/merkle.ts';
import { edgeTiles, grow, nodeFrom, tileName, tilesFor } from '../../../shared/ledger/tiles.ts';

const leaves = Array.from({ length: 1100 }, (_, at) => sha256Bytes(`leaf ${at}`));

/** The definition of RFC 6962 section 2.1, word for word: slow, and the judge of everything else here. */
const rootOf = (of: readonly Uint8Array[]): Uint8Array => {
  const [only, ...more] = of;
  if (only === undefined) return sha256Bytes();
  if (more.length === 0) return only;
  let split = 1;
  while (split * 2 < of.length) split *= 2;
  return nodeHash(rootOf(of.slice(0, split)), rootOf(of.slice(split)));
};

/** Tiles of a tree that grew in batches of the given sizes, reading only its edge each time. */
const grown = (batches: readonly number[]) => {
  const tiles = new Map<string, readonly Uint8Array[]>();
  let size = 0;
  for (const batch of batches) {
    const edge = new Map(edgeTiles(size).map((place) => [tileName(place), tiles.get(tileName(place)) ?? []]));
    const growth = grow(size, edge, leaves.slice(size, size + batch));
    for (const [name, { row }] of growth.changed) tiles.set(name, row);
    size = growth.size;
  }
  return { size, tiles, source: nodeFrom(tiles) };
};
const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 63, 64, 65, 100, 1023, 1024, 1025, 1100];

describe('the tree', () => {
  it('has the root of no leaves that the RFC names', () => {
    expect(emptyRoot().toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it.each(sizes)('of %i leaves has the defined root, whatever the batches it grew in', (size) => {
    const root = rootOf(leaves.slice(0, size));
    for (const step of [1, 7, 40]) {
      const batches = Array.from({ length: Math.ceil(size / step) }, (_, at) =>
        Math.min(step, size - at * step),
      );
      expect(spanHash({ from: 0, to: size }, grown(batches).source)).toEqual(root);
    }
  });

  it('still knows the roots of all its earlier sizes', () => {
    const { source } = grown([1100]);
    for (const size of sizes)
      expect(spanHash({ from: 0, to: size }, source)).toEqual(rootOf(leaves.slice(0, size)));
  });

  it('refuses to grow from an edge that does not fit its size', () => {
    const { tiles } = grown([40]);
    expect(() => grow(41, tiles, leaves.slice(41, 42))).toThrow(RangeError);
  });
});

describe('inclusion', () => {
  const { tiles } = grown([1100]);
  it.each(sizes)(
    'of every leaf in a tree of %i is proven, and no other leaf, place, size or root',
    (size) => {
      const root = rootOf(leaves.slice(0, size));
      const step = size > 200 ? 37 : 1;
      for (let index = 0; index < size; index += step) {
        const leaf = leaves[index] ?? emptyRoot();
        const spans = inclusionSpans(index, size);
        const needed = new Map(
          tilesFor(spans).map((place) => [tileName(place), tiles.get(tileName(place)) ?? []]),
        );
        const path = spans.map((span) => spanHash(span, nodeFrom(needed)));
        expect(isIncluded(leaf, index, size, path, root)).toBe(true);
        expect(isIncluded(sha256Bytes('other'), index, size, path, root)).toBe(false);
        expect(isIncluded(leaf, index + 1, size, path, root)).toBe(false);
        expect(isIncluded(leaf, index, size, path, sha256Bytes('other'))).toBe(false);
        expect(isIncluded(leaf, index, size, [...path, root], root)).toBe(false);
        if (path.length > 0) expect(isIncluded(leaf, index, size, path.slice(1), root)).toBe(false);
      }
      expect(isIncluded(leaves[0] ?? emptyRoot(), -1, size, [], root)).toBe(false);
      expect(() => inclusionSpans(size, size)).toThrow(RangeError);
    },
  );
});

describe('consistency', () => {
  const { source } = grown([1100]);
  it.each(sizes)('of a tree of %i with every later one is proven, and of no other', (older) => {
    const old = { size: older, root: rootOf(leaves.slice(0, older)) };
    for (const size of sizes.filter((one) => one >= older)) {
      const newer = { size, root: rootOf(leaves.slice(0, size)) };
      const path = consistencySpans(older, size).map((span) => spanHash(span, source));
      expect(isConsistent(old, newer, path)).toBe(true);
      expect(isConsistent({ ...old, root: sha256Bytes('other') }, newer, path)).toBe(false);
      expect(isConsistent(old, { ...newer, root: sha256Bytes('other') }, path)).toBe(false);
      expect(isConsistent(old, newer, [...path, newer.root])).toBe(false);
      if (path.length > 0) expect(isConsistent(old, newer, path.slice(0, -1))).toBe(false);
      if (size > older) expect(isConsistent(newer, old, path)).toBe(false);
    }
  });

  it('begins with the empty tree', () => {
    const newer = { size: 5, root: rootOf(leaves.slice(0, 5)) };
    expect(isConsistent({ size: 0, root: emptyRoot() }, newer, [])).toBe(true);
    expect(isConsistent({ size: 0, root: sha256Bytes('other') }, newer, [])).toBe(false);
  });
});
