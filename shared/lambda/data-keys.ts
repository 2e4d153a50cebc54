import type { SubjectId } from '../kernel/ids.ts';
import { bytesOf, type Item } from '../subject-file/item.ts';
import { keys } from '../subject-file/keys.ts';
import type { DataKey } from '../subject-file/seal.ts';
import { keyText, type Table } from '../subject-file/table.ts';
import type { KeyRing } from './keys.ts';

/** A data key of one file by its id; undefined where it was destroyed. */
export type DataKeys = (id: string) => Promise<DataKey | undefined>;

/**
 * The data keys of one file, for one request: each is read at most once, and those that are asked for at the same moment
 * are read in one call. The table is asked first, every time: a key that is kept in memory opens nothing once its item is gone.
 */
export const dataKeysOf = (table: Table, keyRing: KeyRing, subject: SubjectId): DataKeys => {
  const known = new Map<string, Promise<DataKey | undefined>>();
  let waiting: string[] = [];
  let batch: Promise<ReadonlyMap<string, Item>> | undefined;
  const readTogether = async (): Promise<ReadonlyMap<string, Item>> => {
    // By then everybody who asks in this turn has asked.
    await Promise.resolve();
    const ids = waiting;
    waiting = [];
    batch = undefined;
    return await table.getAll(ids.map((id) => keys.key(subject, id)));
  };
  const open = async (id: string): Promise<DataKey | undefined> => {
    waiting.push(id);
    const found = await (batch ??= readTogether());
    const item = found.get(keyText(keys.key(subject, id)));
    if (item !== undefined) return await keyRing.openDataKey(subject, bytesOf(item, 'wrapped'), id);
    keyRing.forget(subject, [id]);
    return undefined;
  };
  return async (id) => {
    const key = known.get(id) ?? open(id);
    known.set(id, key);
    return await key;
  };
};
