import type { Instant } from '../../shared/kernel/time.ts';
import type { ArchivedEntry } from './segments.ts';

export interface Wanted {
  readonly from: Instant;
  readonly to: Instant | undefined;
  readonly type: string | undefined;
}
export interface Chosen {
  /** In the order of the tree. */
  readonly entries: readonly ArchivedEntry[];
  /** How many of each type. */
  readonly types: ReadonlyMap<string, number>;
  /** The youngest entry that the archive has, wanted or not: so far it reaches. Undefined when it has none since. */
  readonly reach: ArchivedEntry | undefined;
}

/** The entries of a span of time, both ends included, of one type or of all. An entry's time is when it was written into its file. */
export const choose = async (archived: AsyncIterable<ArchivedEntry>, wanted: Wanted): Promise<Chosen> => {
  const { from, to, type } = wanted;
  const entries: ArchivedEntry[] = [];
  const types = new Map<string, number>();
  let reach: ArchivedEntry | undefined;
  for await (const one of archived) {
    if (reach === undefined || one.index > reach.index) reach = one;
    const { time, type: its } = one.entry;
    if (time < from || (to !== undefined && time > to) || (type !== undefined && its !== type)) continue;
    entries.push(one);
    types.set(its, (types.get(its) ?? 0) + 1);
  }
  return { entries: entries.toSorted((a, b) => a.index - b.index), types, reach };
};
