import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './run.ts';

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const commandOf = async (pid: number): Promise<string> => {
  if (process.platform === 'linux')
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
  if (process.platform === 'win32') {
    const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`;
    return (await run('powershell', ['-NoProfile', '-Command', query], { limitMs: 10_000 })).output;
  }
  return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { limitMs: 3_000 })).output;
};

/**
 * Whether this process id is still the process that we started: the mark stands on its command line. After a restart of the
 * machine the number may belong to anybody; such a process is never touched. A zombie has no command line and counts as gone.
 */
export const isOurs = async (pid: number, mark: string): Promise<boolean> =>
  exists(pid) && (await commandOf(pid)).includes(mark);

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already: that is what was wanted.
  }
};

/**
 * Ends a process that we started: asked to first, so that it writes its state; after `graceMs` by force. Whatever of its group
 * is left (function workers) ends with it. Returns whether it ended by itself.
 */
export const end = async (
  pid: number,
  mark: string,
  graceMs = 20_000,
): Promise<'gone' | 'ended' | 'forced'> => {
  if (!(await isOurs(pid, mark))) return 'gone';
  if (process.platform === 'win32') {
    await run('taskkill', ['/PID', String(pid), '/T', '/F'], { limitMs: 10_000 });
    return 'forced';
  }
  signal(pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && (await isOurs(pid, mark))) await sleep(50);
  const forced = await isOurs(pid, mark);
  // The process was started as leader of its own group: the negative number names the group.
  signal(-pid, 'SIGKILL');
  while (await isOurs(pid, mark)) await sleep(20);
  return forced ? 'forced' : 'ended';
};
