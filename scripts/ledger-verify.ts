import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientSettings } from '../localstack/clients.ts';
import { chosenWorld } from '../localstack/commands/worlds.ts';
import { credentialsFor } from '../localstack/environment.ts';
import { isId } from '../shared/kernel/ids.ts';
import { publicKeyOf, readNote } from '../shared/ledger/checkpoint.ts';
import { checkFolder } from './ledger/check.ts';
import { collectExport } from './ledger/collect.ts';
import { textAt, writeExport } from './ledger/folder.ts';
import { readVerify, verifyUsage, type VerifyOptions } from './ledger/options.ts';
import { apiOfWorld, publicKeyPem } from './ledger/place.ts';
import { ending } from './operator/end.ts';
import { provinceOf } from './operator/stacks.ts';

/** Verifies a folder in a process of its own: it has the files, and nothing else of this one. */
const inAnotherProcess = async (argv: readonly string[]): Promise<number> =>
  await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'ledger-verify.ts'), ...argv], {
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });

/** Exports from the running stage into a folder that is gone afterwards; the key comes out of KMS, unless one is given. */
const exportAndVerify = async (options: VerifyOptions): Promise<number> => {
  const { subject = '', head, receipts, whole, sealed, world } = options;
  if (!isId('sub', subject)) throw new TypeError('the options were read');
  const command = 'npm run ledger:verify';
  const { name, record } = await chosenWorld(command, world);
  const settings = clientSettings(record.endpoint, credentialsFor());
  const place = { name, settings, forcePathStyle: true };
  const folder = mkdtempSync(join(tmpdir(), 'leian-ledger-'));
  try {
    const key = options.key ?? join(folder, 'key.pem');
    if (options.key === undefined)
      writeFileSync(key, await publicKeyPem(settings, (await provinceOf(place, undefined)).ledgerKey));
    const trusted =
      head === undefined ? undefined : readNote(textAt(head) ?? '', publicKeyOf(textAt(key) ?? ''));
    const since = trusted?.ok === true ? { since: trusted.head.size } : {};
    const exported = join(folder, 'export');
    writeExport(exported, await collectExport(await apiOfWorld(command, name), subject, since));
    return await inAnotherProcess([
      ...['--export', exported, '--key', key, '--subject', subject],
      ...(head === undefined ? [] : ['--head', head]),
      ...receipts.flatMap((path) => ['--receipt', path]),
      ...(whole ? ['--whole'] : []),
      ...(sealed ? ['--sealed'] : []),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** `npm run ledger:verify`: exit code 0 verified, 1 not verified, 2 what was given cannot be read. */
const main = async (options: VerifyOptions): Promise<number> => {
  const { folder, key, head, receipts, subject, whole, sealed } = options;
  if (folder === undefined || key === undefined) return await exportAndVerify(options);
  const { code, lines } = checkFolder({ folder, key, head, receipts, subject, whole, sealed });
  for (const line of lines) (code === 2 ? console.error : console.log)(line);
  return code;
};

const options = readVerify(process.argv.slice(2));
if ('faults' in options) {
  console.error([...options.faults.map((fault) => `✗ ${fault}`), verifyUsage].join('\n'));
  process.exitCode = 2;
} else await ending(async () => await main(options));
