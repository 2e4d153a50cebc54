import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { computeUscc, inventUscc, organisationDigit, parseUscc } from '../../../shared/kernel/uscc.ts';

const samples = readFileSync(new URL('../../data/uscc-samples.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => /^([^,]*),.*,(valid|invalid:\w+),\w+$/.exec(line))
  .map((match) => ({ code: match?.[1] ?? '', expected: match?.[2] ?? '' }));
const codeOf: Readonly<Record<string, string>> = {
  'invalid:length': 'USCC_LENGTH',
  'invalid:alphabet': 'USCC_ALPHABET',
  'invalid:checksum': 'USCC_CHECK',
};

describe('unified social credit codes (GB 32100-2015)', () => {
  it('has all 35 sample rows', () => {
    expect(samples).toHaveLength(35);
    expect(samples.every(({ expected }) => expected !== '')).toBe(true);
  });

  it.each(samples)('$code is $expected', ({ code, expected }) => {
    const result = parseUscc(code);
    if (expected === 'valid') expect(result).toMatchObject({ ok: true, value: { code, warnings: [] } });
    else expect(result).toMatchObject({ ok: false, code: codeOf[expected] });
  });

  it('computes the worked example, and a check character 0 where the sum divides evenly', () => {
    expect(computeUscc('91110108551385082')).toBe('91110108551385082Q');
    expect(computeUscc('53100000500016009')).toBe('531000005000160090');
  });

  it('strips blanks and hyphens and raises letters before it judges', () => {
    expect(parseUscc(' 9111 0108-5513\u30008508\u20132q\n')).toMatchObject({
      ok: true,
      value: {
        code: '91110108551385082Q',
        authority: '9',
        kind: '1',
        division: '110108',
        organisationCode: '551385082',
      },
    });
  });

  it('does not raise foreign letters to allowed ones', () => {
    // Unicode upper-casing would make FF of the ligature and pass 17 characters off as 18.
    expect(parseUscc('9111010855138508\ufb00')).toMatchObject({ ok: false, code: 'USCC_LENGTH' });
  });

  it('names every fault at once: length and each wrong character with its position', () => {
    const result = parseUscc('9I110108551385O82');
    expect(result.ok ? [] : result.problems.map((fault) => fault.en)).toEqual([
      'a unified social credit code has 18 characters, this one has 17',
      expect.stringContaining('character 2 "I"'),
      expect.stringContaining('character 15 "O"'),
    ]);
  });

  it('says which check character it expected', () => {
    const result = parseUscc('91110108551385082F');
    expect(result.ok ? '' : result.problems[0]?.zh).toContain('应为 Q，实际为 F');
  });

  it('warns, and does not refuse, for an odd organisation digit, kind or division part', () => {
    const odd = computeUscc('9711AB08551385083');
    const result = parseUscc(odd);
    expect(result.ok ? result.value.warnings.map((warning) => warning.code) : result.code).toEqual([
      'USCC_KIND_UNKNOWN',
      'USCC_DIVISION_FORM',
      'USCC_ORGANISATION_DIGIT',
    ]);
  });

  it('marks sole traders, whose code may identify a person', () => {
    const trader = inventUscc('9', '2', '330106', 'MA2DEMX0');
    expect(parseUscc(trader)).toMatchObject({ ok: true, value: { mayIdentifyPerson: true, warnings: [] } });
  });

  it('computes the organisation digit of GB 11714: 2, X and 0', () => {
    expect(organisationDigit('55138508')).toBe('2');
    expect(organisationDigit('71092546')).toBe('2');
    expect(organisationDigit('71093123')).toBe('X');
    expect(organisationDigit('40000225')).toBe('9');
    expect(organisationDigit('00000000')).toBe('0');
  });

  it('throws when a program hands in what can be no code', () => {
    expect(() => computeUscc('9111010855138508')).toThrow(RangeError);
    expect(() => inventUscc('9', '1', '33010', 'MA2DEMX0')).toThrow(RangeError);
    expect(() => inventUscc('9', '1', '330106', 'SOLID000')).toThrow(RangeError);
  });
});
