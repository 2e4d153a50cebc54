import { readFile, readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { run } from './run.ts';

/** Whether a server could listen on this port of loopback. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** A port that nobody listens on now, chosen by the system. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port was given')),
      );
    });
  });

/** The wanted port if it is free, else another one. */
export const freePortNear = async (wanted: number): Promise<number> =>
  (await isFree(wanted)) ? wanted : freePort();

/** Who listens there, as "node (process 4711)"; undefined when the system does not tell. */
export const listener = async (port: number): Promise<string | undefined> => {
  if (process.platform === 'linux') return listenerOfProc(port);
  if (process.platform === 'win32') return undefined;
  const { output } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { limitMs: 3_000 });
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const command = /^c(.+)$/m.exec(output)?.[1];
  return pid === undefined ? undefined : `${command ?? 'a program'} (process ${pid})`;
};

/** Linux: the socket's inode in the kernel's table, then the process that holds it (own processes only, unless root). */
const listenerOfProc = async (port: number): Promise<string | undefined> => {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const inodes = new Set(
    tables
      .flatMap((table) => table.split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => local?.endsWith(`:${hex}`) === true && state === '0A')
      .map((fields) => `socket:[${fields[9] ?? ''}]`),
  );
  if (inodes.size === 0) return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const targets = await Promise.all(handles.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
    if (!targets.some((target) => inodes.has(target))) continue;
    const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program');
    return `${command.trim()} (process ${pid})`;
  }
  return undefined;
};
