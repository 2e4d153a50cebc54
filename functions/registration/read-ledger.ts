import { ok, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import type { ShownEntry } from '../../shared/ledger/chain.ts';
import { readEntry } from '../../shared/subject-file/entry-item.ts';
import type { Item } from '../../shared/subject-file/item.ts';
import { ranges } from '../../shared/subject-file/keys.ts';
import { visiblePage } from '../../shared/subject-file/pages.ts';
import type { Dependencies } from './dependencies.ts';
import { fileToRead, hidesFor, type Hides } from './file-reader.ts';

const show = (item: Item, hides: Hides): ShownEntry => {
  const { entry, body, hash } = readEntry(item);
  return entry.changes.some(hides)
    ? { opaque: true, sequence: entry.sequence, previous: entry.previous, hash }
    : { opaque: false, body, hash };
};

/**
 * `GET /v1/subjects/{id}/ledger`: the file's hash chain, oldest first. An entry about something that the caller may not
 * know of keeps its place and hash in the chain and shows nothing else.
 */
export const readLedger = async (
  { table }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const file = await fileToRead(table, context);
  if (!file.ok) return file;
  const subject = file.value;
  const paging = context.paging();
  if (!paging.ok) return paging;
  const { next, ...asked } = paging.value;
  const range = { pk: subject, prefixes: [ranges.entries], consistent: true, ...asked };
  const page = await visiblePage(table, range, (item) => item);
  const hides = await hidesFor(table, context, subject);
  const entries = page.entries.map((item) => show(item, hides));
  return ok({ status: 200, body: { subject, entries, ...next(page.next) } });
};
