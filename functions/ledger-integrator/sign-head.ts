import { headText, noteOf, originOf } from '../../shared/ledger/checkpoint.ts';
import { spanHash } from '../../shared/ledger/merkle.ts';
import { nodeFrom } from '../../shared/ledger/tiles.ts';
import { numberOf } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { keyText, type Table } from '../../shared/subject-file/table.ts';
import { readEdge, treeStateOf } from '../../shared/subject-file/tree.ts';
import type { Dependencies } from './dependencies.ts';
import type { Tree } from './integrate.ts';

/** The tree as it stands, where its newest signed head is older: a run was cut off between commit and head. */
export const readUnsigned = async (table: Table): Promise<Tree | undefined> => {
  const found = await table.getAll([keys.treeState(), keys.treeHead()]);
  const { size, time } = treeStateOf(found.get(keyText(keys.treeState())));
  const head = found.get(keyText(keys.treeHead()));
  if (time === undefined || (head !== undefined && numberOf(head, 'size') >= size)) return undefined;
  return { state: { size, time }, edge: await readEdge(table, size) };
};

/**
 * Signs the head of a tree and keeps it in the archive, then as the newest one in the table. The text follows from the
 * tree alone, its time included: whoever signs the same size signs the same.
 */
export const signHead = async (
  { state: { size, time }, edge }: Tree,
  { table, archive, key, province }: Dependencies,
): Promise<void> => {
  const root = spanHash({ from: 0, to: size }, nodeFrom(edge));
  const head = { origin: originOf(province), size, root, time };
  const publicKey = await key.publicKey();
  const note = noteOf(head, publicKey, await key.sign(Buffer.from(headText(head))));
  await archive.keepHead(size, note);
  await table.putIfNewer({ ...keys.treeHead(), size, note }, 'size');
};
