import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFolder, type CheckOptions } from '../../../scripts/ledger/check.ts';
import { readExportOptions, readVerify } from '../../../scripts/ledger/options.ts';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { aSubject } from '../../builders/files.ts';
import { apiOf } from '../../builders/exports.ts';
import { testKey } from '../../builders/ledger-key.ts';
import { county, registerOrganisation, registerStation, reportBy } from '../../builders/parties.ts';
import { makeStage, type Stage } from '../../builders/stage.ts';

const root = join(import.meta.dirname, '../../..');
const vectors = join(root, 'test/vectors/ledger');
const work = mkdtempSync(join(tmpdir(), 'leian-commands-'));
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});
const run = async (script: string, ...argv: readonly string[]): Promise<{ code: number; text: string }> =>
  await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'scripts', script), ...argv], { stdio: 'pipe' });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve({ code: code ?? -1, text });
    });
  });

const asked: CheckOptions = {
  ...{ folder: join(vectors, 'export'), key: join(vectors, 'key.pem'), head: join(vectors, 'trusted-head') },
  ...{ receipts: [], subject: aSubject, whole: true, sealed: true },
};
const checked = (given: Partial<CheckOptions>) => checkFolder({ ...asked, ...given });
const kept = (name: string, text: string): string => {
  writeFileSync(join(work, name), text);
  return join(work, name);
};

describe('ledger:verify --export, in another process', () => {
  const argv = ['--export', asked.folder, '--key', asked.key, '--head', asked.head ?? ''];
  it('ends with 0 and says what it proved', async () => {
    const { code, text } = await run('ledger-verify.ts', ...argv);
    expect(text).toMatch(/^核验通过 \/ verified: sub_\w+\n/);
    expect(text).toContain('已封存 / sealed 11, 尚未封存 / not yet sealed 0');
    expect(code).toBe(0);
  });
  it('ends with 1 and shows the first bad entry with evidence', async () => {
    const bent = join(work, 'bent');
    cpSync(asked.folder, bent, { recursive: true });
    const ledger = readFileSync(join(bent, 'ledger.json'), 'utf8');
    writeFileSync(join(bent, 'ledger.json'), ledger.replace('c-4', 'c-5'));
    const { code, text } = await run('ledger-verify.ts', '--export', bent, ...argv.slice(2));
    expect(text).toMatch(
      /^核验未通过 \/ NOT VERIFIED: sub_\w+\n.*gives? its hash\n {2}ledger\.json, 条目 \/ entry 4\n.*expected: [\w-]{43}\n.*found: +[\w-]{43}\n$/,
    );
    expect(code).toBe(1);
  });
  it('ends with 2 where it is not said what to verify with', async () => {
    const { code, text } = await run('ledger-verify.ts', '--export', asked.folder);
    expect([code, text.split('\n')[0]]).toEqual([2, expect.stringContaining('--key is missing')]);
  });
});

describe('what a verifier brings along', () => {
  it('is used', () => {
    expect(checked({})).toMatchObject({ code: 0 });
    expect(checked({ head: undefined }).lines.join('\n')).toContain('not held against an older trusted head');
    expect(checked({ subject: 'sub_01KJP0Y9M0000000000000000A' })).toMatchObject({ code: 1 });
    expect(checked({ key: kept('other.pem', testKey('another').pem) }).code).toBe(2);
    expect(checked({ key: kept('other.pem', testKey('another').pem), head: undefined }).code).toBe(1);
  });
  it.each<readonly [string, () => Partial<CheckOptions>]>([
    ['a key that is not there', () => ({ key: join(work, 'nothing.pem') })],
    ['a key that is none', () => ({ key: kept('none.pem', 'none') })],
    ['a head that is not there', () => ({ head: join(work, 'no-head') })],
    ['a head that is none', () => ({ head: kept('none', 'none\n') })],
    ['a receipt without a statement', () => ({ receipts: [kept('receipt.json', '{"receipt":{}}')] })],
    ['a folder without an export', () => ({ folder: work })],
  ])('%s: exit code 2', (_, given) => {
    const { code, lines } = checked(given());
    expect([code, lines.length]).toEqual([2, 1]);
  });
  it('an export of another form: exit code 1', () => {
    const bent = join(work, 'other-form');
    cpSync(asked.folder, bent, { recursive: true });
    writeFileSync(join(bent, 'manifest.json'), '{"format":"another.export.9"}');
    expect(checked({ folder: bent })).toMatchObject({ code: 1 });
  });
});

