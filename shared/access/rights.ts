import type { Head } from '../contracts/entities.ts';
import { ok, problem, refuse, type Result } from '../kernel/problem.ts';
import type { SubjectId } from '../kernel/ids.ts';
import type { Caller } from './caller.ts';
import { isAbove, isOffice, servingOffice, type Office } from './offices.ts';
import { rights, type Action, type FileKind, type Relation, type Right } from './table.ts';

export { isFileKind, rights, type Action, type FileKind, type Relation } from './table.ts';

/** The part of a file's head that decides about rights; of a file that is only to be made, the office alone. */
export type FileRelation =
  | { readonly supervisingOffice: Office; readonly subject?: never }
  | {
      readonly subject: SubjectId;
      readonly subjectKind: Head['subjectKind'];
      readonly supervisingOffice: Office;
    };

/** The relation-giving part of a head as it lies in its file. */
export const fileOf = ({
  id,
  subjectKind,
  supervisingOffice,
}: Pick<Head, 'id' | 'subjectKind' | 'supervisingOffice'>): FileRelation => ({
  subject: id,
  subjectKind,
  supervisingOffice,
});

/** What the subject of a role is: a token that ties an organisation to a key unit ties it to nothing. */
const kindOfRole: Readonly<Partial<Record<Caller['role'], Head['subjectKind']>>> = {
  organisation: 'INSPECTION_ORGANISATION',
  unit: 'KEY_UNIT',
};

/**
 * How the caller stands to a file. An officer stands by his office's place in the tree, and the file by the office that
 * serves it today: an office that was abolished has no rights, and its files are those of the one that took over.
 */
export const relationOf = (caller: Caller, file: FileRelation): Relation => {
  if (caller.role === 'officer') {
    const { office, offices } = caller;
    if (office === undefined || offices === undefined || !isOffice(offices, office)) return 'outside';
    const serving = servingOffice(offices, file.supervisingOffice);
    if (serving === undefined) return 'none';
    if (office === serving) return 'office';
    return isAbove(offices, office, serving) ? 'above' : 'none';
  }
  const own =
    file.subject !== undefined &&
    caller.subject === file.subject &&
    kindOfRole[caller.role] === file.subjectKind;
  return own ? 'self' : 'none';
};

/** The row by which somebody of this role and standing may do this to records of that kind; undefined: may not. */
export const rightTo = (
  role: Caller['role'],
  action: Action,
  relation: Relation,
  kind?: FileKind,
): Right | undefined =>
  rights.find(
    (right) =>
      right.role === role &&
      right.action === action &&
      right.relations.includes(relation) &&
      (kind === undefined || right.kinds.includes(kind)),
  );

/**
 * Deny by default; with a kind, for records of that kind. The refusal says which role stands in which relation, never
 * what the file holds.
 */
export const decide = (
  caller: Caller,
  action: Action,
  file: FileRelation,
  kind?: FileKind,
): Result<Relation> => {
  const relation = relationOf(caller, file);
  const right = rightTo(caller.role, action, relation, kind);
  const mayBy = right?.by !== 'province' || caller.office === caller.offices?.root;
  return right === undefined || !mayBy
    ? refuse(problem('FORBIDDEN', { reason: `${caller.role} (${relation}): ${action}` }))
    : ok(relation);
};

/** Whether records of a kind are for the caller's role at all, in a file that he may read. */
export const mayReadKind = (caller: Caller, kind: string): boolean =>
  rights.some(
    (right) =>
      right.role === caller.role &&
      right.action === 'read file' &&
      right.kinds.some((known) => known === kind),
  );
