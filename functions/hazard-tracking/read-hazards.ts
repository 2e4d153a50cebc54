import { decide, fileOf, type Relation } from '../../shared/access/rights.ts';
import { hazard as hazardSchema, hazardState, type Hazard } from '../../shared/contracts/hazard.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Problem, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { revealerFor } from '../../shared/lambda/reveal.ts';
import { keys, kindPrefix } from '../../shared/subject-file/keys.ts';
import { visiblePage } from '../../shared/subject-file/pages.ts';
import { headFrom, readItem } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { isUnset } from './deadlines.ts';
import type { Commands } from './dependencies.ts';
import { viewFor } from './responsible.ts';

/** Who may read: the supervising office and those above it, and the unit itself. */
const mayRead = (
  context: RequestContext,
  subject: SubjectId,
  found: Parameters<typeof headFrom>[0],
): Result<Relation> => {
  const file = headFrom(found, subject);
  if (!file.ok) return file;
  return decide(context.caller, 'read file', fileOf(file.value.body), 'HAZARD');
};

type Filter = (hazard: Hazard) => boolean;
const filters = (context: RequestContext): Result<readonly Filter[]> => {
  const [state, late, due] = [context.query('state'), context.query('late'), context.query('due')];
  const wanted = hazardState.safeParse(state);
  const fault = (name: string, reason: string): Problem => problem('FIELD_INVALID', { reason }, `/${name}`);
  const [first, ...more] = [
    ...(state === undefined || wanted.success ? [] : [fault('state', hazardState.options.join(' | '))]),
    ...(late === undefined || late === 'true' || late === 'false' ? [] : [fault('late', 'true | false')]),
    ...(due === undefined || due === 'unset' ? [] : [fault('due', 'unset')]),
  ];
  if (first !== undefined) return refuse(first, ...more);
  return ok([
    (hazard) => !wanted.success || hazard.state === wanted.data,
    (hazard) => late === undefined || (hazard.late !== undefined) === (late === 'true'),
    (hazard) => due === undefined || isUnset(hazard),
  ]);
};

/**
 * `GET /v1/subjects/{id}/hazards`: the hazards of a key unit. `?state=` one state, `?late=true|false`, `?due=unset` the
 * open ones for which neither law nor province nor order sets a date. Names are opened by `?purpose=`.
 */
export const listHazards = async (deps: Commands, context: RequestContext): Promise<Result<Reply>> => {
  const { table } = deps;
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const allowed = mayRead(context, subject, await table.getAll([keys.head(subject)]));
  if (!allowed.ok) return allowed;
  const revealer = revealerFor(deps, context, subject, allowed.value);
  if (!revealer.ok) return revealer;
  const wanted = filters(context);
  if (!wanted.ok) return wanted;
  const paging = context.paging();
  if (!paging.ok) return paging;
  const { next, ...asked } = paging.value;
  const range = { pk: subject, prefixes: [kindPrefix('HAZARD')], consistent: true, ...asked };
  const page = await visiblePage(table, range, (item) => {
    const hazard = readItem(hazardSchema, item).body;
    return wanted.value.every((fits) => fits(hazard)) ? hazard : undefined;
  });
  const hazards = await Promise.all(page.entries.map(async (hazard) => viewFor(revealer.value, hazard)));
  revealer.value.note();
  return ok({ status: 200, body: { subject, hazards, ...next(page.next) } });
};

/**
 * `GET /v1/subjects/{id}/hazards/{hazard}`: one hazard with its steps and the commands that its state allows. The name of
 * whoever is responsible is opened by `?purpose=`.
 */
export const readHazard = async (deps: Commands, context: RequestContext): Promise<Result<Reply>> => {
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const place = keys.current(subject, 'HAZARD', context.path('hazard'));
  const found = await deps.table.getAll([keys.head(subject), place]);
  const allowed = mayRead(context, subject, found);
  if (!allowed.ok) return allowed;
  const revealer = revealerFor(deps, context, subject, allowed.value);
  if (!revealer.ok) return revealer;
  const item = found.get(keyText(place));
  if (item === undefined) return refuse(problem('NOT_FOUND', { what: context.path('hazard') }));
  const { body, record } = readItem(hazardSchema, item);
  const view = await viewFor(revealer.value, body);
  revealer.value.note();
  return ok({ status: 200, body: view, record });
};
