import { describe, expect, it } from 'vitest';
import { newId } from '../../../shared/kernel/ids.ts';
import { verifyChain, type ShownEntry } from '../../../shared/ledger/chain.ts';
import { entryHash, genesis } from '../../../shared/ledger/entry.ts';
import { recordDigest } from '../../../shared/subject-file/record.ts';
import { buildFile, someTime } from '../../builders/files.ts';

const { subject, entries, records } = buildFile(30, 4);

describe('verifyChain', () => {
  it('accepts a right chain and knows the last digest of every record', () => {
    const report = verifyChain(subject, entries);
    expect(report.fault).toBeUndefined();
    expect(report.entries).toBe(30);
    for (const record of records)
      expect(report.versions.get(`HAZARD#${record.id}`)?.at(-1)).toMatchObject({
        version: record.version,
        digest: recordDigest(record),
      });
  });

  it('an empty chain ends at genesis', () => {
    expect(verifyChain(subject, [])).toMatchObject({ entries: 0, head: genesis });
  });

  it('finds an edited entry, and names it with both hashes', () => {
    const edited = entries.map((entry, index) =>
      index === 11 ? { ...entry, body: entry.body.replace('"role":"system"', '"role":"officer"') } : entry,
    );
    expect(verifyChain(subject, edited).fault).toMatchObject({
      sequence: 12,
      reason: 'hash',
      found: entries[11]?.hash,
    });
  });

  it('finds an edited entry whose hash was recomputed, at the link after it', () => {
    const body = (entries[11]?.body ?? '').replace('"role":"system"', '"role":"officer"');
    const edited = entries.map((entry, index) =>
      index === 11 ? { ...entry, body, hash: entryHash(subject, body) } : entry,
    );
    expect(verifyChain(subject, edited).fault).toMatchObject({ sequence: 13, reason: 'previous' });
  });

  it.each([
    ['a deleted entry', entries.filter((_, index) => index !== 5)],
    ['a repeated entry', entries.flatMap((entry, index) => (index === 5 ? [entry, entry] : [entry]))],
    ['two entries swapped', entries.toSpliced(5, 2, ...entries.slice(5, 7).toReversed())],
  ])('finds %s', (_, changed) => {
    expect(verifyChain(subject, changed).fault).toBeDefined();
  });

  it('finds a chain handed out for another subject', () => {
    const other = newId('sub', someTime);
    expect(verifyChain(other, entries).fault).toMatchObject({ sequence: 1, reason: 'hash' });
  });

  it('keeps the chain over opaque entries, and finds one that was moved', () => {
    const opaque = entries.map((entry, index): ShownEntry =>
      index === 3 ? { opaque: true, sequence: 4, previous: entries[2]?.hash ?? '', hash: entry.hash } : entry,
    );
    expect(verifyChain(subject, opaque)).toMatchObject({ opaque: 1 });
    expect(verifyChain(subject, opaque).fault).toBeUndefined();
    const moved = opaque.map((entry) => (entry.opaque ? { ...entry, previous: genesis } : entry));
    expect(verifyChain(subject, moved).fault).toMatchObject({ sequence: 4, reason: 'previous' });
  });
});
