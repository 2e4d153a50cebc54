import { sha256Url } from '../kernel/digest.ts';

/** Whether a leaf stands at `index` by this path (hashes in base64url, from the leaf upwards). */
export type InclusionCheck = (leaf: Uint8Array, index: number, path: readonly string[]) => boolean;

/** As `nodeHash`, from and to base64url: one place in memory serves every pair. Nothing for what is no pair of hashes. */
const makeNodeText = (): ((left: string, right: string) => string) => {
  const pair = Buffer.alloc(65, 1);
  return (left, right) => {
    const written = pair.write(left, 1, 32, 'base64url') + pair.write(right, 33, 32, 'base64url');
    return written === 64 ? sha256Url(pair) : '';
  };
};

/** A proven node, and the path from it to the root: that of the leaf by which it was proven, from `at` on. */
interface Proven {
  readonly hash: string;
  readonly path: readonly string[];
  readonly at: number;
}

const isSameRest = (path: readonly string[], at: number, known: Proven): boolean => {
  if (path.length - at !== known.path.length - known.at) return false;
  for (let step = 0; at + step < path.length; step += 1)
    if (path[at + step] !== known.path[known.at + step]) return false;
  return true;
};

/**
 * Checks inclusion of many leaves in one tree (RFC 9162 section 2.1.3.2, as `isIncluded` does for one). Where the way of a
 * leaf meets the way of one before, the rest of its path is compared, not hashed again. That is what makes a large file
 * quick to check; every hash of every path is still looked at.
 */
export const inclusionIn = (size: number, root: Uint8Array): InclusionCheck => {
  const rootText = Buffer.from(root).toString('base64url');
  const nodeText = makeNodeText();
  /** Proven nodes, by level and place on it. */
  const proven: Map<number, Proven>[] = [];
  return (leaf, index, path) => {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
    const met: {
      readonly level: number;
      readonly node: number;
      readonly hash: string;
      readonly at: number;
    }[] = [];
    let [level, node, last] = [0, index, size - 1];
    let hash = Buffer.from(leaf).toString('base64url');
    for (const [at, sibling] of path.entries()) {
      if (last === 0) return false;
      // The last node of a level without a sibling is the same node on the next level.
      while (node === last && node % 2 === 0)
        [level, node, last] = [level + 1, node / 2, Math.floor(last / 2)];
      const known = proven[level]?.get(node);
      if (known !== undefined) {
        if (known.hash !== hash || !isSameRest(path, at, known)) return false;
        last = 0;
        hash = rootText;
        break;
      }
      met.push({ level, node, hash, at });
      hash = node % 2 === 1 ? nodeText(sibling, hash) : nodeText(hash, sibling);
      [level, node, last] = [level + 1, Math.floor(node / 2), Math.floor(last / 2)];
    }
    if (last !== 0 || hash !== rootText) return false;
    for (const { level: on, node: place, ...rest } of met)
      (proven[on] ??= new Map()).set(place, { hash: rest.hash, path, at: rest.at });
    return true;
  };
};
