import { ok, problem, refuse, type Result } from '../kernel/problem.ts';
import type { SubjectId } from '../kernel/ids.ts';
import type { Caller, Role } from './caller.ts';
import { isAbove, type Office } from './offices.ts';

/** How the caller stands to the file: its supervising office, an office above it, the subject itself, or none of these. */
export type Relation = 'office' | 'above' | 'self' | 'none';
export type Action =
  | 'register subject'
  | 'register technician'
  | 'register instrument'
  | 'register device'
  | 'read file'
  | 'read leads'
  | 'decide anomaly'
  | 'submit report'
  | 'handle hazard as officer'
  | 'handle hazard as unit'
  | 'read credit grade';

interface Right {
  readonly role: Role;
  readonly action: Action;
  readonly relations: readonly Relation[];
}

/** Everything that is allowed. What stands in no row is denied. */
export const rights: readonly Right[] = [
  { role: 'officer', action: 'register subject', relations: ['office', 'above'] },
  { role: 'officer', action: 'register technician', relations: ['office', 'above'] },
  { role: 'officer', action: 'register instrument', relations: ['office', 'above'] },
  { role: 'officer', action: 'register device', relations: ['office', 'above'] },
  { role: 'officer', action: 'read file', relations: ['office', 'above'] },
  { role: 'officer', action: 'read leads', relations: ['office', 'above'] },
  { role: 'officer', action: 'decide anomaly', relations: ['office', 'above'] },
  { role: 'officer', action: 'handle hazard as officer', relations: ['office', 'above'] },
  { role: 'officer', action: 'read credit grade', relations: ['office', 'above', 'none'] },
  { role: 'organisation', action: 'register technician', relations: ['self'] },
  { role: 'organisation', action: 'register instrument', relations: ['self'] },
  { role: 'organisation', action: 'read file', relations: ['self'] },
  { role: 'organisation', action: 'submit report', relations: ['self'] },
  { role: 'organisation', action: 'read credit grade', relations: ['self'] },
  { role: 'unit', action: 'read file', relations: ['self'] },
  { role: 'unit', action: 'register device', relations: ['self'] },
  { role: 'unit', action: 'handle hazard as unit', relations: ['self'] },
];

/** The part of a file's head that decides about rights. */
export interface FileRelation {
  readonly subject?: SubjectId;
  readonly supervisingOffice: Office;
}

export const relationOf = (caller: Caller, file: FileRelation): Relation => {
  if (caller.role === 'officer' && caller.office !== undefined) {
    if (caller.office === file.supervisingOffice) return 'office';
    return isAbove(caller.office, file.supervisingOffice) ? 'above' : 'none';
  }
  return caller.subject !== undefined && caller.subject === file.subject ? 'self' : 'none';
};

/** Deny by default; the refusal says which role stands in which relation, never what the file holds. */
export const decide = (caller: Caller, action: Action, file: FileRelation): Result<Relation> => {
  const relation = relationOf(caller, file);
  const allowed = rights.some(
    (right) => right.role === caller.role && right.action === action && right.relations.includes(relation),
  );
  return allowed
    ? ok(relation)
    : refuse(problem('FORBIDDEN', { reason: `${caller.role} (${relation}): ${action}` }));
};
