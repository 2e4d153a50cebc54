import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const manifest = z.object({ bin: z.union([z.string(), z.record(z.string(), z.string())]) });

/** Path of a program that an installed package brings along; works where `.bin` holds no scripts, too. */
export const programOf = async (root: string, packageName: string, name = packageName): Promise<string> => {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const path = typeof bin === 'string' ? bin : bin[name];
  if (path === undefined) throw new Error(`${packageName} brings no program ${name}`);
  return join(folder, path);
};

export interface Ended {
  /** Exit code; undefined where a signal or the time limit ended it. */
  readonly code: number | undefined;
  readonly output: string;
  readonly seconds: number;
}
export interface RunOptions {
  readonly cwd: string;
  /** `show`: straight to the terminal; `keep`: given back when it ends. */
  readonly output: 'show' | 'keep';
  readonly limitSeconds?: number;
}

/** Runs a script of Node to its end, without standard input. Rejects only if it cannot be started. */
export const runNode = async (
  script: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> => {
  const started = performance.now();
  const pipe = options.output === 'keep' ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [script, ...args], {
    cwd: options.cwd,
    stdio: ['ignore', pipe, pipe],
  });
  const chunks: Buffer[] = [];
  const keep = (chunk: Buffer): void => {
    chunks.push(chunk);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const limit =
    options.limitSeconds === undefined
      ? undefined
      : setTimeout(() => child.kill('SIGKILL'), options.limitSeconds * 1000);
  const code = await new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? undefined));
  });
  clearTimeout(limit);
  return {
    code,
    output: Buffer.concat(chunks).toString('utf8'),
    seconds: (performance.now() - started) / 1000,
  };
};
