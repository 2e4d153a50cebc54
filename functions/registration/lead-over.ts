import type { Head } from '../../shared/contracts/entities.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { problem, refuse } from '../../shared/kernel/problem.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import type { Companion } from '../../shared/subject-file/writes.ts';
import { readAlias, redirected } from './aliases.ts';
import type { Dependencies } from './dependencies.ts';
import { personAliasOf } from './person-alias.ts';

/** Every code under which a subject was ever registered. */
const codesOf = (head: Head): readonly string[] =>
  head.subjectKind === 'CERTIFICATE_HOLDER'
    ? []
    : [head.uscc, ...(head.former ?? []).map((earlier) => earlier.uscc)];

const leadCodesOver = async (
  { table }: Dependencies,
  heads: readonly Head[],
  survivor: SubjectId,
): Promise<readonly Companion[]> => {
  const ids = new Set(heads.map(({ id }) => id));
  const codes = [...new Set(heads.flatMap(codesOf))];
  const found = await table.getAll(codes.map((code) => keys.creditCode(code)));
  return codes.map((code) =>
    redirected(code, readAlias(found.get(keyText(keys.creditCode(code)))), ids, survivor),
  );
};

const leadPersonsOver = async (
  deps: Dependencies,
  heads: readonly Head[],
  survivor: SubjectId,
): Promise<readonly Companion[]> => {
  const aliases: Companion[] = [];
  for (const head of heads) {
    if (head.subjectKind !== 'CERTIFICATE_HOLDER') continue;
    const alias = await personAliasOf(deps, head);
    if (alias?.leadsTo === undefined || alias.leadsTo === survivor) continue;
    aliases.push({
      item: { ...alias.key, subject: survivor },
      unless: { holds: { subject: alias.leadsTo } },
      refusal: () => refuse(problem('RECORD_CHANGED', { found: 0 })),
    });
  }
  return aliases;
};

/** What led to a file, and to the files that it had taken in before, leads to the one that goes on from now on. */
export const leadOver = async (
  deps: Dependencies,
  source: Head,
  survivor: SubjectId,
): Promise<readonly Companion[]> => {
  const earlier = source.absorbed ?? [];
  const found = await deps.table.getAll(earlier.map((id) => keys.head(id)));
  const heads = [
    source,
    ...earlier.flatMap((id) => {
      const head = headFrom(found, id);
      return head.ok ? [head.value.body] : [];
    }),
  ];
  return source.subjectKind === 'CERTIFICATE_HOLDER'
    ? await leadPersonsOver(deps, heads, survivor)
    : await leadCodesOver(deps, heads, survivor);
};