describe('ledger:export over the API', () => {
  let stage: Stage;
  let server: Server;
  let url: string;
  let station: SubjectId;
  let receipt: string;
  const tokens = new Set<string>();
  beforeAll(async () => {
    stage = makeStage();
    const crew = await registerOrganisation(stage);
    station = await registerStation(stage);
    for (const n of [0, 1, 2]) {
      const answer = await stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station, n) });
      receipt = kept('answer.json', answer.text);
      await stage.settle();
    }
    const ask = apiOf(stage, county);
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
      tokens.add(request.headers.authorization ?? '');
      const path = pathname.replace(/^\/stage/, '');
      ask(path, Object.fromEntries(searchParams)).then(
        (body) => response.end(JSON.stringify(body)),
        (error: unknown) => response.writeHead(403).end(String(error)),
      );
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/stage` : '';
  });
  afterAll(() => {
    server.close();
  });
  const options = async (): Promise<Partial<CheckOptions>> => {
    const pem = (await stage.ledgerKey()).export({ format: 'pem', type: 'spki' }).toString();
    return { key: kept('stage.pem', pem), subject: station };
  };

  it('gives a folder that verifies, also against an older head and a kept receipt', async () => {
    const to = join(work, 'exported');
    const { code, text } = await run(
      'ledger-export.ts',
      station,
      '--to',
      to,
      '--url',
      url,
      '--token',
      'mine',
    );
    expect([code, text]).toEqual([0, expect.stringContaining('4 entries, 7 records, 4 proofs')]);
    expect([...tokens]).toEqual(['Bearer mine']);
    const head = kept('trusted', readFileSync(join(to, 'head'), 'utf8'));
    expect(checked({ ...(await options()), folder: to, head: undefined, receipts: [receipt] })).toMatchObject(
      { code: 0 },
    );

    await registerStation(stage, 5);
    await stage.settle();
    const later = join(work, 'later');
    const since = head === '' ? '' : (readFileSync(head, 'utf8').split('\n')[1] ?? '');
    const again = await run(
      'ledger-export.ts',
      station,
      '--to',
      later,
      '--since',
      since,
      '--url',
      url,
      '--token',
      'mine',
    );
    expect(again.code).toBe(0);
    expect(checked({ ...(await options()), folder: later, head, receipts: [receipt] })).toMatchObject({
      code: 0,
    });
    // The older folder is refused by whoever knows the newer head.
    const newer = kept('newer', readFileSync(join(later, 'head'), 'utf8'));
    expect(checked({ ...(await options()), folder: to, head: newer }).code).toBe(1);
  });

  it('says what the API answered when it refused', async () => {
    const { code, text } = await run(
      'ledger-export.ts',
      aSubject,
      '--to',
      join(work, 'no'),
      '--url',
      url,
      '--token',
      'x',
    );
    expect(code).toBe(2);
    expect(text).toMatch(/^✗ The API did not give the file: GET .*403/m);
  });
});

describe('command lines', () => {
  it.each([
    [readVerify([]), 1],
    [readVerify(['sub_1']), 1],
    [readVerify([aSubject, '--export', 'x', '--key', 'k']), 1],
    [readVerify(['--export', 'x', '--world', 'demo']), 2],
    [readVerify(['--surprise']), 1],
    [readExportOptions([], {}), 2],
    [readExportOptions([aSubject, '--to', 'x', '--since', '0'], {}), 1],
    [readExportOptions([aSubject, '--to', 'x', '--url', 'http://x'], {}), 1],
    [readExportOptions([aSubject, aSubject, '--to', 'x'], {}), 1],
  ])('that are wrong say everything that is wrong (%#)', (read, count) => {
    expect('faults' in read ? read.faults.length : 0).toBe(count);
  });
  it('take the token out of the environment, so that no history keeps it', () => {
    expect(
      readExportOptions([aSubject, '--to', 'x', '--url', 'http://x'], { LEIAN_TOKEN: 't' }),
    ).toMatchObject({
      api: { url: 'http://x', token: 't' },
    });
    expect(readVerify(['--export', 'x', '--key', 'k', '--receipt', 'a', '--receipt', 'b'])).toMatchObject({
      ...{ receipts: ['a', 'b'], whole: false, sealed: false },
    });
  });
});
