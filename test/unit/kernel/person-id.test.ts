import { describe, expect, it } from 'vitest';
import { maskPersonId, parsePersonId } from '../../../shared/kernel/person-id.ts';
import { parseDay } from '../../../shared/kernel/time.ts';

const codesOf = (text: string, today?: string): readonly string[] => {
  const result = parsePersonId(text, today === undefined ? undefined : parseDay(today));
  return result.ok
    ? [result.value.kind, result.value.bornOn, result.value.certainty]
    : result.problems.map((p) => p.code);
};

describe('person numbers (GB 11643)', () => {
  // The two sample numbers are those printed in the standard; the others are made up.
  it.each([
    ['11010519491231002X', ['CITIZEN', '1949-12-31', 'sure']],
    ['11010519491231002x', ['CITIZEN', '1949-12-31', 'sure']],
    ['44052418800101001 4', ['CITIZEN', '1880-01-01', 'sure']],
    ['810000199408230021', ['RESIDENCE_PERMIT', '1994-08-23', 'sure']],
    ['830000199201300022', ['RESIDENCE_PERMIT', '1992-01-30', 'sure']],
    ['933840198301010018', ['FOREIGNER', '1983-01-01', 'likely']],
  ])('%s reads as %j', (text, expected) => {
    const repaired = /^(81|83|9)/.test(text) ? withCheck(text.slice(0, 17)) : text;
    expect(codesOf(repaired)).toEqual(expected);
  });

  it.each([
    ['11010519491231002', ['PERSON_ID_LENGTH']],
    ['1101051949123100AX', ['PERSON_ID_FORM']],
    ['110105194912310021', ['PERSON_ID_CHECK']],
    [withCheck('11010519490230002'), ['PERSON_ID_BIRTH']],
    [withCheck('77010519491231002'), ['PERSON_ID_DIVISION']],
    [withCheck('81010019491231002'), ['PERSON_ID_DIVISION']],
    ['770105194902300029', ['PERSON_ID_DIVISION', 'PERSON_ID_BIRTH', 'PERSON_ID_CHECK']],
  ])('%s is refused with %j', (text, expected) => {
    expect(codesOf(text)).toEqual(expected);
  });

  it('refuses a birth in the future when it is told the day', () => {
    expect(codesOf('11010519491231002X', '1949-12-30')).toEqual(['PERSON_ID_BIRTH']);
    expect(codesOf('11010519491231002X', '1949-12-31')).toContain('CITIZEN');
  });

  it('shows first and last character only, and never repeats digits in a refusal', () => {
    const result = parsePersonId('11010519491231002X');
    expect(result.ok ? maskPersonId(result.value.number) : '').toBe('1****************X');
    expect(JSON.stringify(parsePersonId('110105194912310021'))).not.toContain('1949123');
  });
});

/** MOD 11-2 written another way than in the code under test: the remainder that makes the whole number ≡ 1 (mod 11). */
function withCheck(first17: string): string {
  const sum = [...first17].reduce((total, digit) => (total + Number(digit)) * 2, 0);
  const check = (((12 - (sum % 11)) % 11) + 11) % 11;
  return first17 + (check === 10 ? 'X' : String(check));
}
