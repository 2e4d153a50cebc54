import { describe, expect, it, vi } from 'vitest';
import { newId } from '../../../shared/kernel/ids.ts';
import { dataKeysOf } from '../../../shared/lambda/data-keys.ts';
import { openKeyRing } from '../../../shared/lambda/keys.ts';
import { openTable } from '../../../shared/lambda/dynamodb.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { seal, unseal } from '../../../shared/subject-file/seal.ts';
import { aSubject, someTime } from '../../builders/files.ts';
import { createTransport } from '../../transport/transport.ts';

const place = { province: '33', subject: aSubject, record: 'r', field: 'person' };

/** A file with so many keys, each of one person; `ring` belongs to a process that has not used any of them. */
const filed = async (count: number) => {
  const world = createTransport({ tables: [{ name: 'files' }] });
  const open = () => openKeyRing({ province: '33', fieldKey: 'field-key' }, world.requestHandler);
  const table = openTable('files', world.requestHandler);
  const maker = open();
  const sealed = new Map<string, string>();
  for (let n = 0; n < count; n += 1) {
    const key = await maker.newDataKey(aSubject, newId('key', someTime));
    await table.put({ ...keys.key(aSubject, key.id), wrapped: key.wrapped });
    sealed.set(key.id, seal(key, place, `person ${n}`));
  }
  world.reset();
  return { world, table, ring: open(), sealed };
};

describe('the data keys of a file', () => {
  it('that are asked for together are read in one call, each is opened once', async () => {
    const { world, table, ring, sealed } = await filed(40);
    const keyOf = dataKeysOf(table, ring, aSubject);
    const opened = await Promise.all(
      [...sealed, ...sealed].map(async ([id, text]) => {
        const key = await keyOf(id);
        return key === undefined ? 'erased' : unseal(key, place, text);
      }),
    );
    expect(new Set(opened).size).toBe(40);
    const { operations } = world.counts();
    expect(operations).toMatchObject({
      'dynamodb.BatchGetItem': { calls: 1 },
      'kms.Decrypt': { calls: 40 },
    });
  });

  it('are kept in the process: the next request reads the table and asks KMS for nothing', async () => {
    const { world, table, ring, sealed } = await filed(3);
    const ids = [...sealed.keys()];
    for (let request = 0; request < 2; request += 1) {
      world.reset();
      const keyOf = dataKeysOf(table, ring, aSubject);
      await Promise.all(ids.map(keyOf));
    }
    expect(Object.keys(world.counts().operations)).toEqual(['dynamodb.BatchGetItem']);
  });

  it('open nothing once their item is gone, however warm the process', async () => {
    const { table, ring, sealed } = await filed(2);
    const [gone = '', stays = ''] = [...sealed.keys()];
    await Promise.all([gone, stays].map(dataKeysOf(table, ring, aSubject)));
    await table.remove(keys.key(aSubject, gone));
    const keyOf = dataKeysOf(table, ring, aSubject);
    expect(await keyOf(gone)).toBeUndefined();
    expect(await keyOf(stays)).toMatchObject({ id: stays });
  });

  it('are opened anew after a while, and at once when they were forgotten', async () => {
    const { world, table, ring, sealed } = await filed(1);
    const ids = [...sealed.keys()];
    const decrypted = async () => {
      world.reset();
      await Promise.all(ids.map(dataKeysOf(table, ring, aSubject)));
      return world.counts().operations['kms.Decrypt']?.calls ?? 0;
    };
    expect([await decrypted(), await decrypted()]).toEqual([1, 0]);
    ring.forget(aSubject, ids);
    expect(await decrypted()).toBe(1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 });
    expect(await decrypted()).toBe(1);
    vi.useRealTimers();
  });

  it('are bound to their file and their name: a wrapped key put elsewhere does not open', async () => {
    const { table, ring, sealed } = await filed(1);
    const [id = ''] = [...sealed.keys()];
    const item = await table.get(keys.key(aSubject, id));
    const wrapped = item?.['wrapped'];
    if (!(wrapped instanceof Uint8Array)) throw new Error('no key');
    await expect(ring.openDataKey(aSubject, wrapped)).rejects.toThrow(/ciphertext/);
    await expect(ring.openDataKey(newId('sub', someTime), wrapped, id)).rejects.toThrow(/ciphertext/);
    expect(await ring.openDataKey(aSubject, wrapped, id)).toMatchObject({ id });
  });
});
