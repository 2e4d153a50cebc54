import { describe, expect, it } from 'vitest';
import {
  divisionEdition,
  divisionsAbove,
  findDivision,
  isWithin,
  provinceName,
} from '../../../shared/kernel/division.ts';

const division = (code: string) => {
  const found = findDivision(code);
  if (!found.ok) throw new Error(`${code}: ${found.code}`);
  return found.value;
};

describe('division codes (GB/T 2260, edition 2023-06)', () => {
  it('finds province, prefecture and county rows', () => {
    expect(divisionEdition).toBe('2023-06');
    expect(division('330000')).toMatchObject({ name: '浙江省', level: 'province' });
    expect(division('330000').parent).toBeUndefined();
    expect(division('330100')).toMatchObject({
      name: '杭州市',
      level: 'prefecture',
      parent: '330000',
      pseudo: false,
    });
    expect(division('330106')).toMatchObject({ name: '西湖区', level: 'county', parent: '330100' });
    expect(provinceName('71')).toBe('台湾省');
    expect(division('810000').name).toBe('香港特别行政区');
  });

  it.each([
    ['110100', '110101'],
    ['120100', '120101'],
    ['310100', '310101'],
    ['500100', '500101'],
    ['500200', '500229'],
    ['419000', '419001'],
    ['429000', '429021'],
    ['469000', '469001'],
    ['659000', '659001'],
  ])('%s is a pseudo-prefecture, and its county %s belongs to the province', (code, county) => {
    const province = `${code.slice(0, 2)}0000`;
    expect(division(code).pseudo).toBe(true);
    expect(division(county).parent).toBe(province);
    expect(isWithin(county, code) && isWithin(county, province)).toBe(true);
  });

  it.each([
    ['441900', '东莞市'],
    ['442000', '中山市'],
    ['460400', '儋州市'],
  ])('%s %s is a prefecture without counties: one row, one level', (code, name) => {
    expect(division(code)).toMatchObject({ name, level: 'prefecture', countyless: true, pseudo: false });
    expect(divisionsAbove(code)).toEqual([`${code.slice(0, 2)}0000`]);
  });

  it('knows 嘉峪关, whose only county row is a number of the statistics, and the islands of 三沙', () => {
    expect(division('620200')).toMatchObject({ countyless: true, pseudo: false });
    expect(division('620201')).toMatchObject({ name: '嘉峪关市', pseudo: true, parent: '620200' });
    expect(['460321', '460322', '460323'].map((code) => division(code).parent)).toEqual(
      Array(3).fill('460300'),
    );
  });

  it('lists what stands above, nearest first', () => {
    expect(divisionsAbove('330106')).toEqual(['330100', '330000']);
    expect(divisionsAbove('110101')).toEqual(['110000']);
    expect(divisionsAbove('999999')).toEqual([]);
  });

  it('tells within from outside, and denies for unknown codes', () => {
    expect(isWithin('330106', '330106')).toBe(true);
    expect(isWithin('330106', '330100')).toBe(true);
    expect(isWithin('330106', '330200')).toBe(false);
    expect(isWithin('330100', '330106')).toBe(false);
    expect(isWithin('330199', '330000')).toBe(false);
    expect(isWithin('330106', '330199')).toBe(false);
    expect(isWithin('', '')).toBe(false);
  });

  it('refuses unknown and abolished codes and names the edition', () => {
    // 330103 下城区 was merged away in 2021.
    for (const code of ['330103', '33010', '330106 ', '', 'constructor']) {
      const result = findDivision(code);
      expect(result).toMatchObject({ ok: false, code: 'DIVISION_UNKNOWN' });
      expect(result.ok ? '' : result.problems[0]?.zh).toContain('2023-06');
    }
  });
});
