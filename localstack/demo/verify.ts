import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { repository } from '../versions.ts';
import { worldPaths } from '../worlds.ts';
import { Broken, type Speaker, type Teller } from './scene.ts';
import { expectAnswer } from './speaker.ts';

const exported = z.looseObject({ subject: z.string() });
const ledger = z.looseObject({
  entries: z.array(z.looseObject({ opaque: z.boolean(), body: z.string().optional() })),
});

const verifyIn = async (folder: string): Promise<{ code: number; text: string }> =>
  await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(repository, 'scripts', 'verify-file.ts'), folder], {
      stdio: 'pipe',
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve({ code: code ?? 1, text: text.trim() });
    });
  });

/** Exports a file by API and has another process check it, from the exported files alone; then changes one and checks again. */
export const verifyExport = async (
  world: string,
  who: Speaker,
  subject: string,
  tell: Teller,
): Promise<void> => {
  tell.step(
    '账本与核验：导出档案，由另一进程核验',
    'the ledger and its verification, by another process from exported files',
  );
  const chain = await expectAnswer(who.get(`/v1/subjects/${subject}/ledger`), 200, ledger);
  const file = await expectAnswer(who.get(`/v1/subjects/${subject}/file?form=stored`), 200, exported);
  for (const entry of chain.entries) {
    const { sequence, type, time, changes } = z
      .object({
        sequence: z.int(),
        type: z.string(),
        time: z.string(),
        changes: z.array(z.object({ kind: z.string(), version: z.int() })),
      })
      .parse(JSON.parse(entry.body ?? '{}'));
    tell.fact(
      `${String(sequence).padStart(3)}  ${time}  ${type}  ${changes.map((change) => `${change.kind} v${change.version}`).join(', ')}`,
    );
  }
  const folder = join(worldPaths(world).folder, 'export', subject);
  const keep = async (name: string, value: unknown): Promise<void> => {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'ledger.json'), JSON.stringify(chain));
    await writeFile(join(folder, name, 'file.json'), JSON.stringify(value));
  };
  await keep('true', file);
  const good = await verifyIn(join(folder, 'true'));
  tell.fact(good.text);
  if (good.code !== 0) throw new Broken('the exported file does not verify');

  await keep(
    'changed',
    JSON.parse(
      JSON.stringify(file).replace('"verdict', '"Verdict').replace('FILLING_STATION', 'TOURIST_SITE'),
    ),
  );
  const bad = await verifyIn(join(folder, 'changed'));
  tell.fact(`one word of the export changed → ${bad.text.split('\n')[0] ?? ''}`);
  if (bad.code === 0) throw new Broken('a changed export passed the verification');
};
