import { provinceName } from './division.ts';
import type { RandomSource } from './ids.ts';
import { systemRandom } from './ids.ts';
import type { Problem, Result } from './problem.ts';
import { ok, problem, refuse } from './problem.ts';
import type { Uscc } from './uscc.ts';
import { isUsccText, normaliseCode, parseUscc, usccAlphabet } from './uscc.ts';

declare const supervisionCode: unique symbol;
/**
 * Supervision code (监管数字码, D90 2.3). No format is published, so this one is ours and stands behind this file
 * alone: site `LA` + credit code (18) + issuing province (2) + serial (3) + check (1) = 26 characters; person
 * `LP` + issuing province (2) + random serial (11, 54 bits) + check (1) = 16 characters.
 */
export type SupervisionCode = string & { readonly [supervisionCode]: true };
export type ParsedSupervisionCode =
  | {
      readonly kind: 'SITE';
      readonly code: SupervisionCode;
      readonly uscc: Uscc;
      readonly province: string;
      readonly serial: string;
    }
  | {
      readonly kind: 'PERSON';
      readonly code: SupervisionCode;
      readonly province: string;
      readonly serial: string;
    };

const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const letters = usccAlphabet.slice(10);
const personSerialLength = 11;

/**
 * Check character of ISO/IEC 7064 MOD 37,36 (hybrid) over 0-9 and A-Z. Throws RangeError on any other
 * character.
 */
export const mod3736 = (text: string): string => {
  let state = 36;
  for (const letter of text) {
    const value = alphanumeric.indexOf(letter);
    if (value === -1) throw new RangeError('MOD 37,36 knows 0-9 and A-Z only');
    state = (((state + value) % 36 || 36) * 2) % 37;
  }
  return alphanumeric.charAt((37 - state) % 36);
};

/**
 * Provinces with falling digits (32, 43) issue serials that begin with a letter, all others with a digit: so a
 * code whose province digits were swapped (34, 43) is refused by form, where the check character could miss it.
 */
const beginsWithLetter = (province: string): boolean => province.charAt(0) > province.charAt(1);
const serialFits = (province: string, serial: string): boolean =>
  letters.includes(serial.charAt(0)) === beginsWithLetter(province);

const isSupervisionCode = (text: string): text is SupervisionCode =>
  mod3736(text.slice(0, -1)) === text.charAt(text.length - 1);

/**
 * Reads a supervision code. Refuses with SUPERVISION_CODE_FORM, SUPERVISION_CODE_CHECK, DIVISION_UNKNOWN or the
 * faults of the credit code inside. No problem text repeats the code: a person's code must not travel.
 */
export const parseSupervisionCode = (text: string): Result<ParsedSupervisionCode> => {
  const code = normaliseCode(text);
  const site = code.startsWith('LA');
  if (
    !(site ? code.length === 26 : code.startsWith('LP') && code.length === 16) ||
    !/^[0-9A-Z]+$/.test(code)
  ) {
    return refuse(problem('SUPERVISION_CODE_FORM'));
  }
  const tail = code.slice(site ? 20 : 2);
  const [province, serial] = [tail.slice(0, 2), tail.slice(2, -1)];
  const uscc = site ? parseUscc(code.slice(2, 20)) : undefined;
  const faults: Problem[] = [];
  if (!isSupervisionCode(code)) faults.push(problem('SUPERVISION_CODE_CHECK'));
  if (uscc?.ok === false) faults.push(...uscc.problems);
  if (provinceName(province) === undefined) faults.push(problem('SUPERVISION_CODE_FORM'));
  else if (!isUsccText(tail) || (site && !serialFits(province, serial))) {
    faults.push(problem('SUPERVISION_CODE_FORM'));
  }
  const [first, ...more] = faults;
  if (first !== undefined) return refuse(first, ...more);
  if (!isSupervisionCode(code) || uscc?.ok === false) throw new TypeError('a code without a fault is a code');
  return ok(
    uscc === undefined
      ? { kind: 'PERSON', code, province, serial }
      : { kind: 'SITE', code, uscc: uscc.value.code, province, serial },
  );
};

const swapped = (text: string, at: number): string =>
  text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);

/** Whether a code of the right length would pass for one; the check character first, because it is cheap. */
const reads = (code: string): boolean => isSupervisionCode(code) && parseSupervisionCode(code).ok;

/**
 * MOD 37,36 finds every wrong character, but about one swap of neighbours in three hundred slips through.
 * Nobody forces us to issue such codes: a serial is skipped when any swap would read as a code, or when its
 * check is a misread letter.
 */
const isIssuable = (code: string): boolean =>
  Array.from(code.slice(1), (_, at) => swapped(code, at)).every((other) => other === code || !reads(other));

const issue = (body: string): SupervisionCode | undefined => {
  const code = body + mod3736(body);
  return isSupervisionCode(code) && reads(code) && isIssuable(code) ? code : undefined;
};
const requireProvince = (province: string): void => {
  if (provinceName(province) === undefined) throw new RangeError(`no such province: ${province}`);
};

/**
 * Code of a site: `count` is the 1-based number of the site among all that this credit code ever had in the
 * issuing province (never reused). The same arguments always give the same code. Throws RangeError past the
 * last serial (several thousand) or for a province that does not exist.
 */
export const makeSiteCode = (uscc: Uscc, province: string, count: number): SupervisionCode => {
  requireProvince(province);
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`not a count of sites: ${count}`);
  const heads = beginsWithLetter(province) ? letters : usccAlphabet.slice(0, 10);
  let left = count;
  for (let n = 1; n < heads.length * 31 * 31; n += 1) {
    const serial =
      heads.charAt(Math.floor(n / 961)) +
      usccAlphabet.charAt(Math.floor(n / 31) % 31) +
      usccAlphabet.charAt(n % 31);
    const code = issue(`LA${uscc}${province}${serial}`);
    if (code !== undefined) left -= 1;
    if (code !== undefined && left === 0) return code;
  }
  throw new RangeError(`no serial left for site ${count} of one credit code in province ${province}`);
};

/**
 * Code of a person: says nothing about its bearer beyond the issuing province. Throws when the random source is
 * stuck.
 */
export const makePersonCode = (province: string, random: RandomSource = systemRandom): SupervisionCode => {
  requireProvince(province);
  for (let attempt = 0; attempt < 64; attempt += 1) {
    // Bytes of 248 and more would favour the first characters: 248 = 8 × 31.
    const serial = Array.from(random(32))
      .filter((byte) => byte < 248)
      .slice(0, personSerialLength)
      .map((byte) => usccAlphabet.charAt(byte % 31))
      .join('');
    const code = serial.length === personSerialLength ? issue(`LP${province}${serial}`) : undefined;
    if (code !== undefined) return code;
  }
  throw new Error('the random source gives no usable serial');
};
