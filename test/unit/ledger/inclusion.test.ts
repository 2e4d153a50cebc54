import { describe, expect, it } from 'vitest';
import { sha256Bytes } from '../../../shared/kernel/digest.ts';
import { inclusionIn } from '../../../shared/ledger/inclusion.ts';
import { inclusionSpans, isIncluded, spanHash } from '../../../shared/ledger/merkle.ts';
import { grow, nodeFrom } from '../../../shared/ledger/tiles.ts';
import { seeded } from '../../builders/random.ts';

const leaves = Array.from({ length: 300 }, (_, at) => sha256Bytes(`leaf ${at}`));
const { changed } = grow(0, new Map(), leaves);
const source = nodeFrom(new Map([...changed].map(([name, { row }]) => [name, row])));
const text = (hash: Uint8Array): string => Buffer.from(hash).toString('base64url');

describe('inclusion of many leaves, checked together', () => {
  it.each([1, 2, 3, 5, 8, 31, 32, 33, 100, 255, 256, 300])(
    'in a tree of %i says what the check of each one alone says, whatever was bent',
    (size) => {
      const random = seeded(size);
      const root = spanHash({ from: 0, to: size }, source);
      const isIn = inclusionIn(size, root);
      let refused = 0;
      for (let round = 0; round < 600; round += 1) {
        const index = random.between(0, size - 1);
        const path = inclusionSpans(index, size).map((span) => spanHash(span, source));
        const bent = random.one(['path', 'leaf', 'index', 'short', 'long', 'none', 'none']);
        const at = random.between(0, Math.max(0, path.length - 1));
        const given = {
          leaf: bent === 'leaf' ? sha256Bytes('other') : (leaves[index] ?? root),
          index: bent === 'index' ? random.between(-1, size + 1) : index,
          path: path.flatMap((hash, place) => {
            if (place !== at) return [hash];
            if (bent === 'short') return [];
            return bent === 'long' ? [hash, hash] : [bent === 'path' ? sha256Bytes('other') : hash];
          }),
        };
        const alone = isIncluded(given.leaf, given.index, size, given.path, root);
        if (!alone) refused += 1;
        expect(isIn(given.leaf, given.index, given.path.map(text))).toBe(alone);
      }
      expect(refused).toBeGreaterThan(size === 1 ? 50 : 200);
    },
  );
});
