import { beforeAll, describe, expect, it } from 'vitest';
import { exportTexts, readExport, type LedgerExport } from '../../../shared/ledger/export.ts';
import { verifyExport } from '../../../shared/ledger/verify.ts';
import { seeded } from '../../builders/random.ts';
import { edits } from './edits.ts';
import { forgeries } from './forgeries.ts';
import { isSame, textsOf, type Kind, type Texts } from './mutant.ts';
import { rewriteAll } from './rewriting.ts';
import { makeThread, type Exported, type Thread } from './thread.ts';

const mutations = 10_000;
const kinds: readonly (readonly [string, Kind])[] = [...Object.entries(edits), ...Object.entries(forgeries)];
/** Edits of bytes and values have the most places to be made at. */
const drawn = kinds.flatMap((kind) =>
  Array.from({ length: /^(byte|value) edited$/.test(kind[0]) ? 9 : 1 }, () => kind),
);

let thread: Thread;
beforeAll(async () => {
  thread = await makeThread();
});

/** What the verifier finds in the texts: a code, or nothing. */
const foundIn = (texts: Texts, { trust }: Exported): string | undefined => {
  const read = readExport((name) => texts.get(name));
  if (!read.ok) return read.problem;
  return verifyExport(read.value, trust).fault?.code;
};

describe('exports of real threads', () => {
  it('verify as they are, with white space or without', () => {
    for (const file of thread.files) {
      const { texts } = file;
      const dense: Texts = new Map(
        [...texts].map(([name, text]) => [name, name === 'head' ? text : JSON.stringify(JSON.parse(text))]),
      );
      expect([file.name, foundIn(texts, file), foundIn(dense, file)]).toEqual([
        file.name,
        undefined,
        undefined,
      ]);
      expect(file.now.ledger.entries.length).toBeGreaterThanOrEqual(1);
      expect(
        verifyExport(file.older, { key: thread.key, subject: file.trust.subject ?? '' }).fault,
      ).toBeUndefined();
    }
    expect(thread.files.map(({ trust }) => trust.whole)).toContain(false);
  });

  it(`${mutations} mutations by seed are all found`, () => {
    const random = seeded(20_260_302);
    const [first, ...more] = drawn;
    const [one, ...others] = thread.files;
    if (first === undefined || one === undefined) throw new RangeError('nothing to mutate');
    const counts = new Map<string, Map<string, number>>();
    const missed: string[] = [];
    let made = 0;
    let saidTheSame = 0;
    for (let draws = 0; made < mutations; draws += 1) {
      if (draws > 3 * mutations) throw new Error(`only ${made} mutations in ${draws} draws`);
      const [name, kind] = random.one([first, ...more]);
      const file = random.one([one, ...others]);
      const other = random.one([one, ...others]);
      if (other.trust.subject === file.trust.subject) continue;
      const bent = kind({ thread, file, other, random });
      if (bent === undefined) continue;
      const texts = textsOf(bent);
      if (isSame(texts, file.texts)) {
        saidTheSame += 1;
        continue;
      }
      made += 1;
      const found = foundIn(texts, file);
      if (found === undefined) missed.push(`draw ${draws}: ${name}, ${file.name}`);
      const codes = counts.get(name) ?? new Map<string, number>();
      counts.set(name, codes.set(found ?? 'MISSED', (codes.get(found ?? 'MISSED') ?? 0) + 1));
    }
    const rows = [...counts].map(([name, codes]) => {
      const sum = [...codes.values()].reduce((a, b) => a + b);
      const by = [...codes].toSorted(([, a], [, b]) => b - a).map(([code, n]) => `${code} ${n}`);
      return `${String(sum).padStart(6)}  ${name.padEnd(36)} ${by.join(', ')}`;
    });
    console.log(
      [`${made} mutations, ${missed.length} missed; ${saidTheSame} more said the same`, ...rows].join('\n'),
    );
    expect(missed).toEqual([]);
    expect([...counts.keys()].toSorted()).toEqual(kinds.map(([name]) => name).toSorted());
  }, 180_000);

  it('rewritten as a whole by whoever has the ledger’s key are found by the trusted head, and by it alone', async () => {
    let made = 0;
    for (const file of thread.files)
      for (const at of file.now.ledger.entries.keys()) {
        const forged: LedgerExport | undefined = await rewriteAll(thread, file, at);
        if (forged === undefined) continue;
        made += 1;
        expect(foundIn(exportTexts(forged), file)).toBe('head of another tree');
        const { trustedHead: _, ...credulous } = file.trust;
        expect(verifyExport(forged, credulous)).toMatchObject({ ok: true });
      }
    expect(made).toBeGreaterThan(5);
  });
});
