import { expect, test } from 'vitest';
import { files, provinces, readSettings } from '../../infra/provinces/index.ts';
import { province as settingsOf } from '../../infra/provinces/common.ts';
import {
  archiveDays,
  provinceCodes,
  provinceSettings,
  retentionFloors,
  runtimeOf,
} from '../../infra/provinces/schema.ts';
import { localIssuer, runtimeSettings } from '../../shared/contracts/settings.ts';

const of = (code: string) => {
  const found = provinces().find((one) => one.code === code);
  if (found === undefined) throw new Error(code);
  return found;
};
const zhejiang = files.find(({ code }) => code === '33');
const issuer = {
  name: 'province',
  issuer: 'https://id.zj.gov.cn',
  audience: 'leian',
  jwksUri: 'https://id.zj.gov.cn/keys',
  province: '33',
  roles: ['officer'],
  relations: ['office'],
};
/** Faults that a changed file of Zhejiang is refused for. */
const faults = (change: object): string[] => {
  const read = provinceSettings.safeParse({ ...zhejiang, ...change });
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

test('the 31 provinces have one file each, and all are good', () => {
  expect(provinces().map(({ code }) => code)).toEqual([...provinceCodes]);
  expect(new Set(provinces().map(({ name }) => name.zh)).size).toBe(31);
});

test('provinces differ where domain.md says that they do', () => {
  expect(of('33').uploadDeadline).toMatchObject({ days: 10, kind: 'working' });
  expect(of('31').uploadDeadline).toMatchObject({ days: 10, kind: 'calendar' });
  expect(provinces().filter((one) => one.uploadDeadline !== undefined)).toHaveLength(2);
  expect(of('21').cycleExceptions).toMatchObject([{ months: 6, division: '210124' }]);
  expect(of('33').colourSchemes[0]).toMatchObject({ division: '330100', colours: [{}, {}, {}] });
  for (const code of ['36', '37'])
    expect(of(code).abilityRules.map(({ finding }) => finding)).toContain('FEWER_THAN_TWO_TECHNICIANS');
  expect(
    provinces()
      .filter((one) => one.outsideOrganisations.length > 0)
      .map(({ code }) => code),
  ).toEqual(['33', '34', '50', '62']);
  expect(
    provinces()
      .filter((one) => one.localFines.length > 0)
      .map(({ code }) => code),
  ).toEqual([...['31', '33', '37', '41', '43', '50', '51']]);
});

test('no local fact stands without its source and mark, and no gap is filled', () => {
  for (const one of provinces()) {
    const facts = [
      one.localFines,
      one.colourSchemes,
      one.abilityRules,
      one.outsideOrganisations,
      one.localStandards,
    ].flat();
    for (const fact of facts) expect(fact.source.length).toBeGreaterThan(2);
    expect(one.hazardClocks).toEqual({});
    expect(one.inspectionCaps).toBeUndefined();
    expect(one.escalation.slice(1).every(({ afterDays }) => afterDays === undefined)).toBe(true);
  }
  expect(of('43').localFines[0]?.highYuan).toBeUndefined();
});

test('functions are told only what they need', () => {
  const told = runtimeSettings.parse(runtimeOf(of('33')));
  expect(Object.keys(told)).not.toContain('issuers');
  // Lambda takes 4 kB for all variables of a function.
  expect(JSON.stringify(told).length).toBeLessThan(2_500);
});

test('a bad file is refused with every fault named, in both languages', () => {
  const found = faults({ code: '99', architecture: 'mips', dueShards: 0, colour: 'red' });
  expect(found.map((fault) => fault.split(':')[0])).toEqual(
    expect.arrayContaining(['code', 'architecture', 'dueShards', '']),
  );
  expect(() => readSettings([{ ...zhejiang, code: '99' }, { code: '11' }])).toThrow(
    /99: code[\s\S]*11: name/,
  );
  expect(() => readSettings([zhejiang, zhejiang])).toThrow(/33: code: two files/);
});

test.each([
  ['the local issuer', { issuers: [{ ...issuer, issuer: localIssuer }] }, /本地签发方/],
  ['a loopback issuer', { issuers: [{ ...issuer, jwksUri: 'https://127.0.0.1/keys' }] }, /回环/],
  ['an http issuer', { issuers: [{ ...issuer, issuer: 'http://id.zj.gov.cn' }] }, /https/],
  ['an issuer of another province', { issuers: [{ ...issuer, province: '31' }] }, /其他省份/],
  ['an issuer without keys', { issuers: [{ ...issuer, jwksUri: undefined }] }, /jwksUri/],
  ['virtual time', { virtualTime: true }, /虚拟时间/],
  ['a region outside China', { region: 'eu-west-1' }, /生产环境须位于/],
  [
    'a retention below the floor',
    { archive: { mode: 'GOVERNANCE', retentionDays: { inspectionReport: 30 } } },
    /2192/,
  ],
  ['logs for less than six months', { logRetentionDays: 90 }, /logRetentionDays/],
  ['an account that nobody can sign in to', { account: '123456789012' }, /无人可登录/],
  [
    'a bus in another region',
    { nation: { busArn: 'arn:aws-cn:events:cn-northwest-1:123456789012:event-bus/x' } },
    /事件路由/,
  ],
  ['an office of another province', { offices: [{ code: '310000' }] }, /其他省份/],
  ['an office under nobody of the province', { offices: [{ code: '330106', parent: '310000' }] }, /不是本省/],
  ['an office under itself', { offices: [{ code: '330106', parent: '330106' }] }, /循环/],
  ['two issuers of one identifier', { issuers: [issuer, { ...issuer, name: 'other' }] }, /同名/],
  [
    'two issuers of one name',
    { issuers: [issuer, { ...issuer, issuer: 'https://other.zj.gov.cn' }] },
    /同名/,
  ],
  [
    'a shared secret among the keys of an issuer',
    { issuers: [{ ...issuer, jwksUri: undefined, jwks: { keys: [{ kty: 'oct', k: 'x' }] } }] },
    /非对称/,
  ],
  ['levels out of order', { escalation: [{ level: 2, to: 'HIGHER_OFFICE', mark: 'G' }] }, /升级层级/],
  [
    'a fine whose low end is high',
    { localFines: [{ code: 'P06', offence: 'X', lowYuan: 9, highYuan: 1, source: 'some', mark: 'S' }] },
    /罚款下限/,
  ],
])('production refuses %s', (_, change, message) => {
  expect(faults(change).join('\n')).toMatch(message);
});

test('a good production file with account and issuer is accepted', () => {
  expect(faults({ account: '123456789012', issuers: [issuer] })).toEqual([]);
});

test('a test stage may run elsewhere, with virtual time', () => {
  expect(faults({ stageKind: 'test', region: 'eu-west-1', virtualTime: true })).toEqual([]);
});

test('the archive keeps everything as long as the longest class, never below the floor', () => {
  const production = provinceSettings.parse(
    settingsOf({ code: '11', name: { zh: '北京市', en: 'Beijing', pinyin: 'beijing' } }),
  );
  expect(archiveDays(production)).toBe(retentionFloors.inspectionReport);
  expect(
    archiveDays({ ...production, archive: { mode: 'COMPLIANCE', retentionDays: { ledger: 3_650 } } }),
  ).toBe(3_650);
});
