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

/**
 * Checks inclusion of many leaves in one tree (RFC 9162 section 2.1.3.2, as `isIncluded` does for one). Nodes proven on
 * the way of one leaf are known for the next: their part of the path is compared, not hashed again. That is what makes a
 * large file quick to check; every hash of every path is still looked at.
 */
export const inclusionIn = (size: number, root: Uint8Array): InclusionCheck => {
  const rootText = Buffer.from(root).toString('base64url');
  const nodeText = makeNodeText();
  /** Proven hashes, by level and place on it. */
  const proven: Map<number, string>[] = [];
  return (leaf, index, path) => {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
    const met: { readonly level: number; readonly at: number; readonly hash: string }[] = [];
    let [level, node, last] = [0, index, size - 1];
    let hash = Buffer.from(leaf).toString('base64url');
    let isKnown = false;
    for (const sibling of path) {
      if (last === 0) return false;
      // The last node of a level without a sibling is the same node on the next level.
      while (node === last && node % 2 === 0)
        [level, node, last] = [level + 1, node / 2, Math.floor(last / 2)];
      const isRight = node % 2 === 1;
      const beside = isRight ? node - 1 : node + 1;
      if (!isKnown) {
        const known = proven[level]?.get(node);
        if (known !== undefined && known !== hash) return false;
        isKnown = known !== undefined;
        if (!isKnown) {
          met.push({ level, at: node, hash }, { level, at: beside, hash: sibling });
          hash = isRight ? nodeText(sibling, hash) : nodeText(hash, sibling);
        }
      }
      if (isKnown && proven[level]?.get(beside) !== sibling) return false;
      [level, node, last] = [level + 1, Math.floor(node / 2), Math.floor(last / 2)];
    }
    if (last !== 0) return false;
    if (isKnown) return true;
    if (hash !== rootText) return false;
    for (const { level: on, at, hash: one } of met) (proven[on] ??= new Map()).set(at, one);
    return true;
  };
};
