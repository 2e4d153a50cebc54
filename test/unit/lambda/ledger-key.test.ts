import { expect, it } from 'vitest';
import { algorithmOf, headText, noteOf, readNote, type Head } from '../../../shared/ledger/checkpoint.ts';
import { openLedgerKey } from '../../../shared/lambda/ledger-key.ts';
import { someTime } from '../../builders/files.ts';
import { createTransport } from '../../transport/transport.ts';

const head: Head = { origin: 'leian/33', size: 7, root: Buffer.alloc(32, 1), time: someTime };

it.each([
  ['ledger', 'ED25519'],
  ['ledger-p256', 'ECDSA_P256'],
])('a key called %s signs heads by %s, which its public half alone proves', async (id, algorithm) => {
  const world = createTransport();
  const key = openLedgerKey(id, world.requestHandler);
  const signature = await key.sign(Buffer.from(headText(head)));
  const publicKey = await key.publicKey();
  expect(algorithmOf(publicKey)).toBe(algorithm);
  const note = noteOf(head, publicKey, signature);
  expect(readNote(note, publicKey)).toEqual({ ok: true, head });
  expect(readNote(note.replace('\n7\n', '\n8\n'), publicKey)).toMatchObject({ ok: false });
  const other = await openLedgerKey(`another ${id}`, world.requestHandler).publicKey();
  expect(readNote(note, other)).toMatchObject({ ok: false });
});

it('the public half is fetched once', async () => {
  const world = createTransport();
  const key = openLedgerKey('ledger', world.requestHandler);
  for (const text of ['a', 'b', 'c']) await key.sign(Buffer.from(text));
  expect(world.counts().operations).toMatchObject({
    'kms.GetPublicKey': { calls: 1 },
    'kms.Sign': { calls: 3 },
  });
});
