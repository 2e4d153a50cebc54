import { errors } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { uscc } from '../../../shared/contracts/primitives.ts';
import { cry, log, say } from '../../../shared/lambda/log.ts';
import { speakable } from '../../../shared/lambda/speakable.ts';

/** What somebody sent, and no line may hold. */
const secret = '91330106MA2X张三';
const thrownBy = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  const keep = (line: unknown): void => {
    lines.push(String(line));
  };
  vi.spyOn(console, 'error').mockImplementation(keep);
  vi.spyOn(console, 'info').mockImplementation(keep);
  vi.spyOn(console, 'warn').mockImplementation(keep);
});
afterEach(() => {
  log.resetKeys();
});
const only = (): Record<string, unknown> => {
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
};

describe('a logged error holds nothing that somebody sent', () => {
  const person = z.strictObject({
    code: uscc,
    kind: z.enum(['A', 'B']),
    names: z.record(z.string(), z.number()).optional(),
  });
  const withClaims = new errors.JWTExpired(
    '"exp" claim timestamp check failed',
    { sub: secret },
    'exp',
    'check',
  );
  it.each([
    ['a contract', thrownBy(() => person.parse({ code: secret, kind: secret, [secret]: 1 }))],
    ['a key of a record', thrownBy(() => person.parse({ code: '', kind: 'A', names: { [secret]: secret } }))],
    [
      'a contract that was told to report input',
      thrownBy(() => person.parse({ code: secret }, { reportInput: true })),
    ],
    ['JSON', thrownBy(() => JSON.parse(`{"name": ${secret}}`))],
    ['the claims of a token', withClaims],
    ['a cause', new Error('a task failed', { cause: withClaims })],
    ['a cause that is no error', new Error('a task failed', { cause: { sub: secret } })],
    [
      'an item that a table gave back',
      Object.assign(new Error('cancelled'), { Item: { name: { S: secret } } }),
    ],
    ['no error at all', secret],
  ])('from %s', (_, error) => {
    cry('EVENT_FAILED', error, { messageId: 'm-1' });
    expect(lines.join('\n')).not.toContain('张三');
    expect(lines.join('\n')).not.toContain('91330106');
    expect(only()).toMatchObject({
      message: 'EVENT_FAILED',
      messageId: 'm-1',
      error: { name: expect.any(String) },
    });
  });

  it('says where and what kind a fault of a contract is', () => {
    const { name, message } = speakable(thrownBy(() => person.parse({ code: 1, kind: 'C' })));
    expect({ name, message }).toEqual({
      name: 'ZodError',
      message: 'code: invalid_type; kind: invalid_value',
    });
  });

  it('names an error of a library by its code', () => {
    expect(speakable(withClaims)).toMatchObject({ name: 'ERR_JWT_EXPIRED', message: withClaims.message });
  });

  it('keeps name, words and frames of an error of ours, and its cause', () => {
    const shown = speakable(new RangeError('append to sub_1 lost the race', { cause: new Error('refused') }));
    expect(shown.name).toBe('RangeError');
    expect(shown.message).toBe('append to sub_1 lost the race');
    expect(shown.stack).toMatch(/^RangeError: append to sub_1 lost the race\n\s+at .*log\.test/);
    expect(shown.cause).toMatchObject({ message: 'refused' });
  });
});

it('fields never take the place of the code', () => {
  say('EVENT_HANDLED', { messageId: 'm-1', type: 'HazardFound' });
  // @ts-expect-error -- the logger drops a field of this name
  const forbidden: Parameters<typeof say>[1] = { message: 'm-1' };
  expect(only()).toMatchObject({ message: 'EVENT_HANDLED', messageId: 'm-1' });
  expect(forbidden).toBeDefined();
});
