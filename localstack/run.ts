import { spawn } from 'node:child_process';

export interface Outcome {
  /** Exit code; undefined when it could not be started or was ended by the time limit. */
  readonly code: number | undefined;
  readonly output: string;
  readonly why?: 'not found' | 'time limit';
}

export interface RunOptions {
  readonly limitMs: number;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** Hears each line as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Runs a program to its end and returns what it printed (both streams). Never rejects: the caller decides what a failure means. */
export const run = (program: string, args: readonly string[], options: RunOptions): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { env: options.env, cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let rest = '';
    let expired = false;
    const timer = setTimeout(() => {
      expired = true;
      child.kill('SIGKILL');
    }, options.limitMs);
    const hear = (chunk: Buffer): void => {
      const text = chunk.toString();
      output += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach((line) => options.onLine?.(line));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    child.once('error', (error) => end({ code: undefined, output: error.message, why: 'not found' }));
    child.once('close', (code) =>
      end(expired ? { code: undefined, output, why: 'time limit' } : { code: code ?? undefined, output }),
    );
  });
