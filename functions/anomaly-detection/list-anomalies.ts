import { leadFor, mayKnowOf } from '../../shared/access/leads.ts';
import { decide } from '../../shared/access/rights.ts';
import { anomaly } from '../../shared/contracts/entities.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { listRecords, readHead } from '../../shared/subject-file/read.ts';
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
  const relation = { subject, supervisingOffice: file.value.body.supervisingOffice };
  const mayReadLeads = decide(context.caller, 'read leads', relation).ok;
  const mayRead = decide(context.caller, 'read file', relation);
  if (!mayReadLeads && !mayRead.ok) return mayRead;
  const all = await listRecords(table, anomaly, subject, 'ANOMALY');
  const anomalies = all
    .map(({ body }) => body)
    .filter((lead) => mayKnowOf(context.caller, lead))
    .map((lead) => leadFor(context.caller, lead));
  return ok({ status: 200, body: { subject, anomalies } });
};
