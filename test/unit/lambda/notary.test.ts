import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import { notaryOf, type Notary } from '../../../shared/lambda/notary.ts';
import { packStatement, unpackStatement } from '../../../shared/ledger/packed-statement.ts';
import { readStatement } from '../../../shared/ledger/statement.ts';
import { aSubject, someTime } from '../../builders/files.ts';
import { testKey } from '../../builders/ledger-key.ts';

const key = testKey('ledger');
const hour = 3_600_000;
const later = (ms: number): Instant => addMs(someTime, ms);
const said = (time: Instant) => ({
  ...{ subject: aSubject, sequence: 12, entryHash: 'A'.repeat(43), treeSize: 4711, time },
});

let asked = 0;
let down = false;
let notary: Notary;
beforeEach(() => {
  asked = 0;
  down = false;
  const ask = async (bytes: Uint8Array): Promise<Uint8Array> => {
    asked += 1;
    await Promise.resolve();
    if (down) throw new Error('KMS is down');
    return sign(null, bytes, key.privateKey);
  };
  notary = notaryOf({ sign: ask }, '33');
});

describe('a notary', () => {
  it('signs what the ledger’s public key proves, and asks for a warrant once', async () => {
    for (const ms of [0, 1, 60_000, 5 * hour]) {
      const signed = (await notary.signerAt(later(ms)))(said(later(ms)));
      expect(readStatement(signed, key.publicKey)).toEqual({
        ok: true,
        statement: { province: '33', ...said(later(ms)) },
      });
      expect(readStatement(signed, testKey('another').publicKey)).toMatchObject({ ok: false });
    }
    expect(asked).toBe(1);
  });

  it('asks once for many who sign at the same moment, a little apart', async () => {
    const times = [0, -200, 300, -4 * 60_000].map(later);
    await Promise.all(times.map(async (time) => (await notary.signerAt(time))(said(time))));
    expect(asked).toBe(1);
  });

  it('renews the warrant before it ends, and after time was moved far', async () => {
    await notary.signerAt(someTime);
    await notary.signerAt(later(5.4 * hour));
    expect(asked).toBe(1);
    await notary.signerAt(later(5.6 * hour));
    expect(asked).toBe(2);
    const far = later(1000 * hour);
    expect(readStatement((await notary.signerAt(far))(said(far)), key.publicKey)).toMatchObject({ ok: true });
    expect(asked).toBe(3);
    await notary.signerAt(someTime);
    expect(asked).toBe(4);
  });

  it('goes on with its warrant while the key is not to be had, as long as it holds', async () => {
    await notary.signerAt(someTime);
    down = true;
    const near = later(5.9 * hour);
    expect(readStatement((await notary.signerAt(near))(said(near)), key.publicKey)).toMatchObject({
      ok: true,
    });
    await expect(notary.signerAt(later(6.1 * hour))).rejects.toThrow('KMS is down');
    down = false;
    await expect(notary.signerAt(later(6.1 * hour))).resolves.toBeTypeOf('function');
  });

  it('that could not prepare says so when something is to be signed', async () => {
    down = true;
    notary.prepare(someTime);
    await expect(notary.signerAt(someTime)).rejects.toThrow('KMS is down');
    down = false;
    await expect(notary.signerAt(someTime)).resolves.toBeTypeOf('function');
  });

  it('gives two at different times each a warrant that holds then', async () => {
    const times = [someTime, later(1000 * hour)];
    const all = await Promise.all(times.map(async (time) => (await notary.signerAt(time))(said(time))));
    for (const signed of all) expect(readStatement(signed, key.publicKey)).toMatchObject({ ok: true });
  });
});

describe('a statement packed beside its receipt', () => {
  it('is 187 bytes, and comes out byte for byte', async () => {
    const signed = (await notary.signerAt(someTime))(said(someTime));
    const packed = packStatement(signed);
    expect(packed.length).toBe(187);
    expect(unpackStatement(packed, said(someTime))).toEqual(signed);
  });

  it('whatever the ledger’s key signs with', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const other = notaryOf(
      { sign: async (bytes) => await Promise.resolve(sign('sha256', bytes, pair.privateKey)) },
      '65',
    );
    const signed = (await other.signerAt(someTime))(said(someTime));
    const out = unpackStatement(packStatement(signed), said(someTime));
    expect(out).toEqual(signed);
    expect(readStatement(out, pair.publicKey)).toMatchObject({ ok: true, statement: { province: '65' } });
  });

  it('of another receipt proves nothing; what is none is refused', async () => {
    const signed = (await notary.signerAt(someTime))(said(someTime));
    const moved = unpackStatement(packStatement(signed), { ...said(someTime), sequence: 13 });
    expect(readStatement(moved, key.publicKey)).toMatchObject({ ok: false });
    expect(() => packStatement({ ...signed, warrant: '{}' })).toThrow(TypeError);
    expect(() => unpackStatement(new Uint8Array(50), said(someTime))).toThrow(TypeError);
    expect(() => unpackStatement(packStatement(signed).fill(2, 0, 1), said(someTime))).toThrow(TypeError);
  });
});
