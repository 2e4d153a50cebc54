import { ok, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { ranges } from '../../shared/subject-file/keys.ts';
import { visiblePage } from '../../shared/subject-file/pages.ts';
import { fromItem } from '../../shared/subject-file/record.ts';
import type { Dependencies } from './dependencies.ts';
import { fileToRead, hidesFor } from './file-reader.ts';
import { asStored } from './stored-form.ts';

/**
 * `GET /v1/subjects/{id}/history`: the superseded versions of the file's records, exactly as stored, for whoever wants to
 * hold them against the ledger; in pages. Of a record that the caller may not have whole he gets no version.
 */
export const readHistory = async (
  { table }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const file = await fileToRead(table, context);
  if (!file.ok) return file;
  const subject = file.value;
  const paging = context.paging();
  if (!paging.ok) return paging;
  const { next, ...asked } = paging.value;
  const hides = await hidesFor(table, context, subject);
  const range = { pk: subject, prefixes: [ranges.history], consistent: true, ...asked };
  const page = await visiblePage(table, range, (item) => {
    const record = fromItem(item);
    return hides(record) ? undefined : asStored(record);
  });
  return ok({ status: 200, body: { subject, versions: page.entries, ...next(page.next) } });
};
