import { glob, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

/** One import, export-from or dynamic import of a file. */
export interface Import {
  /** As it is written: `../kernel/ids.ts`, `zod`, `node:fs`. */
  readonly specifier: string;
  /** Path from the repository's root where it is one of our files. */
  readonly file: string | undefined;
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}
export interface Source {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly program: unknown;
}

interface Entry {
  readonly isType: boolean;
}
const onlyTypes = (entries: readonly Entry[]): boolean =>
  entries.length > 0 && entries.every(({ isType }) => isType);

/** Reads one file's imports. Throws, naming the file, when it does not parse. */
export const readSource = (path: string, text: string): Source => {
  const { program, module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  const resolve = (specifier: string, typeOnly: boolean): Import => ({
    specifier,
    file: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined,
    typeOnly,
  });
  const imports = [
    ...module.staticImports.map(({ moduleRequest, entries }) =>
      resolve(moduleRequest.value, onlyTypes(entries)),
    ),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null ? [] : [resolve(moduleRequest.value, isType)],
      ),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      resolve(text.slice(moduleRequest.start, moduleRequest.end).replaceAll(/^['"`]|['"`]$/g, ''), false),
    ),
  ];
  return { path, text, imports, program };
};

/** Folders that hold our code. */
export const folders = ['functions', 'shared', 'infra', 'localstack', 'scripts', 'test'];

/** Every TypeScript file of ours. */
export const readSources = async (root: string): Promise<readonly Source[]> => {
  const paths: string[] = [];
  for await (const path of glob(`{${folders.join(',')}}/**/*.ts`, { cwd: root })) paths.push(path);
  return await Promise.all(
    paths
      .map((path) => path.replaceAll('\\', '/'))
      .toSorted()
      .map(async (path) => readSource(path, await readFile(join(root, path), 'utf8'))),
  );
};
