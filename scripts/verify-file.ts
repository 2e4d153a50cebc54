import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { recordDigest } from '../shared/subject-file/record.ts';
import { verifyChain, type ShownEntry } from '../shared/ledger/chain.ts';

const ledgerFile = z.object({
  subject: z.string(),
  entries: z.array(
    z.union([
      z.object({ opaque: z.literal(false), body: z.string(), hash: z.string() }),
      z.object({ opaque: z.literal(true), sequence: z.int(), previous: z.string(), hash: z.string() }),
    ]),
  ),
});
const storedFile = z.object({
  subject: z.string(),
  records: z.array(
    z.object({
      kind: z.string(),
      id: z.string(),
      version: z.int(),
      salt: z.base64(),
      body: z.string(),
      packed: z.base64().optional(),
    }),
  ),
});

export interface FileVerdict {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/**
 * Checks a file from two exported answers of the API: the chain is recomputed from the entries, and every record as
 * stored is held against the last digest that the chain names for it. Needs neither table nor network.
 */
export const verifyFile = (ledger: unknown, stored: unknown): FileVerdict => {
  const { subject, entries } = ledgerFile.parse(ledger);
  const { records } = storedFile.parse(stored);
  const shown: readonly ShownEntry[] = entries;
  const chain = verifyChain(subject, shown);
  if (chain.fault !== undefined) {
    const { sequence, reason, expected, found } = chain.fault;
    return {
      ok: false,
      lines: [`entry ${sequence}: ${reason}`, `  expected ${expected}`, `  found    ${found}`],
    };
  }
  const missing = new Set(chain.versions.keys());
  for (const record of records) {
    const name = `${record.kind}#${record.id}`;
    const digest = recordDigest({
      salt: Buffer.from(record.salt, 'base64'),
      body: record.body,
      ...(record.packed === undefined ? {} : { packed: Buffer.from(record.packed, 'base64') }),
    });
    const known = chain.versions.get(name)?.digest;
    missing.delete(name);
    if (known === digest) continue;
    if (known === undefined && chain.opaque > 0) continue;
    return {
      ok: false,
      lines: [
        `${name} version ${record.version} differs from the ledger`,
        `  ledger ${known ?? 'none'}`,
        `  record ${digest}`,
      ],
    };
  }
  if (missing.size > 0)
    return { ok: false, lines: [`the ledger names records that are not there: ${[...missing].join(', ')}`] };
  const opaque = chain.opaque === 0 ? '' : ` (${chain.opaque} opaque)`;
  return {
    ok: true,
    lines: [`${chain.entries} entries${opaque}, ${records.length} records, head ${chain.head}`],
  };
};

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('usage: npx node scripts/verify-file.ts <folder with ledger.json and file.json>');
    process.exit(2);
  }
  const read = (name: string): unknown => {
    try {
      return JSON.parse(readFileSync(join(folder, name), 'utf8'));
    } catch (error) {
      console.error(`cannot read ${name} / 无法读取 ${name}: ${error instanceof Error ? error.message : ''}`);
      return process.exit(2);
    }
  };
  try {
    const verdict = verifyFile(read('ledger.json'), read('file.json'));
    console.log(
      `${verdict.ok ? 'verified / 核验通过' : 'NOT VERIFIED / 核验未通过'}: ${verdict.lines.join('\n')}`,
    );
    if (verdict.ok) {
      console.log(
        '  checked: links, hashes and digests. Not checked: entries cut off at the end (signed heads are not built yet)',
      );
      console.log('  已核：链接、哈希、摘要。未核：末尾是否被截去（签名树根尚未建设）');
    }
    process.exitCode = verdict.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    console.error(
      `NOT VERIFIED / 核验未通过: not the exported form / 不是导出的格式: ${error.issues[0]?.path.join('/') ?? ''}`,
    );
    process.exitCode = 1;
  }
}
