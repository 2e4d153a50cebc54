import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { masked } from '../../../shared/access/mask.ts';

describe('a masked value', () => {
  it.each([
    ['a name', '林安甲', '林**'],
    ['a name of two', '林安', '林**'],
    ['a name of one sign', '林', '**'],
    ['a name in Latin letters', 'Wang Xiaoming', 'W**'],
    ['a name whose first sign is rare', '𠮷田一', '𠮷**'],
    ['nothing', '', '**'],
    ['a contact', { name: '林安甲', phone: '+86 571 1234 5678' }, { name: '林**', phone: '+******8' }],
    ['a holder', { name: '王小明', personId: '33010619000101017X' }, { name: '王**', personId: '3******X' }],
    ['a short number', { phone: '12345' }, { phone: '******' }],
    ['a member nobody thought of', { email: 'lin@zj.example' }, { email: '******' }],
    ['a member of another type', { name: ['林安甲'] }, { name: '******' }],
    ['a list', ['林安甲'], '******'],
    ['a number', 13_800_001_111, '******'],
    ['null', null, '******'],
  ])('%s', (_, value, expected) => {
    expect(masked(value)).toEqual(expected);
  });

  it('is never the whole, and does not tell how long that was', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 2, maxLength: 30 })
      .filter((one) => !one.includes('*'));
    fc.assert(
      fc.property(text, (value) => {
        const shown = masked({ name: value, phone: value, personId: value, other: value });
        for (const part of Object.values(Object(shown))) {
          expect(part).not.toContain(value);
          expect(String(part).length).toBeLessThan(12);
        }
      }),
    );
  });
});
