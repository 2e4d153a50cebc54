import type { Caller } from '../../shared/access/caller.ts';
import { decide, fileOf } from '../../shared/access/rights.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { revealerFor } from '../../shared/lambda/reveal.ts';
import { textOf, type Item } from '../../shared/subject-file/item.ts';
import { readHead } from '../../shared/subject-file/read.ts';
import { fromItem, type StoredRecord } from '../../shared/subject-file/record.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import { asOf, momentOf, type Moment } from './as-of.ts';
import type { Dependencies } from './dependencies.ts';
import { currentPage, isDerived, storedPage } from './page.ts';
import { revealed } from './revealed.ts';
import { asStored } from './stored-form.ts';
import { bodyFor, visibleTo, wholeFor } from './visible.ts';

/** Records of a page in stored form, where none is asked for: it is made to be kept, not to be looked at. */
const usualStored = 200;

type Body = Record<string, unknown>;
const parseBody = (text: string): Body => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new TypeError('a record body is an object');
  return { ...value };
};

/** The records of a page as they stand, or stood: the reader must be free to see what he sees now, and what it was then. */
const recordsAt = async (
  table: Table,
  caller: Caller,
  items: readonly Item[],
  moment: Moment | undefined,
  stored: boolean,
): Promise<readonly StoredRecord[]> => {
  const current = items.filter((item) => !isDerived(item)).map(fromItem);
  if (moment === undefined) return current;
  const then = await asOf(table, current, moment.before);
  return then.filter((record) => (stored ? wholeFor : visibleTo)(caller, record));
};

/**
 * `GET /v1/subjects/{id}/file`: what is in force about a subject, one query. `?form=stored` gives records as stored
 * (with packed points), for whoever wants to check digests; in pages. Personal data are opened by `?purpose=`, and never
 * in stored form. `?on=` gives the file as it was when that day ended in Beijing: each record in the version that was in
 * force, none that was born later, so a page may hold fewer; who may see what is decided as of now.
 */
export const readFile = async (deps: Dependencies, context: RequestContext): Promise<Result<Reply>> => {
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const found = await readHead(deps.table, subject);
  if (!found.ok) return found;
  const { body: head } = found.value;
  const allowed = decide(context.caller, 'read file', fileOf(head));
  if (!allowed.ok) return allowed;
  const revealer = revealerFor(deps, context, subject, allowed.value);
  if (!revealer.ok) return revealer;
  const stored = context.query('form') === 'stored';
  const moment = momentOf(context.query('on'), context.now, head.registeredAt);
  if (!moment.ok) return moment;
  const paging = context.paging(stored ? usualStored : undefined);
  if (!paging.ok) return paging;
  const page = await (stored ? storedPage : currentPage)(deps.table, context.caller, subject, paging.value);
  const next = paging.value.next(page.next);
  const records = await recordsAt(deps.table, context.caller, page.entries, moment.value, stored);
  const answer = { subject, ...(moment.value === undefined ? {} : { on: moment.value.day }) };
  // The tag names the head: commands about the subject itself can be bound to the version of it that was seen.
  const tag = moment.value === undefined ? { record: found.value.record } : {};
  if (stored)
    return ok({ status: 200, body: { ...answer, records: records.map(asStored), ...next }, ...tag });
  const shown = await Promise.all(
    records.map(async (record) => ({
      kind: record.kind,
      version: record.version,
      ...(await revealed(revealer.value, record, bodyFor(context.caller, record, revealer.value))),
    })),
  );
  revealer.value.note();
  // What is derived has no history: it can be computed from the rest.
  const derived = (moment.value === undefined ? page.entries : [])
    .filter(isDerived)
    .map((item) => ({ kind: item['kind'], derived: true, ...parseBody(textOf(item, 'body')) }));
  return ok({ status: 200, body: { ...answer, records: shown, derived, ...next }, ...tag });
};
