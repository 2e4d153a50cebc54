import { describe, expect, it } from 'vitest';
import { readNote } from '../../../shared/ledger/checkpoint.ts';
import { inclusionSpans, isIncluded, leafHash, spanHash } from '../../../shared/ledger/merkle.ts';
import { readEntry } from '../../../shared/subject-file/entry-item.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { edgeTiles, grow, tileName } from '../../../shared/ledger/tiles.ts';
import {
  indexesOf,
  newestHead,
  proofSource,
  readEdge,
  readTiles,
  readTree,
} from '../../../shared/subject-file/tree.ts';
import { archivedHeads, archivedSegments } from '../../builders/tree-audit.ts';
import { archiveName, makeStage, tableName } from '../../builders/stage.ts';
import { auditOf, batch, sealed, stageWith, subjectOf, write } from './world.ts';

const nothingBack = { batchItemFailures: [] };

describe('entries get their places', () => {
  it('in the order of the stream, each once, under a signed head; a batch that comes again changes nothing', async () => {
    const stage = await stageWith(7);
    expect(await stage.integrate(batch(stage))).toEqual(nothingBack);
    expect(await auditOf(stage)).toMatchObject({ ...sealed(7), heads: [7] });
    expect(await indexesOf(stage.table, subjectOf(1), [1, 2, 3])).toEqual(
      new Map([
        [1, 1],
        [2, 4],
      ]),
    );
    const before = stage.world.items(tableName);
    expect(await stage.integrate(batch(stage))).toEqual(nothingBack);
    expect(stage.world.items(tableName)).toEqual(before);
    expect(archivedSegments(stage.world, archiveName)).toHaveLength(1);
  });

  it('whatever is repeated inside a batch, or comes in another order', async () => {
    const stage = await stageWith(9);
    const { Records } = batch(stage);
    const mixed = [...Records.toReversed(), ...Records.slice(3, 7)];
    expect(await stage.integrate({ Records: mixed })).toEqual(nothingBack);
    expect(await auditOf(stage)).toMatchObject({ ...sealed(9), heads: [9] });
  });

  it('more than one transaction takes, and past the tiles of the first and second tier', async () => {
    const stage = await stageWith(1_100);
    expect(await stage.integrate(batch(stage, 0, 1))).toEqual(nothingBack);
    expect(await stage.integrate(batch(stage, 1, 34))).toEqual(nothingBack);
    expect(await stage.integrate(batch(stage))).toEqual(nothingBack);
    expect(await auditOf(stage)).toMatchObject({ ...sealed(1_100), heads: [1, 34, 1_100] });
    const writes = stage.world.counts().operations['dynamodb.TransactWriteItems']?.calls;
    // Of the last batch, which brings the others along once more, each chunk holds something new.
    expect(writes).toBe(2 + Math.ceil(1_100 / 64));
  });

  it('an empty batch is nothing', async () => {
    const stage = makeStage();
    expect(await stage.integrate({ Records: [] })).toEqual(nothingBack);
    expect(await readTree(stage.table)).toEqual({ size: 0 });
    expect(await newestHead(stage.table)).toBeUndefined();
  });
});

describe('what a reader gets', () => {
  it('proves an entry under the newest head, from tiles alone', async () => {
    const stage = await stageWith(70);
    await stage.seal();
    const subject = subjectOf(2);
    const index = (await indexesOf(stage.table, subject, [20])).get(20) ?? -1;
    const read = readNote((await newestHead(stage.table)) ?? '', await stage.ledgerKey());
    if (!read.ok) throw new Error(read.reason);
    const { size, root } = read.head;
    const spans = inclusionSpans(index, size);
    const source = await proofSource(stage.table, spans);
    const item = await stage.table.get(keys.entry(subject, 20));
    if (item === undefined) throw new Error('no entry');
    const path = spans.map((span) => spanHash(span, source));
    expect(isIncluded(leafHash(subject, 20, readEntry(item).hash), index, size, path, root)).toBe(true);
    expect(isIncluded(leafHash(subject, 21, readEntry(item).hash), index, size, path, root)).toBe(false);
    const beyond = await proofSource(stage.table, [{ from: 0, to: 128 }]);
    expect(() => beyond({ level: 7, index: 0 })).toThrow(RangeError);
  });

  it('the head’s text follows from the tree: signed twice, it is one text and one file', async () => {
    const stage = await stageWith(3);
    await stage.integrate(batch(stage));
    const note = await newestHead(stage.table);
    await stage.table.remove(keys.treeHead());
    await stage.integrate(batch(stage));
    expect(await newestHead(stage.table)).toBe(note);
    expect(archivedHeads(stage.world, archiveName)).toEqual([note]);
  });

  it('the edge at a size that was read before somebody added is still the edge of that size', async () => {
    const stage = await stageWith(70);
    await stage.seal();
    for (const size of [0, 1, 5, 31, 32, 33, 64, 69]) {
      const edge = await readEdge(stage.table, size);
      const rows = await readTiles(stage.table, edgeTiles(size));
      expect([...edge].map(([name, row]) => [name, row.length])).toEqual(
        edgeTiles(size).map((place) => [
          tileName(place),
          place.tier === 0 ? size % 32 : Math.floor(size / 32),
        ]),
      );
      for (const [name, row] of edge) expect(rows.get(name)?.slice(0, row.length)).toEqual(row);
      expect(grow(size, edge, [Buffer.alloc(32)]).size).toBe(size + 1);
    }
  });

  it('an older head never replaces a newer one', async () => {
    const stage = await stageWith(4);
    await stage.integrate(batch(stage));
    const note = await newestHead(stage.table);
    expect(await stage.table.putIfNewer({ ...keys.treeHead(), size: 3, note: 'older' }, 'size')).toBe(false);
    expect(await newestHead(stage.table)).toBe(note);
  });
});

