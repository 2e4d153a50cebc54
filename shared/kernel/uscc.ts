import type { Problem, Result } from './problem.ts';
import { ok, problem, refuse } from './problem.ts';
import { usccRemark, type UsccRemark } from './uscc-remarks.ts';

declare const uscc: unique symbol;
/** A unified social credit code (统一社会信用代码): 18 upper-case characters whose check character fits. */
export type Uscc = string & { readonly [uscc]: true };

export interface ParsedUscc {
  readonly code: Uscc;
  /**
   * Position 1: registering authority. Position 2: kind of body. Positions 3-8: division of the registering
   * office.
   */
  readonly authority: string;
  readonly kind: string;
  readonly division: string;
  /** Positions 9-17, GB 11714. */
  readonly organisationCode: string;
  /** Sole traders (prefix 92) can be told from their code: treat it as personal data. */
  readonly mayIdentifyPerson: boolean;
  /** Oddities that real codes are known to have: show them, never refuse for them. */
  readonly warnings: readonly UsccRemark[];
}

/** GB 32100-2015: the values 0-30 in order. I, O, S, V and Z are left out because they are misread. */
export const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** Registering authority → kinds of body it registers (GB 32100-2015 with its amendments). */
const kindsByAuthority: Readonly<Record<string, string>> = {
  '1': '1239',
  '2': '19',
  '3': '123459',
  '4': '19',
  '5': '1239',
  '6': '129',
  '7': '129',
  '8': '19',
  '9': '123',
  A: '19',
  N: '123',
  Y: '1',
};

/**
 * A typed or scanned code as it is compared: blanks and hyphens go, a-z become A-Z. Only ASCII letters are
 * raised: full Unicode folding would turn foreign letters (long s, ligatures) into allowed ones.
 */
export const normaliseCode = (text: string): string =>
  text
    .replace(/[\s\u200b\ufeff\u2010-\u2015\u2212\uff0d-]/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());

/** True when every character belongs to the alphabet of GB 32100. */
export const isUsccText = (text: string): boolean =>
  [...text].every((letter) => usccAlphabet.includes(letter));

const checkCharacter = (first17: string): string => {
  let weight = 1;
  let sum = 0;
  for (const letter of first17) {
    sum += usccAlphabet.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  // The outer remainder matters: a sum that divides evenly has the check character 0, not a 31st value.
  return usccAlphabet.charAt((31 - (sum % 31)) % 31);
};

/** Check digit of an organisation code (GB 11714-1997) over its first eight characters; A-Z count 10-35. */
export const organisationDigit = (first8: string): string => {
  const sum = [...first8].reduce(
    (total, letter, index) => total + Number.parseInt(letter, 36) * (organisationWeights[index] ?? 0),
    0,
  );
  const value = 11 - (sum % 11);
  return value === 10 ? 'X' : value === 11 ? '0' : String(value);
};

const isUscc = (text: string): text is Uscc =>
  text.length === 18 && isUsccText(text) && checkCharacter(text.slice(0, 17)) === text.charAt(17);

/**
 * The full code for 17 given characters (GB 32100-2015). Throws RangeError when they are not 17 allowed ones: a
 * bug.
 */
export const computeUscc = (first17: string): Uscc => {
  const code = first17.length === 17 && isUsccText(first17) ? first17 + checkCharacter(first17) : '';
  if (!isUscc(code)) throw new RangeError(`not 17 characters of GB 32100: ${first17}`);
  return code;
};

/**
 * An invented but formally valid code for demos and tests: authority and kind (one character each), division
 * (six digits), stem of the organisation code (eight characters). It may belong to somebody: use stems that say
 * "made up".
 */
export const inventUscc = (authority: string, kind: string, division: string, stem: string): Uscc => {
  if (!/^\d{6}$/.test(division) || stem.length !== 8 || !isUsccText(stem)) {
    throw new RangeError(`not a division and an organisation stem: ${division} ${stem}`);
  }
  return computeUscc(authority + kind + division + stem + organisationDigit(stem));
};

const warningsOf = (code: Uscc): readonly UsccRemark[] => {
  const [authority, kind, organisation] = [code.charAt(0), code.charAt(1), code.slice(8, 17)];
  const expected = organisationDigit(organisation.slice(0, 8));
  return [
    ...(kindsByAuthority[authority]?.includes(kind) === true
      ? []
      : [usccRemark('USCC_KIND_UNKNOWN', { given: authority + kind })]),
    ...(/^\d{6}$/.test(code.slice(2, 8))
      ? []
      : [usccRemark('USCC_DIVISION_FORM', { given: code.slice(2, 8) })]),
    ...(organisation.charAt(8) === expected
      ? []
      : [usccRemark('USCC_ORGANISATION_DIGIT', { expected, given: organisation.charAt(8) })]),
  ];
};

/**
 * Reads a unified social credit code (GB 32100-2015). Refuses with every fault: USCC_LENGTH, USCC_ALPHABET for
 * each wrong character among the first 18, and USCC_CHECK with the expected character when the rest is in
 * order. The division part may be abolished or national (100000), so it is not looked up here. Old wrong issues
 * exist: an officer may override.
 */
export const parseUscc = (text: string): Result<ParsedUscc> => {
  const code = normaliseCode(text);
  const letters = [...code];
  const faults: Problem[] = [];
  if (letters.length !== 18) faults.push(problem('USCC_LENGTH', { length: letters.length }));
  for (const [index, given] of letters.slice(0, 18).entries()) {
    if (!usccAlphabet.includes(given)) faults.push(problem('USCC_ALPHABET', { position: index + 1, given }));
  }
  if (faults.length === 0 && !isUscc(code)) {
    faults.push(
      problem('USCC_CHECK', { expected: checkCharacter(code.slice(0, 17)), given: code.charAt(17) }),
    );
  }
  const [first, ...more] = faults;
  if (first !== undefined) return refuse(first, ...more);
  if (!isUscc(code)) throw new TypeError('a code without a fault is a code');
  return ok({
    code,
    authority: code.charAt(0),
    kind: code.charAt(1),
    division: code.slice(2, 8),
    organisationCode: code.slice(8, 17),
    mayIdentifyPerson: code.startsWith('92'),
    warnings: warningsOf(code),
  });
};
