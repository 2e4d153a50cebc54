import { ok, type Result } from '../kernel/problem.ts';
import type { Caller } from './caller.ts';
import { readPurpose, type Purpose } from './purpose.ts';
import { rightTo, type Action, type FileKind, type Relation } from './rights.ts';

/** Sealed members of records, by kind: what `read personal data` is about. */
export const personalFields = {
  HEAD: ['safetyManager', 'person'],
  HAZARD: ['responsible'],
} as const satisfies Partial<Record<FileKind, readonly string[]>>;
export const personalFieldsOf = (kind: string): readonly string[] =>
  kind === 'HEAD' || kind === 'HAZARD' ? personalFields[kind] : [];

/** Why personal data were not shown: the caller can state a purpose, or has no right whatever he states. */
export interface Withheld {
  readonly withheld: true;
  readonly reason: 'PURPOSE_NOT_STATED' | 'NO_RIGHT';
}
/** In what form, and for what, personal data are opened. */
export interface Opened {
  readonly withheld: false;
  readonly shows: 'whole' | 'masked';
  readonly purpose: Purpose | 'OWN';
}
type Sensitive = Extract<Action, 'read personal data' | 'read marks of persons'>;

/** What one request may see of the personal data of one file. */
export type Insight = (action: Sensitive, kind: FileKind) => Opened | Withheld;

/**
 * Decides about personal data for one request: who asks, how he stands to the file, and the purpose that he states in
 * `?purpose=`. The subject itself needs to state none: looking after what it handed in about its own people is the
 * purpose (`OWN`). A natural person has no account of his own; he asks the supervising office, which reads for
 * CORRECTION (PIPL 45, 46). Refuses FIELD_INVALID for a purpose that is no code.
 */
export const insightFor = (
  caller: Caller,
  relation: Relation,
  given: string | undefined,
): Result<Insight> => {
  const stated = readPurpose(given);
  if (!stated.ok) return stated;
  return ok((action, kind) => {
    const right = rightTo(caller.role, action, relation, kind);
    if (right?.purpose === undefined || right.shows === undefined)
      return { withheld: true, reason: 'NO_RIGHT' };
    const purpose = right.purpose === 'own' ? 'OWN' : stated.value;
    return purpose === undefined
      ? { withheld: true, reason: 'PURPOSE_NOT_STATED' }
      : { withheld: false, shows: right.shows, purpose };
  });
};
