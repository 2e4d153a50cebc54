import * as z from 'zod';
import { storedId } from '../../shared/contracts/entities.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { problem, refuse } from '../../shared/kernel/problem.ts';
import { numberOf, textOf, type Item } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import type { Companion } from '../../shared/subject-file/writes.ts';

const holders = z.object({
  subjects: z.array(z.object({ id: storedId('sub'), kind: z.string(), place: z.string() })),
  /** Serial of the next site of this code in this province; counted up, never used again. */
  nextSerial: z.int().positive(),
});
/** Who stands behind a credit code in this province: a fuel chain has many sites under one code. */
export type CodeHolders = z.output<typeof holders>;
export interface CodeAlias {
  readonly holders: CodeHolders;
  readonly version: number;
}

export const readAlias = (item: Item | undefined): CodeAlias =>
  item === undefined
    ? { holders: { subjects: [], nextSerial: 1 }, version: 0 }
    : { holders: holders.parse(JSON.parse(textOf(item, 'body'))), version: numberOf(item, 'version') };

/** The alias with one more subject. A second registration at the same moment fails on its version; the client tries again. */
export const withSubject = (
  code: string,
  alias: CodeAlias,
  subject: { readonly id: SubjectId; readonly kind: string; readonly place: string },
): Companion => ({
  item: {
    ...keys.creditCode(code),
    version: alias.version + 1,
    body: JSON.stringify({
      subjects: [...alias.holders.subjects, subject],
      nextSerial: alias.holders.nextSerial + 1,
    }),
  },
  unless: alias.version === 0 ? 'new' : { version: alias.version },
  // Another site of the same code: nothing is wrong with the request, it may be sent again as it is.
  refusal: (old) =>
    refuse(problem('RECORD_CHANGED', { found: old === undefined ? 0 : numberOf(old, 'version') })),
});
