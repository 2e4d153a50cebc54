import { describe, expect, it } from 'vitest';
import { addTallies, closingLine, holds, reckon } from '../../../scripts/toolchain/tally.ts';

const file = (world: string, statuses: readonly string[], more: object = {}) => ({
  name: `/home/somebody/leian/test/${world}/a.test.ts`,
  status: statuses.includes('failed') ? 'failed' : 'passed',
  message: '',
  assertionResults: statuses.map((status) => ({ status })),
  ...more,
});
const report = (...testResults: readonly ReturnType<typeof file>[]): string =>
  JSON.stringify({ success: testResults.every(({ status }) => status === 'passed'), testResults });

describe('the closing count', () => {
  it('adds up what passed, failed and was skipped', () => {
    const text = report(file('unit', ['passed', 'failed', 'pending', 'todo']), file('property', ['passed']));
    expect(reckon(text, 1, ['unit', 'property'])).toEqual({ passed: 2, failed: 1, skipped: 2, troubles: [] });
  });

  it('is success only with a test that passed and none that failed', () => {
    expect(holds(reckon(report(file('unit', ['passed'])), 0, ['unit']))).toBe(true);
    expect(holds({ passed: 0, failed: 0, skipped: 5 })).toBe(false);
  });

  it.each([
    ['no report was left', undefined, 1, 'left no report'],
    ['a signal ended the run', undefined, undefined, 'was ended by a signal'],
    ['no test was collected', report(), 0, 'no test was collected in the world "unit"'],
    [
      'a world is empty',
      report(file('property', ['passed'])),
      0,
      'no test was collected in the world "unit"',
    ],
    [
      'a file broke before its tests',
      report(file('unit', ['passed']), file('unit', [], { status: 'failed', message: 'Cannot find module' })),
      1,
      'failed outside its tests: Cannot find module',
    ],
    [
      'the set-up broke after the tests',
      report(file('unit', ['passed'])),
      1,
      'ended with code 1 although no test failed',
    ],
  ])('when %s: a failure', (_, text, code, trouble) => {
    const result = reckon(text, code, ['unit']);
    expect(result.troubles.join()).toContain(trouble);
    expect(result.failed).toBeGreaterThan(0);
    expect(holds(result)).toBe(false);
  });

  it('closes with one plain line', () => {
    const sum = addTallies({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 });
    expect(closingLine(sum)).toBe('11 passed, 22 failed, 33 skipped');
  });
});
