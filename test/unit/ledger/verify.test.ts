import { describe, expect, it } from 'vitest';
import { newId } from '../../../shared/kernel/ids.ts';
import { addMs } from '../../../shared/kernel/time.ts';
import { entryHash } from '../../../shared/ledger/entry.ts';
import {
  exportTexts,
  readExport,
  type ExportName,
  type LedgerExport,
} from '../../../shared/ledger/export.ts';
import { linesOf } from '../../../shared/ledger/verdict.ts';
import { verifyExport, type Trust } from '../../../shared/ledger/verify.ts';
import { buildFile, someTime } from '../../builders/files.ts';
import { sealedFiles, type ExportAsked } from '../../builders/ledger-export.ts';
import { signedHead, signedStatementBy, testKey } from '../../builders/ledger-key.ts';

const key = testKey('ledger');
const other = buildFile(
  25,
  5,
  newId('sub', someTime, (length) => Buffer.alloc(length, 9)),
);
const file = buildFile(20, 4);
const world = sealedFiles([other, file], key);
const good = world.exportOf(file, { since: 7 });
const trust: Trust = {
  key: key.publicKey,
  trustedHead: world.headOf(7),
  subject: file.subject,
  whole: true,
  sealed: true,
};
const judge = (given: LedgerExport, more: Partial<Trust> = {}) => verifyExport(given, { ...trust, ...more });

describe('an export that is right', () => {
  it('verifies, and says what it proved', () => {
    expect(judge(good)).toEqual({
      ok: true,
      ...{ subject: file.subject, province: '33', entries: 20, opaque: 0, sealed: 20, unsealed: 0 },
      ...{ records: 4, versions: 16, since: 7, statedAt: world.headOf().time },
      head: { size: 45, time: world.headOf().time },
    });
  });
  it('verifies without history, and without a trusted head, and says so', () => {
    const verdict = verifyExport(world.exportOf(file, { history: false }), { key: key.publicKey });
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.versions).toBeUndefined();
    expect(linesOf(verdict).join('\n')).toContain('not held against an older trusted head');
  });
  it('verifies against a trusted head of the same tree', () => {
    expect(judge(good, { trustedHead: world.headOf() })).toMatchObject({ ok: true, since: 45 });
  });
  it('is the same after it was written and read', () => {
    const texts = exportTexts(good);
    expect(readExport((name) => texts.get(name))).toEqual({ ok: true, value: good });
  });
});

describe('entries later than the newest head', () => {
  it('are counted as not yet sealed, never as verified in the tree', () => {
    const early = world.exportOf(file, { size: 30, since: 7 });
    expect(judge(early, { sealed: false })).toMatchObject({
      ok: true,
      entries: 20,
      sealed: 15,
      unsealed: 5,
    });
    expect(judge(early)).toMatchObject({ ok: false, fault: { code: 'not yet sealed', sequence: 16 } });
  });
  it('are a fault where the head is an hour younger than they are', () => {
    const late = { ...world.headOf(), time: addMs(someTime, 3_600_001) };
    const proofs = { ...good.proofs, entries: good.proofs.entries.slice(0, 18) };
    expect(judge({ ...good, head: signedHead(key, late), proofs }, { sealed: false })).toMatchObject({
      fault: { code: 'proof missing', sequence: 19 },
    });
  });
});

/** The chain written anew from an edited entry on: right in itself. */
const rewritten = (from: number, edit: (body: string) => string) => {
  const entries = [...good.ledger.entries];
  let previous = '';
  for (const [at, entry] of entries.entries()) {
    if (entry.opaque || at < from) continue;
    const body =
      at === from ? edit(entry.body) : entry.body.replace(/"previous":"[^"]*"/, `"previous":"${previous}"`);
    previous = entryHash(file.subject, body);
    entries[at] = { opaque: false, body, hash: previous };
  }
  return { ...good, ledger: { ...good.ledger, entries } };
};
const stated = (given: Partial<Parameters<typeof signedStatementBy>[1]>, by = key) =>
  signedStatementBy(by, {
    ...{ province: '33', subject: file.subject, sequence: 20, entryHash: file.entries[19]?.hash ?? '' },
    ...{ treeSize: 45, time: world.headOf().time },
    ...given,
  });
