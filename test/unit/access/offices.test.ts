import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { officeFaults, officeTree } from '../../../infra/provinces/offices.ts';
import { provinces } from '../../../infra/provinces/index.ts';
import { isAbove, isOffice, officesOf, parentOf, servingOffice } from '../../../shared/access/offices.ts';
import { runtimeSettings, type OfficeOverride } from '../../../shared/contracts/settings.ts';
import { divisionsAbove, divisionsIn } from '../../../shared/kernel/division.ts';

const treeOf = (province: string, overrides: readonly OfficeOverride[] = []) =>
  officesOf({ province, officeTree: officeTree(province, overrides) });

describe('the office tree of the divisions', () => {
  it.each([
    // upper, lower, above?
    ['330000', '330106', true],
    ['330100', '330106', true],
    ['330106', '330106', false],
    ['330105', '330106', false],
    ['330200', '330106', false],
    ['320000', '330106', false],
    ['330106', '330100', false],
    ['330100', '330000', false],
  ])('%s above %s: %s', (upper, lower, expected) => {
    expect(isAbove(treeOf('33'), upper, lower)).toBe(expected);
  });

  it('is, for every division of every province, what the divisions say', () => {
    let offices = 0;
    for (const { code: province } of provinces()) {
      const tree = treeOf(province);
      for (const { code, pseudo } of divisionsIn(province)) {
        expect(isOffice(tree, code), code).toBe(!pseudo);
        if (pseudo) continue;
        offices += 1;
        expect(parentOf(tree, code), code).toBe(divisionsAbove(code)[0]);
        expect(servingOffice(tree, code)).toBe(code);
        for (const upper of divisionsAbove(code)) expect(isAbove(tree, upper, code), code).toBe(true);
      }
    }
    expect(offices).toBeGreaterThan(3_000);
  });

  it.each([
    ['a county of a municipality stands directly under it', '11', '110101', '110000'],
    ['a county that the province runs itself', '42', '429004', '420000'],
    ['a prefecture without counties', '44', '441900', '440000'],
    ['one whose only county row is its own', '46', '460400', '460000'],
  ])('%s', (_, province, office, parent) => {
    expect(parentOf(treeOf(province), office)).toBe(parent);
  });

  it.each([
    ['a row that is no government', '62', '620201', '620200'],
    ['a group of counties that is no prefecture', '42', '429000', '420000'],
    ['a code that a later edition may bring', '33', '330199', '330100'],
    ['one of a prefecture that is none', '33', '339901', '330000'],
    ['a code of another province', '33', '320106', undefined],
    ['no code at all', '33', '', undefined],
    ['a code that goes on', '33', '3301060', undefined],
  ])('%s has no office of its own and is served by the next higher one', (_, province, code, office) => {
    const tree = treeOf(province);
    expect(isOffice(tree, code)).toBe(false);
    expect(servingOffice(tree, code)).toBe(office);
  });
});

