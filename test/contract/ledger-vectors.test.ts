import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { publicKeyOf, readNote } from '../../shared/ledger/checkpoint.ts';
import { entryHash } from '../../shared/ledger/entry.ts';
import { readExport, type ExportName } from '../../shared/ledger/export.ts';
import { emptyRoot, isConsistent, isIncluded, leafHash } from '../../shared/ledger/merkle.ts';
import { recordDigest } from '../../shared/ledger/record-digest.ts';
import { readStatement, signedStatement } from '../../shared/ledger/statement.ts';
import { verifyExport } from '../../shared/ledger/verify.ts';
import { vectors } from '../vectors/make.ts';

const folder = join(import.meta.dirname, '../vectors');
const text = (name: string): string => readFileSync(join(folder, 'ledger', name), 'utf8');
const load = <T>(name: string, schema: z.ZodType<T>): T => schema.parse(JSON.parse(text(name)));
const bytes = (url: string): Buffer => Buffer.from(url, 'base64url');

describe('the committed vectors of the ledger’s format', () => {
  it('are what the code makes today: a change of the format is a change of these files', () => {
    const made = vectors();
    for (const [name, expected] of made) expect(text(name), name).toBe(expected);
    const committed = readdirSync(join(folder, 'ledger'), { recursive: true, encoding: 'utf8' });
    const files = committed.map((path) => path.replaceAll('\\', '/')).filter((path) => path !== 'export');
    expect(files.toSorted()).toEqual([...made.keys()].toSorted());
  });

  it('entries have their hashes, records their digests', () => {
    const entry = z.object({ subject: z.string(), body: z.string(), hash: z.string() });
    for (const { subject, body, hash } of load('entries.json', z.array(entry)))
      expect(entryHash(subject, body)).toBe(hash);
    const record = z.object({
      ...{ salt: z.string(), body: z.string(), digest: z.string() },
      packed: z.string().optional(),
    });
    for (const { salt, body, packed, digest } of load('records.json', z.array(record)))
      expect(
        recordDigest({
          ...{ salt: Buffer.from(salt, 'base64'), body },
          ...(packed === undefined ? {} : { packed: Buffer.from(packed, 'base64') }),
        }),
      ).toBe(digest);
  });

  it('leaves, roots, inclusion and consistency paths hold', () => {
    const path = z.array(z.string());
    const tree = load(
      'tree.json',
      z.object({
        leaves: z.array(
          z.object({ subject: z.string(), sequence: z.int(), entryHash: z.string(), leaf: z.string() }),
        ),
        roots: z.array(z.string()),
        inclusion: z.array(z.object({ index: z.int(), size: z.int(), path })),
        consistency: z.array(z.object({ from: z.int(), size: z.int(), path })),
      }),
    );
    const leaves = tree.leaves.map((one) => leafHash(one.subject, one.sequence, one.entryHash));
    expect(leaves.map((leaf) => leaf.toString('base64url'))).toEqual(tree.leaves.map(({ leaf }) => leaf));
    expect(tree.roots).toHaveLength(leaves.length + 1);
    const root = (size: number): Buffer => bytes(tree.roots[size] ?? '');
    expect(root(0)).toEqual(emptyRoot());
    for (const { index, size, path: steps } of tree.inclusion)
      expect(isIncluded(leaves[index] ?? root(0), index, size, steps.map(bytes), root(size))).toBe(true);
    for (const { from, size, path: steps } of tree.consistency)
      expect(
        isConsistent({ size: from, root: root(from) }, { size, root: root(size) }, steps.map(bytes)),
      ).toBe(true);
  });

  it('note and statement are proven by the key', () => {
    const { key, note, head, statement, said } = load(
      'signed.json',
      z.object({
        ...{ key: z.string(), note: z.string(), statement: signedStatement },
        head: z.looseObject({ root: z.string() }),
        said: z.looseObject({}),
      }),
    );
    const read = readNote(note, publicKeyOf(key));
    expect(read).toEqual({ ok: true, head: { ...head, root: Buffer.from(head.root, 'base64') } });
    expect(readStatement(statement, publicKeyOf(key))).toEqual({ ok: true, statement: said });
  });

  it('the export verifies as it says, and what is bent in it is found where it says', () => {
    const expected = load(
      'expected.json',
      z.looseObject({
        subject: z.string(),
        bent: z.array(
          z.object({
            ...{ what: z.string(), file: z.string(), replace: z.string(), by: z.string() },
            sequence: z.int().optional(),
          }),
        ),
      }),
    );
    const key = publicKeyOf(text('key.pem'));
    const trusted = readNote(text('trusted-head'), key);
    if (!trusted.ok) throw new Error(trusted.reason);
    const verdict = (textOf: (name: ExportName) => string) => {
      const read = readExport(textOf);
      if (!read.ok) throw new Error(read.reason);
      return verifyExport(read.value, { key, trustedHead: trusted.head, subject: expected.subject });
    };
    const { bent, ...said } = expected;
    expect(verdict((name) => text(`export/${name}`))).toMatchObject({ ok: true, ...said });
    for (const { what, file, replace, by, sequence } of bent) {
      const { ok, fault } = verdict((name) => {
        const whole = text(`export/${name}`);
        return name === file ? whole.replace(replace, () => by) : whole;
      });
      expect([what, ok, fault?.sequence]).toEqual([what, false, sequence]);
    }
  });
});

const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import hashlib']).status === 0);

describe('an implementation of its own, in another language, from docs/ledger.md', () => {
  it.skipIf(python === undefined)(
    'comes to the same (skipped where there is no Python)',
    () => {
      const told = execFileSync(python ?? '', [join(folder, 'verify.py')], { encoding: 'utf8' });
      expect(told).toMatch(/^1 export, 9 bent ones found$/m);
    },
    60_000,
  );

  it.skipIf(python === undefined)('and says so where a vector differs', () => {
    const copy = mkdtempSync(join(tmpdir(), 'leian-vectors-'));
    try {
      cpSync(join(folder, 'ledger'), copy, { recursive: true });
      writeFileSync(join(copy, 'records.json'), text('records.json').replace('{}', '{ }'));
      const { status, stdout } = spawnSync(python ?? '', [join(folder, 'verify.py'), copy], {
        encoding: 'utf8',
      });
      expect([status, stdout]).toEqual([1, '3 entries\nDIFFERS: record empty\n']);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