const records = (change: (all: LedgerExport['file']['records']) => LedgerExport['file']['records']) => ({
  ...good,
  file: { ...good.file, records: change(good.file.records) },
});
const versions = (change: (all: LedgerExport['file']['records']) => LedgerExport['file']['records']) => ({
  ...good,
  history: { subject: file.subject, versions: change(good.history?.versions ?? []) },
});
const proofs = (given: Partial<LedgerExport['proofs']>) => ({
  ...good,
  proofs: { ...good.proofs, ...given },
});
const at = (asked: ExportAsked) => world.exportOf(file, { since: 7, ...asked });
const forged = testKey('forger');
const strangers = sealedFiles([other, file], forged);

const raise = (): never => {
  throw new Error('no record');
};
const faults: readonly (readonly [string, LedgerExport, object])[] = [
  [
    'a chain rewritten from an entry on: at that entry',
    rewritten(4, (body) => body.replace('"role":"system"', '"role":"officer"')),
    { code: 'not in the tree', sequence: 5 },
  ],
  [
    'an edited entry',
    {
      ...good,
      ledger: {
        ...good.ledger,
        entries: good.ledger.entries.map((entry, n) =>
          n === 8 && !entry.opaque
            ? { ...entry, body: entry.body.replace('"role":"system"', '"role":"officer"') }
            : entry,
        ),
      },
    },
    { code: 'hash', sequence: 9 },
  ],
  [
    'the tail cut off everywhere',
    { ...at({ entries: 15 }), statement: good.statement },
    { code: 'statement of another end', sequence: 16 },
  ],
  [
    'a statement older than the tail',
    { ...good, statement: stated({ sequence: 19, entryHash: file.entries[18]?.hash ?? '' }) },
    { code: 'statement of another end', sequence: 20 },
  ],
  [
    'a statement that knows a larger tree',
    { ...good, statement: stated({ treeSize: 46 }) },
    { code: 'statement of another tree' },
  ],
  [
    'a statement of another file',
    { ...good, statement: stated({ subject: other.subject }) },
    { code: 'other subject', part: 'statement.json' },
  ],
  [
    'a statement of another province',
    { ...good, statement: stated({ province: '32' }) },
    { code: 'other province' },
  ],
  [
    'a statement signed with another key',
    { ...good, statement: stated({}, forged) },
    { code: 'statement not proven' },
  ],
  ['everything signed with another key', strangers.exportOf(file, { since: 7 }), { code: 'head not proven' }],
  [
    'a head older than the trusted one',
    world.exportOf(file, { size: 6, entries: 3 }),
    { code: 'head older' },
  ],
  [
    'a consistency path bent',
    proofs({ consistency: { from: 7, path: (good.proofs.consistency?.path ?? []).toReversed() } }),
    { code: 'head of another tree' },
  ],
  ['no consistency path', world.exportOf(file), { code: 'proof missing', part: 'proofs.json' }],
  [
    'a proof of another entry',
    proofs({
      entries: good.proofs.entries.map((proof, n, all) => ({
        ...(all[n === 3 ? 4 : n] ?? proof),
        sequence: n + 1,
      })),
    }),
    { code: 'not in the tree', sequence: 4 },
  ],
  [
    'a proof left out',
    proofs({ entries: good.proofs.entries.filter((_, n) => n !== 6) }),
    { code: 'proof missing', sequence: 7 },
  ],
  ['proofs against another head', proofs({ treeSize: 44 }), { code: 'proofs of another tree' }],
  ['no head', (({ head: _, ...rest }) => rest)(good), { code: 'head missing' }],
  [
    'a record changed',
    records((all) => all.map((record, n) => (n === 2 ? { ...record, body: '{"step":0}' } : record))),
    { code: 'record differs', sequence: 18 },
  ],
  ['a record left out', records((all) => all.slice(1)), { code: 'record missing', sequence: 20 }],
  [
    'a record too many',
    records((all) => [...all, { ...(all[0] ?? raise()), id: 'rec-9' }]),
    { code: 'record unknown' },
  ],
  [
    'a record twice',
    records((all) => all.flatMap((record, n) => (n === 1 ? [record, record] : [record]))),
    { code: 'record out of order', sequence: 17 },
  ],
  [
    'an older version in the place of the current one',
    records((all) =>
      all.map((record) => good.history?.versions.findLast(({ id }) => id === record.id) ?? record),
    ),
    { code: 'record differs', sequence: 17 },
  ],
  [
    'a superseded version changed',
    versions((all) =>
      all.map((record, n) => (n === 4 ? { ...record, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' } : record)),
    ),
    { code: 'record differs', part: 'history.json', sequence: 1 },
  ],
  [
    'a superseded version left out',
    versions((all) => all.slice(0, -1)),
    { code: 'record missing', part: 'history.json' },
  ],
  ["another file's ledger", { ...good, ledger: world.exportOf(other).ledger }, { code: 'other subject' }],
  [
    "another file's whole export",
    world.exportOf(other, { since: 7 }),
    { code: 'other subject', part: 'manifest.json' },
  ],
];
describe('a verification finds', () => {
  it.each(faults)('%s', (_, given, expected) => {
    const verdict = judge(given);
    expect(verdict).toMatchObject({ ok: false, fault: expected });
    expect(verdict.sealed).toBe(0);
    const lines = linesOf(verdict).join('\n');
    expect(lines).toMatch(/^核验未通过 \/ NOT VERIFIED/);
    expect(lines).toContain('应为 / expected');
  });

  it('an entry that a kept receipt names and that is gone or another', () => {
    const receipt = { province: '33', subject: file.subject, treeSize: 0, time: someTime };
    const right = { ...receipt, sequence: 12, entryHash: file.entries[11]?.hash ?? '' };
    expect(judge(good, { receipts: [right] })).toMatchObject({ ok: true });
    for (const wrong of [
      { ...right, sequence: 13 },
      { ...right, sequence: 21 },
    ])
      expect(judge(good, { receipts: [right, wrong] })).toMatchObject({
        fault: { code: 'receipt of another entry', sequence: wrong.sequence },
      });
  });
});

describe('what is no export', () => {
  const texts = exportTexts(good);
  const without = (name: ExportName, text?: string) =>
    readExport((asked) => (asked === name ? text : texts.get(asked)));
  it.each([
    'manifest.json',
    'ledger.json',
    'file.json',
    'history.json',
    'statement.json',
    'proofs.json',
  ] as const)('lacks %s, or has it in another form', (name) => {
    expect(without(name)).toMatchObject({ ok: false, problem: 'unreadable', part: name, reason: 'missing' });
    expect(without(name, '{')).toMatchObject({ problem: 'unreadable', reason: 'not JSON' });
    expect(without(name, '{}')).toMatchObject({ problem: 'format', part: name });
    const more = (texts.get(name) ?? '').replace('{', '{"more":1,');
    expect(without(name, more)).toMatchObject({ problem: 'format', part: name });
  });
  it('spells a digest in two ways', () => {
    const hash = file.entries[3]?.hash ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = hash.slice(0, 42) + (alphabet[alphabet.indexOf(hash[42] ?? '') + 1] ?? '');
    expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(hash, 'base64url'));
    const text = (texts.get('ledger.json') ?? '').replaceAll(`"${hash}"`, `"${twin}"`);
    expect(without('ledger.json', text)).toMatchObject({ problem: 'format' });
  });
});
