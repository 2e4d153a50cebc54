import { decide, type Relation } from '../../shared/access/rights.ts';
import { hazard as hazardSchema, hazardState, type Hazard } from '../../shared/contracts/hazard.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { headFrom, listRecords, readItem } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { isUnset } from './deadlines.ts';
import type { Commands, Files } from './dependencies.ts';
import { openResponsible } from './responsible.ts';
import { viewOf } from './view.ts';

/** Who may read: the supervising office and those above it, and the unit itself. */
const mayRead = (
  context: RequestContext,
  subject: SubjectId,
  found: Parameters<typeof headFrom>[0],
): Result<Relation> => {
  const file = headFrom(found, subject);
  if (!file.ok) return file;
  return decide(context.caller, 'read file', {
    subject,
    supervisingOffice: file.value.body.supervisingOffice,
  });
};

type Filter = (hazard: Hazard) => boolean;
const filters = (context: RequestContext): Result<readonly Filter[]> => {
  const [state, late, due] = [context.query('state'), context.query('late'), context.query('due')];
  const wanted = hazardState.safeParse(state);
  if (state !== undefined && !wanted.success) {
    return refuse(problem('FIELD_INVALID', { reason: hazardState.options.join(' | ') }, '/state'));
  }
  if (late !== undefined && late !== 'true' && late !== 'false')
    return refuse(problem('FIELD_INVALID', { reason: 'true | false' }, '/late'));
  if (due !== undefined && due !== 'unset')
    return refuse(problem('FIELD_INVALID', { reason: 'unset' }, '/due'));
  return ok([
    (hazard) => !wanted.success || hazard.state === wanted.data,
    (hazard) => late === undefined || (hazard.late !== undefined) === (late === 'true'),
    (hazard) => due === undefined || isUnset(hazard),
  ]);
};

/**
 * `GET /v1/subjects/{id}/hazards`: the hazards of a key unit. `?state=` one state, `?late=true|false`, `?due=unset` the
 * open ones for which neither law nor province nor order sets a date.
 */
export const listHazards = async ({ table }: Files, context: RequestContext): Promise<Result<Reply>> => {
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const allowed = mayRead(context, subject, await table.getAll([keys.head(subject)]));
  if (!allowed.ok) return allowed;
  const wanted = filters(context);
  if (!wanted.ok) return wanted;
  const all = await listRecords(table, hazardSchema, subject, 'HAZARD');
  const hazards = all
    .map(({ body }) => body)
    .filter((hazard) => wanted.value.every((fits) => fits(hazard)))
    .map((hazard) => viewOf(hazard, undefined));
  return ok({ status: 200, body: { subject, hazards } });
};

/** `GET /v1/subjects/{id}/hazards/{hazard}`: one hazard with its steps and the commands that its state allows. */
export const readHazard = async (deps: Commands, context: RequestContext): Promise<Result<Reply>> => {
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const place = keys.current(subject, 'HAZARD', context.path('hazard'));
  const found = await deps.table.getAll([keys.head(subject), place]);
  const allowed = mayRead(context, subject, found);
  if (!allowed.ok) return allowed;
  const item = found.get(keyText(place));
  if (item === undefined) return refuse(problem('NOT_FOUND', { what: context.path('hazard') }));
  const { body } = readItem(hazardSchema, item);
  const close = allowed.value === 'office' || allowed.value === 'self';
  const responsible = close ? await openResponsible(deps, subject, body) : undefined;
  return ok({ status: 200, body: viewOf(body, responsible) });
};
