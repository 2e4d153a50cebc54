import { provinceName } from './division.ts';
import type { Problem, Result } from './problem.ts';
import { ok, problem, refuse } from './problem.ts';
import type { CalendarDay } from './time.ts';
import { parseDay } from './time.ts';
import { normaliseCode } from './uscc.ts';

declare const personNumber: unique symbol;
/**
 * A person's number of 18 characters (GB 11643). Personal data: encrypt it, show it masked, index it by keyed
 * hash.
 */
export type PersonNumber = string & { readonly [personNumber]: true };
/**
 * Who bears the number: a citizen; a resident from Hong Kong, Macao or Taiwan; a foreigner with permanent
 * residence.
 */
export type PersonNumberKind = 'CITIZEN' | 'RESIDENCE_PERMIT' | 'FOREIGNER';

export interface ParsedPersonId {
  readonly number: PersonNumber;
  readonly kind: PersonNumberKind;
  readonly bornOn: CalendarDay;
  /** `likely`: the published form of foreigners' cards was read only in a reprint, so the match is no proof. */
  readonly certainty: 'sure' | 'likely';
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkByRemainder = '10X98765432';
const residencePermits = new Set(['810000', '820000', '830000']);

/** Check character over the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
const personCheck = (first17: string): string => {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17.charAt(index)), 0);
  return checkByRemainder.charAt(sum % 11);
};

const isPersonNumber = (text: string): text is PersonNumber =>
  /^\d{17}[\dX]$/.test(text) && personCheck(text) === text.charAt(17);

/** Division codes die; their first two digits do not: only these are held against today's table (GB/T 2260). */
const kindOf = (number: string): PersonNumberKind | undefined => {
  if (number.startsWith('9')) return 'FOREIGNER';
  if (residencePermits.has(number.slice(0, 6))) return 'RESIDENCE_PERMIT';
  const province = number.slice(0, 2);
  return province < '80' && provinceName(province) !== undefined ? 'CITIZEN' : undefined;
};

/**
 * Reads a citizen's number (GB 11643-1999), a residence-permit number (810000, 820000, 830000) or a foreigner's
 * number of the 2023 form (begins with 9). Refuses with every fault: PERSON_ID_LENGTH, _FORM, _DIVISION,
 * _BIRTH, _CHECK. No problem text repeats a digit of the number. `today` lets a birth in the future be refused.
 */
export const parsePersonId = (text: string, today?: CalendarDay): Result<ParsedPersonId> => {
  const number = normaliseCode(text);
  if (number.length !== 18) return refuse(problem('PERSON_ID_LENGTH', { length: number.length }));
  if (!/^\d{17}[\dX]$/.test(number)) return refuse(problem('PERSON_ID_FORM'));
  const kind = kindOf(number);
  const bornOn = parseDay(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`);
  const faults: Problem[] = [];
  if (kind === undefined) faults.push(problem('PERSON_ID_DIVISION'));
  if (bornOn === undefined || bornOn < '1800-01-01' || (today !== undefined && bornOn > today)) {
    faults.push(problem('PERSON_ID_BIRTH'));
  }
  if (!isPersonNumber(number)) faults.push(problem('PERSON_ID_CHECK'));
  const [first, ...more] = faults;
  if (first !== undefined) return refuse(first, ...more);
  if (!isPersonNumber(number) || kind === undefined || bornOn === undefined) {
    throw new TypeError('a number without a fault is a number');
  }
  return ok({ number, kind, bornOn, certainty: kind === 'FOREIGNER' ? 'likely' : 'sure' });
};

/** The number as it may be shown: first and last character only. */
export const maskPersonId = (number: PersonNumber): string =>
  `${number.charAt(0)}${'*'.repeat(16)}${number.charAt(17)}`;
