import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as missing from './missing.ts';
import { Refusal, exitCodes, stopIfAsked, type Problem } from './refusal.ts';
import { run, type Outcome } from './run.ts';
import { oldestPython, requirements } from './versions.ts';
import { venvFolder } from './worlds.ts';

const candidates: readonly (readonly [string, ...string[]])[] =
  process.platform === 'win32' ? [['py', '-3'], ['python']] : [['python3'], ['python']];

const probe =
  'import sys,importlib.util as u;print(*sys.version_info[:2],int(bool(u.find_spec("venv") and u.find_spec("ensurepip"))))';

/** The first Python of the machine that can make our virtual environment, or what is wrong with those that are there. */
export const findPython = async (
  tried = candidates,
): Promise<{ readonly command: readonly [string, ...string[]] } | { readonly problem: Problem }> => {
  let problem = missing.python();
  for (const command of tried) {
    const [program, ...args] = command;
    const { code, output } = await run(program, [...args, '-c', probe], { limitMs: 10_000 });
    const [major, minor, venv] = output.trim().split(' ').map(Number);
    if (code !== 0 || major === undefined || minor === undefined || Number.isNaN(minor)) continue;
    if (major !== oldestPython.major || minor < oldestPython.minor)
      problem = missing.oldPython(`${major}.${minor}`);
    else if (venv !== 1) problem = missing.venvModule(`${major}.${minor}`);
    else return { command };
  }
  return { problem };
};

/** The interpreter of the project's own virtual environment. */
export const venvPython =
  process.platform === 'win32'
    ? join(venvFolder, 'Scripts', 'python.exe')
    : join(venvFolder, 'bin', 'python');

/** Names and versions of the lines of requirements.txt; lines with a marker are checked by pip alone. */
export const pins = (text: string): readonly string[] =>
  text.split('\n').filter((line) => /^[A-Za-z][\w.-]*==[\w.]+$/.test(line.trim()));

/** Whether the virtual environment works and holds exactly the pinned versions. */
export const venvIsReady = async (): Promise<boolean> => {
  const wanted = pins(await readFile(requirements, 'utf8'));
  const check = `import importlib.metadata as m,sys;sys.exit(any(m.version(p.split("==")[0])!=p.split("==")[1] for p in ${JSON.stringify(wanted)}))`;
  return (await run(venvPython, ['-I', '-c', check], { limitMs: 20_000 })).code === 0;
};

const lock = `${venvFolder}.lock`;
/** Longest that an installation may take; a slow index is named instead of waited for. */
const limitMs = 240_000;

/** Two commands may start at once: one installs, the other waits. A lock left behind by a crash is ignored after the limit. */
const withLock = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch {
      const age = Date.now() - (await stat(lock).catch(() => ({ mtimeMs: 0 }))).mtimeMs;
      if (age > limitMs) await rm(lock, { recursive: true, force: true });
      else await sleep(250);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
};

/**
 * Makes the virtual environment with the pinned packages, unless it is there already. Throws a Refusal that says what pip could
 * not do: most often the package index cannot be reached.
 */
export const installEmulator = async (
  python: readonly [string, ...string[]],
  note: (text: string) => void,
  signal?: AbortSignal,
): Promise<'ready' | 'installed'> => {
  if (await venvIsReady()) return 'ready';
  await mkdir(join(venvFolder, '..'), { recursive: true });
  note('installing the emulator, once');
  return withLock(async () => {
    if (await venvIsReady()) return 'ready';
    await rm(venvFolder, { recursive: true, force: true });
    const [program, ...args] = python;
    const made = await run(program, [...args, '-m', 'venv', venvFolder], { limitMs: 60_000, signal });
    stopIfAsked(signal);
    if (made.code !== 0) throw new Refusal(exitCodes.notReady, [missing.venvFailed(made.output)]);
    const installed = await run(venvPython, ['-m', 'pip', ...pipArguments], { limitMs, signal });
    stopIfAsked(signal);
    if (installed.code !== 0)
      throw new Refusal(exitCodes.notReady, [missing.packages(classify(installed), installed.output)]);
    return 'installed';
  });
};

/** Short patience per try: an index that does not answer is named within half a minute. Wheels only: nothing is compiled. */
const pipArguments = [
  ...'install --quiet --disable-pip-version-check --no-input --only-binary :all: --timeout 8 --retries 1 -r'.split(
    ' ',
  ),
  requirements,
];

const unreachable =
  /ConnectionError|NewConnectionError|ConnectTimeout|ReadTimeout|Max retries|ProxyError|SSLError|Network is unreachable|Name or service not known|Temporary failure in name resolution|from versions: none/;

/** Why pip failed: an index that cannot be reached looks to pip like a package that does not exist. */
export const classify = (outcome: Pick<Outcome, 'why' | 'output'>): 'index' | 'slow' | 'other' => {
  if (outcome.why === 'time limit') return 'slow';
  return unreachable.test(outcome.output) ? 'index' : 'other';
};
