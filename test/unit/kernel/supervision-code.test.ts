import { describe, expect, it } from 'vitest';
import {
  makePersonCode,
  makeSiteCode,
  mod3736,
  parseSupervisionCode,
} from '../../../shared/kernel/supervision-code.ts';
import { inventUscc } from '../../../shared/kernel/uscc.ts';

const uscc = inventUscc('9', '1', '330106', 'MA2DEMX0');

describe('supervision codes', () => {
  it('computes ISO 7064 MOD 37,36 like the public examples of the GRid standard', () => {
    expect(mod3736('A12425GABC1234002')).toBe('M');
    expect(mod3736('B159D8FA01240000')).toBe('K');
    expect(() => mod3736('a')).toThrow(RangeError);
  });

  it('makes the code of a site from prefix, credit code, province, serial and check', () => {
    const code = makeSiteCode(uscc, '33', 1);
    expect(code).toMatch(/^LA.{18}33\d[0-9A-Z]{2}[0-9A-Z]$/);
    expect(code).toHaveLength(26);
    expect(parseSupervisionCode(code)).toEqual({
      ok: true,
      value: { kind: 'SITE', code, uscc, province: '33', serial: code.slice(22, 25) },
    });
    expect(makeSiteCode(uscc, '33', 1)).toBe(code);
  });

  it('reads what a person types: blanks, hyphens, small letters', () => {
    const code = makeSiteCode(uscc, '33', 2);
    const typed = (code.toLowerCase().match(/.{1,4}/g) ?? []).join(' - ');
    expect(parseSupervisionCode(typed)).toMatchObject({ ok: true, value: { code } });
  });

  it('gives every site of an enterprise another serial, in order, enough for a fuel chain', () => {
    const codes = Array.from({ length: 60 }, (_, index) => makeSiteCode(uscc, '33', index + 1));
    expect(new Set(codes).size).toBe(60);
    expect(codes.toSorted((a, b) => (a.slice(22, 25) < b.slice(22, 25) ? -1 : 1))).toEqual(codes);
    expect(makeSiteCode(uscc, '33', 5000)).toHaveLength(26);
  });

  it('keeps provinces whose digits are swapped apart: 34 begins with a digit, 43 with a letter', () => {
    expect(makeSiteCode(uscc, '34', 1).charAt(22)).toMatch(/\d/);
    expect(makeSiteCode(uscc, '43', 1).charAt(22)).toMatch(/[A-Z]/);
  });

  it('makes the code of a person, which says nothing but the province', () => {
    const code = makePersonCode('33');
    expect(code).toMatch(/^LP33[0-9A-HJ-NP-RT-UW-Y]{12}$/);
    expect(parseSupervisionCode(code)).toMatchObject({ ok: true, value: { kind: 'PERSON', province: '33' } });
  });

  it('refuses other forms, and never repeats the code in the refusal', () => {
    const person = makePersonCode('33');
    const site = makeSiteCode(uscc, '33', 1);
    for (const wrong of ['', 'LP33', `X${person}`, person.slice(0, -1), site.replace('LA', 'LB'), 'ＬＰ33']) {
      expect(parseSupervisionCode(wrong)).toMatchObject({ ok: false, code: 'SUPERVISION_CODE_FORM' });
    }
    const damaged = `${person.slice(0, -1)}${person.endsWith('7') ? '8' : '7'}`;
    const refused = parseSupervisionCode(damaged);
    expect(refused).toMatchObject({ ok: false, code: 'SUPERVISION_CODE_CHECK' });
    expect(JSON.stringify(refused)).not.toContain(person.slice(4, 12));
  });

  it('names the fault of the credit code inside, besides its own', () => {
    const site = makeSiteCode(uscc, '33', 1);
    const damaged = site.slice(0, 10) + (site.charAt(10) === '1' ? '2' : '1') + site.slice(11);
    const refused = parseSupervisionCode(damaged);
    expect(refused.ok ? [] : refused.problems.map((fault) => fault.code)).toEqual([
      'SUPERVISION_CODE_CHECK',
      'USCC_CHECK',
    ]);
  });

  it('throws for a province that does not exist, a count that is none, or a dead random source', () => {
    expect(() => makeSiteCode(uscc, '99', 1)).toThrow(RangeError);
    expect(() => makeSiteCode(uscc, '33', 0)).toThrow(RangeError);
    expect(() => makeSiteCode(uscc, '33', 9_610)).toThrow(RangeError);
    expect(() => makePersonCode('33', (length) => new Uint8Array(length).fill(255))).toThrow(/random/);
  });
});
