import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeSpan, parseSpan } from '../../../localstack/clock.ts';

describe('a span of virtual time', () => {
  it.each([
    ['+30d', 2_592_000],
    ['+1d12h', 129_600],
    ['+90m', 5_400],
    ['+45s', 45],
  ])('%s is %i seconds', (text, seconds) => {
    expect(parseSpan(text)).toBe(seconds);
  });

  it.each(['30d', '-30d', '+', '+0d', '+d', '+1w', '+1.5d', '+1d ', '+99999d', '', '+1e3s'])(
    'refuses "%s"',
    (text) => {
      expect(parseSpan(text)).toBeUndefined();
    },
  );

  it('is described so that it reads back as itself', () => {
    assert(
      property(integer({ min: 1, max: 3_660 * 86_400 }), (seconds) => {
        expect(parseSpan(`+${describeSpan(seconds).replace('min', 'm').replaceAll(' ', '')}`)).toBe(seconds);
      }),
    );
    expect(describeSpan(0)).toBe('0 s');
  });
});
