import { describe, expect, it } from 'vitest';
import { verifyFile } from '../../../scripts/verify-file.ts';
import { buildFile } from '../../builders/files.ts';

const built = buildFile(12, 3);
const ledger = { subject: built.subject, entries: built.entries };
const stored = {
  subject: built.subject,
  records: built.records.map(({ kind, id, version, salt, body }) => ({
    kind,
    id,
    version,
    salt: Buffer.from(salt).toString('base64'),
    body,
  })),
};

describe('a file checked from exported answers', () => {
  it('verifies', () => {
    expect(verifyFile(ledger, stored)).toMatchObject({ ok: true });
  });
  it('a changed record is named with both digests', () => {
    const changed = {
      ...stored,
      records: stored.records.map((record, index) =>
        index === 1 ? { ...record, body: '{"step":0}' } : record,
      ),
    };
    const verdict = verifyFile(ledger, changed);
    expect(verdict.ok).toBe(false);
    expect(verdict.lines[0]).toContain(stored.records[1]?.id ?? '-');
  });
  it('a record that was left out is missed', () => {
    expect(verifyFile(ledger, { ...stored, records: stored.records.slice(1) })).toMatchObject({ ok: false });
  });
  it('a record that the ledger does not know is found', () => {
    const [first] = stored.records;
    expect(
      verifyFile(ledger, { ...stored, records: [...stored.records, { ...first, id: 'rec-99' }] }),
    ).toMatchObject({ ok: false });
  });
  it('an older version of a record is found', () => {
    const before = buildFile(11, 3).records.map(({ kind, id, version, salt, body }) => ({
      kind,
      id,
      version,
      salt: Buffer.from(salt).toString('base64'),
      body,
    }));
    expect(verifyFile(ledger, { ...stored, records: before })).toMatchObject({ ok: false });
  });
});
