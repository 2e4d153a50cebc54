import { clockFor } from '../../shared/lambda/clock.ts';
import { cry, say } from '../../shared/lambda/log.ts';
import type { ReadEntry } from '../../shared/subject-file/entry-item.ts';
import type { Dependencies } from './dependencies.ts';
import { integrate, type Integrated } from './integrate.ts';
import { readUnsigned, signHead } from './sign-head.ts';

const sign = async (done: Integrated, deps: Dependencies): Promise<boolean> => {
  try {
    const tree = done.tree ?? (await readUnsigned(deps.table));
    if (tree === undefined) return true;
    await signHead(tree, deps);
    say('HEAD_SIGNED', { size: tree.state.size });
    return true;
  } catch (error) {
    cry('HEAD_FAILED', error);
    return false;
  }
};

/**
 * Integrates entries, then sees to it that the tree is under a signed head, also where an earlier run did not come so
 * far. `signed`: whether it is. Throws when no entry could be integrated for a reason that lies in none of them.
 */
export const run = async (
  entries: readonly ReadEntry[],
  deps: Dependencies,
): Promise<Integrated & { readonly signed: boolean }> => {
  const clock = await clockFor(deps.table);
  const done = await integrate(entries, deps, clock());
  say('ENTRIES_INTEGRATED', { added: done.added, given: entries.length });
  for (const [{ entry }, error] of done.refused) cry('INTEGRATE_FAILED', error, { event: entry.id });
  return { ...done, signed: await sign(done, deps) };
};
