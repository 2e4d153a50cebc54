import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePersonId } from '../../../shared/kernel/person-id.ts';
import {
  makePersonCode,
  makeSiteCode,
  parseSupervisionCode,
} from '../../../shared/kernel/supervision-code.ts';
import { computeUscc, organisationDigit, parseUscc, usccAlphabet } from '../../../shared/kernel/uscc.ts';

const text = (alphabet: string, length: number) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((list) => list.join(''));
const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const uscc = text(usccAlphabet, 17).map(computeUscc);
const province = fc.constantFrom('11', '12', '21', '23', '32', '33', '34', '43', '45', '54', '65', '81');
const siteCode = fc
  .tuple(uscc, province, fc.integer({ min: 1, max: 40 }))
  .map((given) => makeSiteCode(...given));
const personCode = fc
  .tuple(province, fc.infiniteStream(fc.integer({ min: 0, max: 255 })))
  .map(([of, bytes]) => makePersonCode(of, (length) => Uint8Array.from(bytes.take(length))));
const personNumber = fc
  .tuple(
    fc.constantFrom('110105', '330106', '810000', '911840'),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2020-01-01'), noInvalidDate: true }),
    text(digits, 3),
  )
  .map(([division, born, serial]) => division + born.toISOString().slice(0, 10).replaceAll('-', '') + serial)
  .map(
    (first17) =>
      [...`${digits}X`].map((check) => first17 + check).find((number) => parsePersonId(number).ok) ?? '',
  );

const withOne = (code: string, at: number, letter: string): string =>
  code.slice(0, at) + letter + code.slice(at + 1);
const withSwap = (code: string, at: number): string =>
  code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);

const codes = [
  { name: 'credit code', code: uscc, reads: (given: string) => parseUscc(given).ok },
  { name: 'person number', code: personNumber, reads: (given: string) => parsePersonId(given).ok },
  {
    name: 'supervision code of a site',
    code: siteCode,
    reads: (given: string) => parseSupervisionCode(given).ok,
  },
  {
    name: 'supervision code of a person',
    code: personCode,
    reads: (given: string) => parseSupervisionCode(given).ok,
  },
];

describe.each(codes)('$name', ({ code, reads }) => {
  it('reads what was made', () => {
    fc.assert(fc.property(code, (given) => reads(given) && reads(given.toLowerCase().split('').join(' '))));
  });

  it('catches every single wrong character', () => {
    fc.assert(
      fc.property(code, fc.nat(), fc.constantFrom(...digits, ...letters), (given, seed, letter) => {
        const at = seed % given.length;
        fc.pre(given.charAt(at) !== letter);
        return !reads(withOne(given, at, letter));
      }),
      { numRuns: 1000 },
    );
  });

  it('catches every swap of two neighbours', () => {
    fc.assert(
      fc.property(code, (given) =>
        Array.from({ length: given.length - 1 }, (_, at) => withSwap(given, at)).every(
          (other) => other === given || !reads(other),
        ),
      ),
      { numRuns: 300 },
    );
  });

  it('never throws and never accepts another length', () => {
    fc.assert(
      fc.property(code, fc.string({ unit: 'binary' }), (given, noise) => {
        expect(() => reads(noise)).not.toThrow();
        return !reads(given.slice(0, -1)) && !reads(`${given}0`);
      }),
    );
  });
});

describe('organisation code inside a credit code', () => {
  it('is warned of, not refused, exactly when its digit is wrong (GB 11714)', () => {
    fc.assert(
      fc.property(text(usccAlphabet, 8), fc.constantFrom(...`${digits}X`), (stem, digit) => {
        const result = parseUscc(computeUscc(`91330106${stem}${digit}`));
        const warned =
          result.ok && result.value.warnings.some((one) => one.code === 'USCC_ORGANISATION_DIGIT');
        return result.ok && warned === (organisationDigit(stem) !== digit);
      }),
    );
  });
});

describe('serials of persons', () => {
  it('are not repeated and use the whole alphabet', () => {
    const made = Array.from({ length: 400 }, () => makePersonCode('33'));
    expect(new Set(made).size).toBe(400);
    expect(new Set(made.map((code) => code.slice(4, 15)).join('')).size).toBe(31);
  });
});
