import { decide } from '../../shared/access/rights.ts';
import { anomaly } from '../../shared/contracts/entities.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import type { Item } from '../../shared/subject-file/item.ts';
import type { ShownEntry } from '../../shared/ledger/chain.ts';
import { readEntry } from '../../shared/subject-file/entry-item.ts';
import { listRecords, readHead } from '../../shared/subject-file/read.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import type { Dependencies } from './dependencies.ts';
import { readAfter } from './page.ts';
import { wholeFor } from './visible.ts';

const pageSize = 500;

/** Ids of the anomalies in this file that the caller may not know of. */
const hiddenIds = async (
  table: Table,
  context: RequestContext,
  subject: SubjectId,
): Promise<ReadonlySet<string>> => {
  if (context.caller.role === 'officer') return new Set();
  const leads = await listRecords(table, anomaly, subject, 'ANOMALY');
  return new Set(
    leads.filter(({ record }) => !wholeFor(context.caller, record)).map(({ record }) => record.id),
  );
};

const show = (item: Item, hidden: ReadonlySet<string>): ShownEntry => {
  const { entry, body, hash } = readEntry(item);
  return entry.changes.some((change) => hidden.has(change.id))
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
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const found = await readHead(table, subject);
  if (!found.ok) return found;
  const { supervisingOffice } = found.value.body;
  const allowed = decide(context.caller, 'read file', { subject, supervisingOffice });
  if (!allowed.ok) return allowed;
  const after = readAfter(context.query('after'), 'L#');
  if (!after.ok) return after;
  const page = await table.query({
    pk: subject,
    keys: { prefix: 'L#' },
    limit: pageSize,
    consistent: true,
    ...(after.value === undefined ? {} : { after: after.value }),
  });
  const hidden = await hiddenIds(table, context, subject);
  const entries = page.items.map((item) => show(item, hidden));
  return ok({
    status: 200,
    body: { subject, entries, ...(page.next === undefined ? {} : { next: page.next }) },
  });
};
