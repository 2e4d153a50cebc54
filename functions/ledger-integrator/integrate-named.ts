import { numberOf } from '../../shared/subject-file/item.ts';
import { speakable } from '../../shared/lambda/speakable.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { readNamed, type EntryName } from '../../shared/subject-file/named-entries.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import type { Dependencies } from './dependencies.ts';
import { run } from './run.ts';

/** What came of an operator's order, entry by entry. */
export interface IntegratedNamed {
  /** Entries that have a place in the tree, now or since before. */
  readonly integrated: readonly (EntryName & { readonly index: number })[];
  readonly notIntegrated: readonly (EntryName & { readonly reason: string })[];
  /** Whether the tree is under a signed head. */
  readonly signed: boolean;
}

/** Integrates entries that the stream gave up on, out of the table, exactly as from the stream. */
export const integrateNamed = async (
  names: readonly EntryName[],
  deps: Dependencies,
): Promise<IntegratedNamed> => {
  const named = await readNamed(deps.table, names);
  const { refused, signed } = await run(
    named.flatMap(({ found }) => found ?? []),
    deps,
  );
  const placeOf = ({ subject, sequence }: EntryName) => keys.leafIndex(subject, sequence);
  const places = await deps.table.getAll(named.map(({ name }) => placeOf(name)));
  const integrated: IntegratedNamed['integrated'][number][] = [];
  const notIntegrated: IntegratedNamed['notIntegrated'][number][] = [];
  for (const one of named) {
    const place = places.get(keyText(placeOf(one.name)));
    if (place !== undefined) {
      integrated.push({ ...one.name, index: numberOf(place, 'index') });
      continue;
    }
    const error = one.found === undefined ? undefined : refused.get(one.found);
    const reason = one.found === undefined ? one.reason : speakable(error).message;
    notIntegrated.push({ ...one.name, reason });
  }
  return { integrated, notIntegrated, signed };
};
