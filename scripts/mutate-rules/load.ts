import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Mutant } from './mutants.ts';

/** Files that a mutant may bend, by what imports what: those that lie on a way from the entry to it must be loaded anew. */
export type Importers = ReadonlyMap<string, ReadonlySet<string>>;

interface Loading {
  readonly mutant: Mutant;
  readonly anew: ReadonlySet<string>;
}

/** The changed file and whatever imports it, directly or through others. */
const reach = (path: string, importers: Importers): ReadonlySet<string> => {
  const found = new Set([path]);
  for (const one of found) for (const importer of importers.get(one) ?? []) found.add(importer);
  return found;
};

/**
 * Loads modules with one file of theirs changed, beside the true ones: nothing is written to disk. Each load has a number,
 * which stands in the address of the modules that it loads anew.
 */
export const makeLoader = (root: string, importers: Importers) => {
  const loads: Loading[] = [];
  const pathOf = (url: string): string =>
    fileURLToPath(url.split('?')[0] ?? '')
      .slice(root.length + 1)
      .replaceAll('\\', '/');
  const numberIn = (url = ''): string | undefined => /\?mutant=(\d+)$/.exec(url)?.[1];
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const number = numberIn(context.parentURL);
      if (number === undefined || !resolved.url.startsWith('file:')) return resolved;
      const { anew } = loads[Number(number)] ?? {};
      return anew?.has(pathOf(resolved.url)) === true
        ? { ...resolved, url: `${resolved.url}?mutant=${number}` }
        : resolved;
    },
    load: (url, context, next) => {
      const number = numberIn(url);
      const { mutant } = loads[Number(number)] ?? {};
      return number !== undefined && mutant?.path === pathOf(url)
        ? { format: 'module-typescript', source: mutant.text, shortCircuit: true }
        : next(url, context);
    },
  });
  return {
    /** Whether a module can be changed by a mutant at all. */
    touches: (mutant: Mutant, entry: string): boolean => reach(mutant.path, importers).has(entry),
    /** The module at `entry` (from the root) as it would be with the mutant. Rejects when it cannot even be loaded. */
    load: async (mutant: Mutant, entry: string): Promise<unknown> => {
      loads.push({ mutant, anew: reach(mutant.path, importers) });
      return await import(`${pathToFileURL(join(root, entry)).href}?mutant=${loads.length - 1}`);
    },
  };
};
