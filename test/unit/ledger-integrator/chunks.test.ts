import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunksOf } from '../../../functions/ledger-integrator/integrate.ts';
import { edgeTiles, grow, tileName, tileWidth } from '../../../shared/ledger/tiles.ts';
import { sha256Bytes } from '../../../shared/kernel/digest.ts';
import type { LedgerEntry } from '../../../shared/ledger/entry.ts';
import { readEntry } from '../../../shared/subject-file/entry-item.ts';
import { aSubject, buildFile } from '../../builders/files.ts';

const [made] = buildFile(1, 1).entries;
const entryOf = (changes: number) => {
  const read = readEntry({ pk: aSubject, body: made?.body ?? '' });
  const [change] = read.entry.changes;
  if (change === undefined) throw new Error('no change');
  const entry: LedgerEntry = { ...read.entry, changes: Array.from({ length: changes }, () => change) };
  return { ...read, entry };
};

it('a batch is cut in order, into no more entries and versions than one transaction and one segment take', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 }), (sizes) => {
      const entries = sizes.map(entryOf);
      const chunks = chunksOf(entries);
      expect(chunks.flat()).toEqual(entries);
      for (const [at, chunk] of chunks.entries()) {
        const versions = (of: typeof chunk) => of.reduce((sum, { entry }) => sum + entry.changes.length, 0);
        expect(chunk.length).toBeLessThanOrEqual(64);
        expect(versions(chunk)).toBeLessThanOrEqual(640);
        // Nothing is cut that would have fitted.
        const next = chunks[at + 1]?.[0];
        if (next !== undefined) expect(chunk.length === 64 || versions([...chunk, next]) > 640).toBe(true);
      }
    }),
  );
});

it('64 entries, their tiles and the state are at most 100 writes, however large the tree', () => {
  const leaves = Array.from({ length: 64 }, (_, n) => sha256Bytes(String(n)));
  // Any row will do: only their number counts.
  const edgeOf = (size: number) =>
    new Map(
      edgeTiles(size).map((place) => [
        tileName(place),
        Array.from({ length: Math.floor(size / tileWidth ** place.tier) % tileWidth }, () =>
          sha256Bytes('x'),
        ),
      ]),
    );
  for (const size of [0, 31, 1_023, 32_767, 32 ** 4 - 1, 32 ** 5 - 33, 32 ** 6 - 1, 32 ** 7 - 1])
    expect(1 + leaves.length + grow(size, edgeOf(size), leaves).changed.size).toBeLessThanOrEqual(100);
});
