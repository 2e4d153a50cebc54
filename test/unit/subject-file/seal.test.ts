import { describe, expect, it } from 'vitest';
import { newId } from '../../../shared/kernel/ids.ts';
import { keyIdIn, seal, sealBytes, unseal, unsealBytes } from '../../../shared/subject-file/seal.ts';
import { aSubject, someTime } from '../../builders/files.ts';

const key = { id: '1', plain: Buffer.alloc(32, 1), wrapped: Buffer.alloc(1) };
const place = { province: '33', subject: aSubject, record: 'r', field: 'person' };

describe('sealed fields', () => {
  it('open where they were sealed, and show nothing of the text', () => {
    const sealed = seal(key, place, '张三 330106');
    expect(sealed).toMatch(/^enc:1:1:/);
    expect(keyIdIn(sealed)).toBe('1');
    expect(sealed).not.toContain('330106');
    expect(unseal(key, place, sealed)).toBe('张三 330106');
  });

  it.each([
    ['another province', { ...place, province: '32' }],
    ['another subject', { ...place, subject: newId('sub', someTime) }],
    ['another record', { ...place, record: 's' }],
    ['another field', { ...place, field: 'safetyManager' }],
  ])('do not open in %s', (_, elsewhere) => {
    expect(() => unseal(key, elsewhere, seal(key, place, 'x'))).toThrow();
  });

  it('do not open with another key, nor when one byte was changed', () => {
    const locked = sealBytes(key, place, Buffer.from('original'));
    expect(Buffer.from(unsealBytes(key, place, locked)).toString()).toBe('original');
    expect(() => unsealBytes({ ...key, plain: Buffer.alloc(32, 2) }, place, locked)).toThrow();
    locked[14] = (locked[14] ?? 0) ^ 1;
    expect(() => unsealBytes(key, place, locked)).toThrow();
  });

  it('name their key: under the name of another one the same bytes do not open', () => {
    const sealed = seal(key, place, 'x');
    const other = { ...key, id: 'key_01KJ0000000000000000000000' };
    expect(() => unseal(other, place, sealed)).toThrow(/another key/);
    expect(() => unseal(other, place, sealed.replace(':1:1:', `:1:${other.id}:`))).toThrow();
    expect(() => unsealBytes(other, place, sealBytes(key, place, Buffer.from('x')))).toThrow();
  });

  it.each(['', 'x', 'enc:1:', 'enc:1:abc', 'enc:1::abc', 'enc:2:1:abc', 'enc:1:1:', 'enc:1:1:a b'])(
    'are not "%s"',
    (text) => {
      expect(keyIdIn(text)).toBeUndefined();
      expect(() => unseal(key, place, text)).toThrow(/not a sealed field/);
    },
  );

  it('give another text each time', () => {
    expect(seal(key, place, 'x')).not.toBe(seal(key, place, 'x'));
  });
});