describe('damage', () => {
  it('an entry whose version differs from its digest comes back alone; all others get their places', async () => {
    const stage = await stageWith(6);
    const key = keys.current(subjectOf(1), 'HAZARD', 'haz_01KJHAZ00000000000000000001');
    const item = stage.world.item(tableName, key);
    stage.world.load(tableName, [{ ...item, body: { S: '{"cause":"another"}' } }]);
    const { Records } = batch(stage);
    const back = await stage.integrate({ Records });
    const audit = await auditOf(stage);
    expect(audit).toMatchObject({ size: 5, waiting: 1, heads: [5], faults: [] });
    const missing = (await indexesOf(stage.table, subjectOf(1), [1, 2])).has(1) ? 2 : 1;
    expect(back).toEqual({
      batchItemFailures: [{ itemIdentifier: Records[missing === 1 ? 1 : 4]?.dynamodb?.SequenceNumber }],
    });
    if (item !== undefined) stage.world.load(tableName, [item]);
    expect(await stage.integrate({ Records })).toEqual(nothingBack);
    expect(await auditOf(stage)).toMatchObject({ ...sealed(6), heads: [5, 6] });
  });

  it('a stream record that is no entry comes back, those beside it do not wait', async () => {
    const stage = await stageWith(2);
    const [first, second] = batch(stage).Records;
    if (first === undefined || second === undefined) throw new Error('no records');
    const broken = { ...first, dynamodb: { ...first.dynamodb, SequenceNumber: '7', NewImage: {} } };
    expect(await stage.integrate({ Records: [first, broken, second] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '7' }],
    });
    expect(await auditOf(stage)).toMatchObject(sealed(2));
  });
});

describe('when the head does not get signed', () => {
  it.each(['kms.Sign', 'kms.GetPublicKey', 's3.PutObject', 'dynamodb.PutItem'])(
    '%s: the batch comes back, and the tree is signed then',
    async (operation) => {
      const stage = await stageWith(3);
      // The first object is the segment.
      stage.world.inject({ fault: 'deny', operation, skip: operation.startsWith('s3') ? 1 : 0, times: 1 });
      const { Records } = batch(stage);
      expect(await stage.integrate({ Records })).toEqual({
        batchItemFailures: [{ itemIdentifier: Records[0]?.dynamodb?.SequenceNumber }],
      });
      expect((await readTree(stage.table)).size).toBe(3);
      expect(await newestHead(stage.table)).toBeUndefined();
      expect(await stage.integrate({ Records })).toEqual(nothingBack);
      expect(await auditOf(stage)).toMatchObject({ ...sealed(3), heads: [3] });
    },
  );

  it('the next batch signs a head over both', async () => {
    const stage = await stageWith(3);
    stage.world.inject({ fault: 'deny', operation: 'kms.Sign', times: 1 });
    await stage.integrate(batch(stage));
    await write(stage, 0, 'another');
    expect(await stage.integrate(batch(stage, 3))).toEqual(nothingBack);
    expect(await auditOf(stage)).toMatchObject({ ...sealed(4), heads: [4] });
  });
});

describe('an operator’s order', () => {
  it('integrates entries that the stream gave up on, and says what has a place and what has none', async () => {
    const stage = await stageWith(5);
    const name = (n: number, sequence: number) => ({ subject: subjectOf(n), sequence });
    const order = { integrate: [name(0, 1), name(0, 1), name(1, 2), name(2, 9)] };
    const answer = {
      integrated: [
        { ...name(0, 1), index: 0 },
        { ...name(1, 2), index: 1 },
      ],
      notIntegrated: [{ ...name(2, 9), reason: 'no such entry in the table' }],
      signed: true,
    };
    expect(await stage.integrate(order)).toEqual(answer);
    expect(await stage.integrate(order)).toEqual(answer);
    await stage.seal();
    expect(await auditOf(stage)).toMatchObject({ ...sealed(5), heads: [2, 5] });
  });

  it('is refused when it names nothing, or too much', async () => {
    const stage = makeStage();
    await expect(stage.integrate({ integrate: [] })).rejects.toThrow();
    const many = Array.from({ length: 101 }, (_, n) => ({ subject: subjectOf(0), sequence: n + 1 }));
    await expect(stage.integrate({ integrate: many })).rejects.toThrow();
  });
});

it('a batch costs eight calls, one more where versions were superseded; two write units per entry, five per batch', async () => {
  const stage = await stageWith(40);
  const cost = async (from: number, to: number) => {
    stage.world.reset();
    await stage.integrate(batch(stage, from, to));
    const { calls, depth, writeUnits } = stage.world.counts();
    return { calls, depth, writeUnits };
  };
  // The public key is fetched once in the life of a process.
  await stage.integrate(batch(stage, 0, 1));
  expect(await cost(39, 40)).toEqual({ calls: 8, depth: 7, writeUnits: 2 + 5 });
  expect(await cost(1, 21)).toEqual({ calls: 9, depth: 8, writeUnits: 20 * 2 + 5 });
});
