import { decide } from '../../shared/access/rights.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { parseUscc } from '../../shared/kernel/uscc.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import { readAlias } from './aliases.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * `GET /v1/subjects?code=`: the subjects behind a credit code. Officers find those of their office and below; an
 * organisation finds any key unit by its code, because a report must name it, but learns no more than id, kind, name, supervision code and office.
 */
export const findSubjects = async (
  { table }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const given = context.query('code');
  if (given === undefined) return refuse(problem('QUERY_MISSING', { name: 'code' }));
  const code = parseUscc(given);
  if (!code.ok) return code;
  const alias = readAlias(await table.get(keys.creditCode(code.value.code)));
  if (alias.holders.subjects.length === 0) return refuse(problem('NOT_FOUND', { what: code.value.code }));
  const ids = alias.holders.subjects.map((holder) => holder.id);
  const heads = await table.getAll(ids.map((id) => keys.head(id)));
  const subjects = ids.flatMap((id) => {
    const found = headFrom(heads, id);
    if (!found.ok || found.value.body.subjectKind === 'CERTIFICATE_HOLDER') return [];
    const { subjectKind, name, supervisionCode, supervisingOffice } = found.value.body;
    const mayRead = decide(context.caller, 'read file', { subject: id, supervisingOffice }).ok;
    const mayName = context.caller.role === 'organisation' && subjectKind === 'KEY_UNIT';
    return mayRead || mayName ? [{ id, kind: subjectKind, name, supervisionCode, supervisingOffice }] : [];
  });
  return ok({ status: 200, body: { code: code.value.code, subjects } });
};
