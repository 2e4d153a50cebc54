import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultsIn } from '../../infra/nag/verdict.ts';

const folder = (pluginReports?: object[]): string => {
  const made = mkdtempSync(join(tmpdir(), 'leian-report-'));
  if (pluginReports !== undefined)
    writeFileSync(join(made, 'validation-report.json'), JSON.stringify({ pluginReports }));
  return made;
};
const violations = [
  { ruleName: 'own-role', violatingConstructs: [{ constructPath: 'province-33/api/Api' }] },
];

test('a finding in the report is a fault of the synthesis, whatever the command line shows', () => {
  expect(faultsIn(folder([{ pluginName: 'Leian', conclusion: 'failure', violations }]))).toEqual([
    'Leian: own-role: province-33/api/Api',
  ]);
});

test('no report, or one without failures, is none', () => {
  expect(faultsIn(folder())).toEqual([]);
  expect(faultsIn(folder([{ pluginName: 'Leian', conclusion: 'success', violations }]))).toEqual([]);
});
