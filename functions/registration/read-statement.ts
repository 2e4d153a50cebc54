import { ok, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { textOf } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import type { Dependencies } from './dependencies.ts';
import { fileToRead } from './file-reader.ts';

/**
 * `GET /v1/subjects/{id}/ledger/statement`: where the file ends now, signed, and the newest signed head of the province's
 * tree. Statement and head are of one moment: they name the same size of the tree. No head before the first one is signed.
 */
export const readStatement = async (
  { table, notary }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const file = await fileToRead(table, context);
  if (!file.ok) return file;
  const subject = file.value;
  const found = await table.getAll([keys.tail(subject), keys.treeHead()]);
  const { sequence, hash } = tailOf(found.get(keyText(keys.tail(subject))));
  const head = found.get(keyText(keys.treeHead()));
  const sign = await notary.signerAt(context.now);
  const treeSize = sealedSizeIn(found);
  const statement = sign({ subject, sequence, entryHash: hash, treeSize, time: context.now });
  const note = head === undefined ? {} : { head: textOf(head, 'note') };
  return ok({ status: 200, body: { subject, statement, ...note } });
};
