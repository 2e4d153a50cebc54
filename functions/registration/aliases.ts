import * as z from 'zod';
import { storedId } from '../../shared/contracts/entities.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { problem, refuse } from '../../shared/kernel/problem.ts';
import { numberOf, textOf, type Item } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import type { Companion } from '../../shared/subject-file/writes.ts';

const holder = z.lazy(() =>
  z.object({
    id: storedId('sub'),
    kind: z.string(),
    place: z.string(),
    /** The subject has another code by now. */
    former: z.literal(true).exactOptional(),
    /** The file that goes on in place of this one. */
    leadsTo: storedId('sub').exactOptional(),
  }),
);
const holders = z.lazy(() =>
  z.object({
    subjects: z.array(holder),
    /** Serial of the next site of this code in this province; counted up, never used again. */
    nextSerial: z.int().positive(),
  }),
);
/** Who stands behind a credit code in this province: a fuel chain has many sites under one code. */
export type CodeHolders = z.output<typeof holders>;
export type CodeHolder = z.output<typeof holder>;
export interface CodeAlias {
  readonly holders: CodeHolders;
  readonly version: number;
}

export const readAlias = (item: Item | undefined): CodeAlias =>
  item === undefined
    ? { holders: { subjects: [], nextSerial: 1 }, version: 0 }
    : { holders: holders.parse(JSON.parse(textOf(item, 'body'))), version: numberOf(item, 'version') };

/** Whether such a subject has the code today: an organisation exists once, key units differ by their place. */
export const isTaken = (alias: CodeAlias, { kind, place }: Pick<CodeHolder, 'kind' | 'place'>): boolean =>
  alias.holders.subjects.some(
    (one) =>
      one.former === undefined &&
      one.kind === kind &&
      (kind === 'INSPECTION_ORGANISATION' || one.place === place),
  );

/** The files to which a code leads, each once, and whether they have it still. */
export const ledTo = (alias: CodeAlias): ReadonlyMap<SubjectId, { readonly former: boolean }> => {
  const found = new Map<SubjectId, { readonly former: boolean }>();
  for (const { id, former, leadsTo } of alias.holders.subjects) {
    const to = leadsTo ?? id;
    found.set(to, { former: (found.get(to)?.former ?? true) && former === true });
  }
  return found;
};

/** The alias as it shall stand. Somebody else who changes it at the same moment makes the write fail; the client tries again. */
const rewritten = (code: string, { version }: CodeAlias, next: CodeHolders): Companion => ({
  item: { ...keys.creditCode(code), version: version + 1, body: JSON.stringify(next) },
  unless: version === 0 ? 'new' : { version },
  // Another subject of the same code: nothing is wrong with the request, it may be sent again as it is.
  refusal: (old) =>
    refuse(problem('RECORD_CHANGED', { found: old === undefined ? 0 : numberOf(old, 'version') })),
});

/** With one more subject, which takes the next serial. */
export const withSubject = (code: string, alias: CodeAlias, subject: CodeHolder): Companion =>
  rewritten(code, alias, {
    subjects: [...alias.holders.subjects, subject],
    nextSerial: alias.holders.nextSerial + 1,
  });

/** With a subject that has the code from now on and its supervision code, with a serial of another code, already. */
export const takenOver = (code: string, alias: CodeAlias, subject: CodeHolder): Companion =>
  rewritten(code, alias, {
    ...alias.holders,
    subjects: [...alias.holders.subjects.filter(({ id }) => id !== subject.id), subject],
  });

/** With a subject that has another code from now on: this one still leads to it. */
export const givenUp = (code: string, alias: CodeAlias, id: SubjectId): Companion =>
  rewritten(code, alias, {
    ...alias.holders,
    subjects: alias.holders.subjects.map((one) => (one.id === id ? { ...one, former: true } : one)),
  });

/** With these subjects leading to the file that goes on in their place. */
export const redirected = (
  code: string,
  alias: CodeAlias,
  ids: ReadonlySet<SubjectId>,
  survivor: SubjectId,
): Companion =>
  rewritten(code, alias, {
    ...alias.holders,
    subjects: alias.holders.subjects.map((one) => (ids.has(one.id) ? { ...one, leadsTo: survivor } : one)),
  });
