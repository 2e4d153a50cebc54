import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { Running } from '../running.ts';
import { repository } from '../versions.ts';
import { worldPaths } from '../worlds.ts';
import { Broken, type Teller } from './scene.ts';
import { until } from './speaker.ts';

interface Ended {
  readonly code: number;
  readonly text: string;
}
/** Runs a command of scripts/ as a process of its own. */
const command = async (script: string, ...given: readonly string[]): Promise<Ended> =>
  await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(repository, 'scripts', script), ...given], { stdio: 'pipe' });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve({ code: code ?? 1, text: text.trim() });
    });
  });

/** The first head that was ever signed here, as somebody outside the house might have kept it. */
const firstHead = async ({ clientSettings, archive: Bucket }: Running): Promise<string> => {
  const s3 = new S3Client({ ...clientSettings, forcePathStyle: true });
  try {
    const { Contents: [first] = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'ledger/heads/', MaxKeys: 1 }),
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: first?.Key ?? '' }));
    return (await Body?.transformToString()) ?? '';
  } finally {
    s3.destroy();
  }
};

const change = z.tuple([z.string(), z.string(), z.int()]).rest(z.string());
const body = z.looseObject({
  ...{ sequence: z.int(), type: z.string(), time: z.string(), changes: z.array(change) },
});
const ledger = z.looseObject({
  entries: z.array(z.looseObject({ opaque: z.boolean(), body: z.string().optional() })),
});
type Ledger = z.output<typeof ledger>;

const lineOf = (text: string): string => {
  const { sequence, type, time, changes } = body.parse(JSON.parse(text));
  const named = changes.map(([kind, , version]) => `${kind} v${version}`).join(', ');
  return `${String(sequence).padStart(3)}  ${time}  ${type}  ${named}`;
};

const folderOf = (world: Running, subject: string): string =>
  join(worldPaths(world.world).folder, 'export', subject);

/** Exports a file while the thread is under way: somebody may try later to pass it off as the newest. */
export const keepExport = async (world: Running, subject: string): Promise<void> => {
  const to = join(folderOf(world, subject), 'older');
  await rm(to, { recursive: true, force: true });
  const kept = await command('ledger-export.ts', subject, '--to', to, '--world', world.world);
  if (kept.code !== 0) throw new Broken(`an export on the way: ${kept.text}`);
};

/**
 * Exports a file, and has another process check it from files alone: the ledger's public key and the head that it trusts come to it
 * by another way than the export. Then forges the export in three ways and checks again.
 */
export const verifyExport = async (world: Running, subject: string, tell: Teller): Promise<void> => {
  tell.step(
    '账本与核验：导出档案，由另一进程凭公钥与留存的树根核验',
    'the ledger and its verification, by another process: exported files, a public key, a head kept earlier',
  );
  const folder = folderOf(world, subject);
  await mkdir(folder, { recursive: true });
  const [key, head, good] = ['key.pem', 'head', 'good'].map((name) => join(folder, name));
  if (key === undefined || head === undefined || good === undefined) throw new RangeError('three paths');
  const note = await firstHead(world);
  await writeFile(head, note);
  const wanted = ['--world', world.world];
  const made = await command('ledger-key.ts', '--to', key, ...wanted);
  if (made.code !== 0) throw new Broken(`the public key: ${made.text}`);

  const since = note.split('\n')[1] ?? '';
  const verify = async (name: string, trusted = head): Promise<Ended> =>
    await command(
      'ledger-verify.ts',
      ...[
        '--export',
        join(folder, name),
        '--key',
        key,
        '--head',
        trusted,
        '--subject',
        subject,
        '--whole',
        '--sealed',
      ],
    );
  // Entries are sealed within seconds of being written: the last of them may not be yet.
  let last = '';
  const verified = await until('an export that verifies whole', async () => {
    const exported = await command('ledger-export.ts', subject, '--to', good, '--since', since, ...wanted);
    if (exported.code !== 0) throw new Broken(`the export: ${exported.text}`);
    const ended = await verify('good');
    if (ended.code === 2) throw new Broken(`the verification: ${ended.text}`);
    last = ended.text;
    return ended.code === 0 ? ended : undefined;
  }).catch((error: unknown) => {
    throw error instanceof Broken ? new Broken(`${error.message}; last: ${last}`) : error;
  });
  const read = async (): Promise<Ledger> =>
    ledger.parse(JSON.parse(await readFile(join(good, 'ledger.json'), 'utf8')));
  for (const entry of (await read()).entries) tell.fact(lineOf(entry.body ?? '{}'));
  for (const line of verified.text.split('\n')) tell.fact(line);

  const forged = async (name: string, file: string, forge: (text: string) => string): Promise<void> => {
    await cp(good, join(folder, name), { recursive: true });
    const path = join(folder, name, file);
    await writeFile(path, forge(await readFile(path, 'utf8')));
    const { code, text } = await verify(name);
    tell.fact(`${name} → ${text.split('\n').slice(0, 2).join(' ')}`);
    if (code !== 1) throw new Broken(`an export with ${name} passed the verification`);
  };
  await forged('one word changed', 'file.json', (text) => text.replace('FILLING_STATION', 'TOURIST_SITE'));
  await forged('its last entry cut off', 'ledger.json', (text) => {
    const { entries, ...rest } = ledger.parse(JSON.parse(text));
    return JSON.stringify({ ...rest, entries: entries.slice(0, -1) });
  });
  // Right in itself, and once the truth: only a newer head tells.
  const replay = await verify('older', join(good, 'head'));
  tell.fact(
    `the export of an earlier step, held against a newer head → ${replay.text.split('\n').slice(0, 2).join(' ')}`,
  );
  if (replay.code !== 1) throw new Broken('an older export passed for a newer one');
};
