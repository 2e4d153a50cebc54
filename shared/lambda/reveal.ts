import type { Caller } from '../access/caller.ts';
import { masked } from '../access/mask.ts';
import { insightFor, type Opened, type Withheld } from '../access/personal.ts';
import type { FileKind, Relation } from '../access/rights.ts';
import type { SubjectId } from '../kernel/ids.ts';
import { ok, type Result } from '../kernel/problem.ts';
import { keyIdIn, unseal } from '../subject-file/seal.ts';
import type { Table } from '../subject-file/table.ts';
import { dataKeysOf } from './data-keys.ts';
import type { KeyRing } from './keys.ts';
import { say } from './log.ts';

/** What is needed to open sealed fields. */
export interface CanReveal {
  readonly table: Table;
  readonly keyRing: KeyRing;
  readonly settings: { readonly province: string };
}
interface Asked {
  readonly caller: Caller;
  readonly requestId: string;
  readonly query: (name: string) => string | undefined;
}
/** One sealed field in its place. */
export interface SealedField {
  readonly kind: FileKind;
  readonly record: string;
  readonly field: string;
  readonly sealed: string;
}
/** The one who reads personal data for one request about one file. */
export interface Revealer {
  /** The value, whole or masked, where the caller may see it; else that it is withheld and why, or that it was erased. */
  readonly open: (what: SealedField, read: (plain: string) => unknown) => Promise<unknown>;
  /** Whether marks of persons in records of that kind may be shown; what is shown is noted. */
  readonly showsMarks: (kind: FileKind, present: boolean) => boolean;
  /** Says once, in the log, what was opened; to be called before the answer goes out. Never a value. */
  readonly note: () => void;
}

/**
 * Opens personal data for one request: by the rights table, the relation and the stated purpose (`?purpose=`). Each data
 * key is read at most once. Refuses FIELD_INVALID for a purpose that is no code.
 */
export const revealerFor = (
  { table, keyRing, settings }: CanReveal,
  { caller, requestId, query }: Asked,
  subject: SubjectId,
  relation: Relation,
): Result<Revealer> => {
  const insight = insightFor(caller, relation, query('purpose'));
  if (!insight.ok) return insight;
  const shown = new Set<string>();
  let purpose: Opened['purpose'] | undefined;
  const keyOf = dataKeysOf(table, keyRing, subject);
  const noted = (what: string, seen: Opened): void => {
    shown.add(what);
    purpose = seen.purpose;
  };
  return ok({
    open: async ({ kind, record, field, sealed }, read) => {
      const seen: Opened | Withheld = insight.value('read personal data', kind);
      if (seen.withheld) return seen;
      const keyId = keyIdIn(sealed);
      if (keyId === undefined) throw new TypeError(`${kind}.${field} of ${record} is no sealed text`);
      const opened = await keyOf(keyId);
      if (opened === undefined) return { erased: true };
      const plain = read(unseal(opened, { province: settings.province, subject, record, field }, sealed));
      noted(`${kind}.${field}`, seen);
      return seen.shows === 'whole' ? plain : masked(plain);
    },
    showsMarks: (kind, present) => {
      const seen = insight.value('read marks of persons', kind);
      if (seen.withheld) return false;
      if (present) noted(`${kind}.person`, seen);
      return true;
    },
    note: () => {
      if (purpose === undefined) return;
      const { principal, role, office } = caller;
      const fields = [...shown].toSorted().join(',');
      say('SENSITIVE_READ', { requestId, principal, role, office, subject, purpose, fields });
    },
  });
};
