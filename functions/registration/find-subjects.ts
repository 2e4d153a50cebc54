import type { Caller } from '../../shared/access/caller.ts';
import { decide, fileOf } from '../../shared/access/rights.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { parseSupervisionCode } from '../../shared/kernel/supervision-code.ts';
import { parseUscc, type Uscc } from '../../shared/kernel/uscc.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import { ledTo, readAlias } from './aliases.ts';
import type { Dependencies } from './dependencies.ts';

/** Most heads of one read. */
const headsAtOnce = 100;

interface Shown {
  readonly id: SubjectId;
  readonly kind: string;
  readonly name: string;
  readonly supervisionCode: string;
  readonly supervisingOffice: string;
}
/** Those of the subjects that the caller may find, in their order. */
const shownOf = async (
  table: Table,
  caller: Caller,
  ids: readonly SubjectId[],
): Promise<readonly Shown[]> => {
  const heads = await table.getAll(ids.map((id) => keys.head(id)));
  return ids.flatMap((id) => {
    const found = headFrom(heads, id);
    if (!found.ok || found.value.body.subjectKind === 'CERTIFICATE_HOLDER') return [];
    const { subjectKind, name, supervisionCode, supervisingOffice } = found.value.body;
    const mayRead = decide(caller, 'read file', fileOf(found.value.body)).ok;
    const mayName = caller.role === 'organisation' && subjectKind === 'KEY_UNIT';
    return mayRead || mayName ? [{ id, kind: subjectKind, name, supervisionCode, supervisingOffice }] : [];
  });
};

interface Sought {
  readonly code: Uscc;
  /** The supervision code that was given, where one was. */
  readonly site?: string;
}
/** A credit code, or the supervision code of a site, which holds one. A person's code is none: it has no place in a URL. */
const soughtBy = (given: string): Result<Sought> => {
  if (!/^\s*L/i.test(given)) {
    const uscc = parseUscc(given);
    return uscc.ok ? ok({ code: uscc.value.code }) : uscc;
  }
  const parsed = parseSupervisionCode(given);
  if (!parsed.ok) return parsed;
  return parsed.value.kind === 'SITE'
    ? ok({ code: parsed.value.uscc, site: parsed.value.code })
    : refuse(problem('SUPERVISION_CODE_FORM'));
};

/**
 * `GET /v1/subjects?code=`: the subjects behind a credit code, or the one with a supervision code. Officers find those of their office and below; an
 * organisation finds any key unit by its code, because a report must name it, but learns no more than id, kind, name, supervision code and office.
 * A merged subject is found as the one that goes on in its place; one that has another code by now is marked as `former`.
 * A code behind which there is nothing for the caller is not found, like one that nobody bears.
 */
export const findSubjects = async (
  { table, settings }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const province = { supervisingOffice: `${settings.province}0000` };
  const allowed = decide(context.caller, 'find subjects', province);
  if (!allowed.ok) return allowed;
  const given = context.query('code');
  if (given === undefined) return refuse(problem('QUERY_MISSING', { name: 'code' }));
  const sought = soughtBy(given);
  if (!sought.ok) return sought;
  const { code, site } = sought.value;
  const paging = context.paging();
  if (!paging.ok) return paging;
  const alias = readAlias(await table.get(keys.creditCode(code)));
  const { limit, after, next } = paging.value;
  const led = ledTo(alias);
  const ids = [...led.keys()].toSorted().filter((id) => after === undefined || id > after);
  const found: Shown[] = [];
  // One more than asked for: only so is it known whether another page follows.
  for (let from = 0; from < ids.length && found.length <= limit; from += headsAtOnce)
    found.push(
      ...(await shownOf(table, context.caller, ids.slice(from, from + headsAtOnce))).filter(
        ({ supervisionCode }) => site === undefined || supervisionCode === site,
      ),
    );
  if (found.length === 0 && after === undefined) return refuse(problem('NOT_FOUND', { what: site ?? code }));
  const subjects = found
    .slice(0, limit)
    .map((one) => (led.get(one.id)?.former === true ? { ...one, former: true } : one));
  const last = found.length > subjects.length ? subjects.at(-1) : undefined;
  return ok({ status: 200, body: { code, subjects, ...next(last?.id) } });
};
