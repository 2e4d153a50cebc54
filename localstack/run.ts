import { spawn, type ChildProcess } from 'node:child_process';

export interface Outcome {
  /** Exit code; undefined when it could not be started or was ended by the time limit. */
  readonly code: number | undefined;
  readonly output: string;
  readonly why?: 'not found' | 'time limit' | 'abandoned';
}

export interface RunOptions {
  readonly limitMs: number;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** Ends the program early. */
  readonly signal?: AbortSignal | undefined;
  /** Hears each line as it comes. */
  readonly onLine?: (line: string) => void;
}

const endGroup = (child: ChildProcess): void => {
  if (process.platform === 'win32' || child.pid === undefined) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Gone already: that is what was wanted.
  }
};

/** Runs a program to its end and returns what it printed (both streams). Never rejects: the caller decides what a failure means. */
export const run = (program: string, args: readonly string[], options: RunOptions): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      env: options.env,
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Leader of its own group, so that ending it also ends what it started.
      detached: process.platform !== 'win32',
    });
    let output = '';
    let rest = '';
    let why: 'time limit' | 'abandoned' | undefined;
    const cut = (reason: 'time limit' | 'abandoned') => (): void => {
      why = reason;
      endGroup(child);
    };
    const timer = setTimeout(cut('time limit'), options.limitMs);
    const abandon = cut('abandoned');
    options.signal?.addEventListener('abort', abandon, { once: true });
    if (options.signal?.aborted === true) abandon();
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
      options.signal?.removeEventListener('abort', abandon);
      resolve(outcome);
    };
    child.once('error', (error) => end({ code: undefined, output: error.message, why: 'not found' }));
    child.once('close', (code) =>
      end(why === undefined ? { code: code ?? undefined, output } : { code: undefined, output, why }),
    );
  });
