import { leadFor, mayKnowOf } from '../../shared/access/leads.ts';
import { decide, fileOf } from '../../shared/access/rights.ts';
import { anomaly } from '../../shared/contracts/entities.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys, kindPrefix } from '../../shared/subject-file/keys.ts';
import { visiblePage } from '../../shared/subject-file/pages.ts';
import { headFrom, readHead, readItem } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import type { Dependencies } from './dependencies.ts';

/** `GET /v1/subjects/{id}/anomalies`: all leads for officers; for the organisation only what was released to it or confirmed. */
export const listAnomalies = async (
  { table }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const file = await readHead(table, subject);
  if (!file.ok) return file;
  const relation = fileOf(file.value.body);
  const mayReadLeads = decide(context.caller, 'read leads', relation).ok;
  const mayRead = decide(context.caller, 'read file', relation, 'ANOMALY');
  if (!mayReadLeads && !mayRead.ok) return mayRead;
  const paging = context.paging();
  if (!paging.ok) return paging;
  const { next, ...asked } = paging.value;
  const range = { pk: subject, prefixes: [kindPrefix('ANOMALY')], consistent: true, ...asked };
  const page = await visiblePage(table, range, (item) => {
    const lead = readItem(anomaly, item).body;
    return mayKnowOf(context.caller, lead) ? leadFor(context.caller, lead) : undefined;
  });
  return ok({ status: 200, body: { subject, anomalies: page.entries, ...next(page.next) } });
};

/**
 * `GET /v1/subjects/{id}/anomalies/{anomaly}`: one lead, with the ETag by which a decision can be bound to what was seen.
 * One that the caller may not know of is not found, like one that does not exist.
 */
export const readAnomaly = async (
  { table }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const [subject, id] = [context.path('id'), context.path('anomaly')];
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  if (!isId('ano', id)) return refuse(problem('ID_MALFORMED', { kind: 'ano', given: id.slice(0, 60) }));
  const place = keys.current(subject, 'ANOMALY', id);
  const found = await table.getAll([keys.head(subject), place]);
  const file = headFrom(found, subject);
  if (!file.ok) return refuse(problem('NOT_FOUND', { what: subject }));
  const relation = fileOf(file.value.body);
  const mayReadLeads = decide(context.caller, 'read leads', relation).ok;
  const mayRead = decide(context.caller, 'read file', relation, 'ANOMALY');
  if (!mayReadLeads && !mayRead.ok) return mayRead;
  const item = found.get(keyText(place));
  const read = item === undefined ? undefined : readItem(anomaly, item);
  if (read === undefined || !mayKnowOf(context.caller, read.body)) {
    return refuse(problem('NOT_FOUND', { what: id }));
  }
  return ok({
    status: 200,
    body: leadFor(context.caller, read.body),
    record: { id, version: read.record.version },
  });
};
