import { decide, fileOf, mayReadKind } from '../../shared/access/rights.ts';
import { anomaly } from '../../shared/contracts/entities.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import { listRecords, readHead } from '../../shared/subject-file/read.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import { wholeFor } from './visible.ts';

/** The subject in the path, when the caller may read its file; else SUBJECT_UNKNOWN, NOT_FOUND or FORBIDDEN. */
export const fileToRead = async (table: Table, context: RequestContext): Promise<Result<SubjectId>> => {
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const found = await readHead(table, subject);
  if (!found.ok) return found;
  const allowed = decide(context.caller, 'read file', fileOf(found.value.body));
  return allowed.ok ? ok(subject) : allowed;
};

/**
 * Whether a record is hidden from the caller, in all its versions and in the entries that name it: by its kind, or because
 * it is a lead that he may not have as it stands now.
 */
export type Hides = (record: { readonly kind: string; readonly id: string }) => boolean;

export const hidesFor = async (
  table: Table,
  { caller }: RequestContext,
  subject: SubjectId,
): Promise<Hides> => {
  const leads = caller.role === 'officer' ? [] : await listRecords(table, anomaly, subject, 'ANOMALY');
  const hidden = new Set(
    leads.filter(({ record }) => !wholeFor(caller, record)).map(({ record }) => record.id),
  );
  return ({ kind, id }) => !mayReadKind(caller, kind) || hidden.has(id);
};
