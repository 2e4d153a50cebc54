import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import * as z from 'zod';
import { deployedFunctions, entryOf, functionId } from './functions.ts';

export interface BundleResult {
  readonly functions: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Lambda puts a function's credentials into its environment. The SDK's search through files, web identities, sign-on and
 * metadata services stays out of the bundles, and with it the clients that the search brings along (some 90 kB each).
 */
const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup: (pass) => {
    const chain = '@aws-sdk/credential-provider-node';
    pass.onResolve({ filter: new RegExp(`^${chain}$`) }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === chain) return undefined;
      const found = await pass.resolve(path, { resolveDir, kind, pluginData: chain });
      return found.errors.length > 0 ? found : { path: found.path, namespace: 'environment-credentials' };
    });
    pass.onLoad({ filter: /./, namespace: 'environment-credentials' }, ({ path }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: dirname(path),
    }));
  },
};

const versioned = z.object({ version: z.string() });

/** The SDK's clients import the whole of their package.json to tell their version: only the version comes along (2 kB a client). */
const versionAlone: Plugin = {
  name: 'version-alone',
  setup: (pass) => {
    pass.onLoad({ filter: /@aws-sdk[\\/][\w-]+[\\/]package\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify(versioned.parse(JSON.parse(await readFile(path, 'utf8')))),
      loader: 'json',
    }));
  },
};

/**
 * The description of the API as one text that is read when its module runs: V8 passes over a text many times faster than
 * over the same as JavaScript, and few requests need it (its module is loaded by `import()`).
 */
const longText: Plugin = {
  name: 'long-text',
  setup: (pass) => {
    pass.onLoad({ filter: /[\\/]openapi\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(text)});`, loader: 'js' };
    });
  },
};

/** Bundles entries (name → path below the root) as functions are bundled, with esbuild's metafile as `meta.json` beside them. */
export const bundleEntries = async (
  root: string,
  outdir: string,
  entryPoints: Readonly<Record<string, string>>,
): Promise<number> => {
  const result = await build({
    absWorkingDir: root,
    entryPoints: { ...entryPoints },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: false,
    sourcemap: false,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    plugins: [environmentCredentials, versionAlone, longText],
    logLevel: 'warning',
    // Some CommonJS dependencies ask for Node's own modules at run time.
    banner: {
      js: "import{createRequire as leianCreateRequire}from'node:module';const require=leianCreateRequire(import.meta.url);",
    },
  });
  await writeFile(join(outdir, 'meta.json'), JSON.stringify(result.metafile));
  return Object.values(result.metafile.outputs).reduce((sum, file) => sum + file.bytes, 0);
};

/**
 * Bundles every deployed function in one pass to `<out>/<function>/index.mjs` and writes esbuild's metafile beside them.
 * The same sources give the same bytes. Throws, naming every entry that is missing.
 */
export const bundle = async (root: string, out = 'dist'): Promise<BundleResult> => {
  const started = performance.now();
  const missing = deployedFunctions.map(entryOf).filter((entry) => !existsSync(join(root, entry)));
  if (missing.length > 0)
    throw new Error(`no such handler:\n${missing.map((entry) => `  ${entry}`).join('\n')}`);
  const outdir = resolve(root, out);
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const entries = deployedFunctions.map((one) => [`${functionId(one)}/index`, entryOf(one)] as const);
  const bytes = await bundleEntries(root, outdir, Object.fromEntries(entries));
  return {
    functions: deployedFunctions.length,
    bytes,
    milliseconds: Math.round(performance.now() - started),
  };
};

if (import.meta.main) {
  const { functions, bytes, milliseconds } = await bundle(resolve(import.meta.dirname, '..'));
  console.log(`bundled ${functions} functions, ${Math.round(bytes / 1024)} kB, in ${milliseconds} ms`);
}