describe('what the settings say otherwise', () => {
  const overrides = [
    // Reports to another prefecture than the one whose digits it bears.
    { code: '330127', parent: '330200' },
    // Abolished, another county took over; abolished, its prefecture goes on.
    { code: '330105', parent: '330106', abolished: true },
    { code: '330108', abolished: true },
    // A chain: 330109 became part of 330105, which is gone too.
    { code: '330109', parent: '330105', abolished: true },
    // A development zone that is no division.
    { code: '330191', parent: '330100' },
    // A whole prefecture office is gone; its counties report to the one that took over.
    { code: '330900', parent: '330200', abolished: true },
  ] as const satisfies readonly OfficeOverride[];
  const tree = treeOf('33', overrides);

  it.each([
    ['330200', '330127', true],
    ['330100', '330127', false],
    ['330000', '330127', true],
    ['330100', '330191', true],
    ['330200', '330902', true],
    ['330900', '330902', false],
    ['330100', '330105', false],
  ])('%s above %s: %s', (upper, lower, expected) => {
    expect(isAbove(tree, upper, lower)).toBe(expected);
  });
  it.each([
    ['330127', '330127'],
    ['330105', '330106'],
    ['330108', '330100'],
    ['330109', '330106'],
    ['330191', '330191'],
    ['330900', '330200'],
    ['330902', '330902'],
  ])('%s is served by %s', (code, office) => {
    expect(servingOffice(tree, code)).toBe(office);
  });
  it('abolished offices are none, and stand above and below nothing', () => {
    for (const gone of ['330105', '330108', '330109', '330900']) {
      expect(isOffice(tree, gone)).toBe(false);
      expect(parentOf(tree, gone)).toBeUndefined();
      for (const other of ['330000', '330100', '330106', '330902']) {
        expect(isAbove(tree, gone, other)).toBe(false);
        expect(isAbove(tree, other, gone)).toBe(false);
      }
    }
  });
  it('are refused where they make no tree', () => {
    const faults = (...given: readonly OfficeOverride[]) => officeFaults('33', given).map(({ en }) => en);
    expect(faults(...overrides)).toEqual([]);
    expect(faults({ code: '310000' })).toEqual(['the office lies in another province']);
    expect(faults({ code: '330106', parent: '310000' })).toEqual(['the parent is no office of the province']);
    expect(faults({ code: '330000', abolished: true })[0]).toContain('nothing stands above');
    expect(faults({ code: '330191' })[0]).toContain('name a parent');
    expect(faults({ code: '330106', parent: '330105' }, { code: '330105', parent: '330106' })).toHaveLength(
      2,
    );
    expect(faults({ code: '330106', parent: '330106' })[0]).toContain('circle');
    expect(
      faults(
        { code: '330105', parent: '330106', abolished: true },
        { code: '330106', parent: '330105', abolished: true },
      ),
    ).toHaveLength(2);
    expect(faults({ code: '330106', parent: '330200' }, { code: '330106', parent: '330300' })[0]).toContain(
      'twice',
    );
  });
});

describe('whatever stands in the settings', () => {
  const counties = divisionsIn('33').map(({ code }) => code);
  const anyOverrides = fc.array(
    fc.record(
      {
        code: fc.constantFrom(...counties, '330191', '330192'),
        parent: fc.constantFrom(...counties, '330191'),
        abolished: fc.constant<true>(true),
      },
      { requiredKeys: ['code'] },
    ),
    { maxLength: 12 },
  );
  it('asking ends, nobody stands above itself, and of two offices at most one above the other', () => {
    fc.assert(
      fc.property(anyOverrides, fc.constantFrom(...counties), fc.constantFrom(...counties), (given, a, b) => {
        fc.pre(officeFaults('33', given).length === 0);
        const tree = treeOf('33', given);
        expect(isAbove(tree, a, a)).toBe(false);
        expect(isAbove(tree, a, b) && isAbove(tree, b, a)).toBe(false);
        const serving = servingOffice(tree, a) ?? '';
        expect(isOffice(tree, serving)).toBe(true);
        expect(serving === '330000' || isAbove(tree, '330000', serving)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
  it('and a circle that nobody refused only ends the search', () => {
    const circle = officesOf({ province: '33', officeTree: '0100:0106 0106:0100 0107-0108 0108-0107' });
    expect(isAbove(circle, '330000', '330106')).toBe(false);
    expect(servingOffice(circle, '330107')).toBe('330100');
  });
});

it('a tree fits into the settings of a function, and only a tree does', () => {
  const { officeTree: format } = runtimeSettings.unwrap().shape;
  for (const { code } of provinces()) {
    const text = officeTree(code, []);
    expect(format.safeParse(text).success, code).toBe(true);
    expect(text.length, code).toBeLessThan(1_000);
  }
  for (const bad of ['0000', '0000:01', '0000:0100,', '0000>0100', ' 0000:0100 ']) {
    expect(format.safeParse(bad).success, bad).toBe(false);
  }
});
