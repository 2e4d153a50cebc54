import { decide, fileOf } from '../../shared/access/rights.ts';
import { report as reportSchema } from '../../shared/contracts/entities.ts';
import { unpackPoints, wholeReport } from '../../shared/contracts/packed-points.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { bytesOf } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { headFrom, readItem } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import type { Dependencies } from './dependencies.ts';

/** `GET /v1/reports/{report}?subject=`: a report with its points; for its key unit, its organisation and their offices. */
export const readReport = async (
  { table }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const id = context.path('report');
  const subject = context.query('subject');
  if (subject === undefined) return refuse(problem('QUERY_MISSING', { name: 'subject' }));
  if (!isId('sub', subject))
    return refuse(problem('ID_MALFORMED', { kind: 'sub', given: subject }, '/subject'));
  const missing = refuse(problem('NOT_FOUND', { what: id }));
  const places = [
    keys.head(subject),
    keys.current(subject, 'REPORT', id),
    keys.current(subject, 'POINTS', id),
  ];
  const found = await table.getAll(places);
  const [, summary, points] = places.map((key) => found.get(keyText(key)));
  const file = headFrom(found, subject);
  if (!file.ok || summary === undefined || points === undefined) return missing;
  const { body, record } = readItem(reportSchema, summary);
  const { supervisingOffice } = file.value.body;
  const asUnit = decide(context.caller, 'read file', fileOf(file.value.body), 'REPORT');
  const author = { subject: body.organisation, subjectKind: 'INSPECTION_ORGANISATION' } as const;
  const asAuthor = decide(context.caller, 'submit report', { ...author, supervisingOffice });
  if (!asUnit.ok && !asAuthor.ok) return asUnit;
  const packed = unpackPoints(bytesOf(points, 'packed'));
  return ok({
    status: 200,
    body: { ...wholeReport(body, packed.details), points: packed.points },
    record,
  });
};
