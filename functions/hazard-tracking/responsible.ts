import type { Hazard } from '../../shared/contracts/hazard.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { bytesOf, type Item } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { seal, unseal } from '../../shared/subject-file/seal.ts';
import type { Commands } from './dependencies.ts';
import type { Situation } from './transitions.ts';

const place = (deps: Commands, subject: SubjectId, record: string) => ({
  province: deps.settings.province,
  subject,
  record,
  field: 'responsible',
});

/** Seals personal fields of one hazard under the data key of its file; SUBJECT_ERASED where that key is gone. */
export const sealerFor = async (
  deps: Commands,
  subject: SubjectId,
  hazard: Hazard,
  dataKey: Item | undefined,
): Promise<Result<Situation['seal']>> => {
  if (dataKey === undefined) return refuse(problem('SUBJECT_ERASED', { id: subject }));
  const opened = await deps.keyRing.openDataKey(subject, bytesOf(dataKey, 'wrapped'));
  return ok((_field, plain) => seal(opened, place(deps, subject, hazard.id), plain));
};

/** The name of whoever is responsible, or that its key was destroyed; undefined where there is none. */
export const openResponsible = async (
  deps: Commands,
  subject: SubjectId,
  hazard: Hazard,
): Promise<string | { readonly erased: true } | undefined> => {
  if (hazard.responsible === undefined) return undefined;
  const dataKey = await deps.table.get(keys.dataKey(subject));
  if (dataKey === undefined) return { erased: true };
  const opened = await deps.keyRing.openDataKey(subject, bytesOf(dataKey, 'wrapped'));
  return unseal(opened, place(deps, subject, hazard.id), hazard.responsible);
};
