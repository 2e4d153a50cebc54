import { describe, expect, it } from 'vitest';
import { openTable } from '../../../shared/lambda/dynamodb.ts';
import { keyText } from '../../../shared/subject-file/table.ts';
import { createTransport } from '../../transport/transport.ts';

const keysOf = (count: number) => Array.from({ length: count }, (_, n) => ({ pk: `p${n}`, sk: '#' }));

describe('getAll', () => {
  it.each([
    [1, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ])('reads %i keys in %i calls of at most 100', async (count, calls) => {
    const world = createTransport({ tables: [{ name: 't' }] });
    const table = openTable('t', world.requestHandler);
    for (const key of keysOf(count)) await table.put({ ...key, n: 1 });
    world.reset();
    const found = await table.getAll(keysOf(count));
    expect(found.size).toBe(count);
    for (const key of keysOf(count)) expect(found.has(keyText(key))).toBe(true);
    expect(world.counts().operations['dynamodb.BatchGetItem']?.calls).toBe(calls);
  });
});
