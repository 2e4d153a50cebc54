import type { Hazard } from '../../shared/contracts/hazard.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { newId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Revealer } from '../../shared/lambda/reveal.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { seal } from '../../shared/subject-file/seal.ts';
import type { Companion } from '../../shared/subject-file/writes.ts';
import type { Commands } from './dependencies.ts';
import type { Situation } from './transitions.ts';
import { viewOf } from './view.ts';

const place = (deps: Commands, subject: SubjectId, record: string) => ({
  province: deps.settings.province,
  subject,
  record,
  field: 'responsible',
});

/**
 * Seals the name of a person in one hazard under a new data key that is this person's alone, so that it can be erased
 * without anything else of the file; the key's item goes along with the record.
 */
export const sealerFor = async (
  deps: Commands,
  subject: SubjectId,
  hazard: Hazard,
  now: Instant,
): Promise<{ readonly seal: Situation['seal']; readonly key: Companion }> => {
  const key = await deps.keyRing.newDataKey(subject, newId('key', now));
  return {
    seal: (_field, plain) => seal(key, place(deps, subject, hazard.id), plain),
    key: { item: { ...keys.key(subject, key.id), wrapped: key.wrapped }, unless: 'new' },
  };
};

/** The hazard's view for one reader: the name of whoever is responsible as far as he may see it, and the marks of persons. */
export const viewFor = async (revealer: Revealer, hazard: Hazard): Promise<object> => {
  const { id, responsible: sealed, rectifiedBy, rechecks, steps } = hazard;
  const marked = [rectifiedBy, ...rechecks, ...steps].some((one) => one?.person !== undefined);
  const field = { kind: 'HAZARD', record: id, field: 'responsible' } as const;
  const responsible =
    sealed === undefined ? undefined : await revealer.open({ ...field, sealed }, (plain) => plain);
  return viewOf(hazard, { responsible, marks: revealer.showsMarks('HAZARD', marked) });
};
