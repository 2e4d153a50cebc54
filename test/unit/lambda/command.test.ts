import { describe, expect, it } from 'vitest';
import { addMs } from '../../../shared/kernel/time.ts';
import { commandDays, earlierAnswer, remember } from '../../../shared/lambda/command.ts';
import { someTime } from '../../builders/files.ts';

const command = { scope: 's', key: 'key-00001', digest: 'd1' };
const { item } = remember(command, { status: 202, body: { id: 'x' } }, someTime);

describe('an earlier command', () => {
  it('that there was none of: nothing', () => {
    expect(earlierAnswer(command, undefined, someTime)).toEqual({ ok: true, value: undefined });
  });
  it('that said the same: the first answer, word for word', () => {
    expect(earlierAnswer(command, item, someTime)).toMatchObject({
      ok: true,
      value: { status: 202, stored: '{"id":"x"}' },
    });
  });
  it('that said something else: a conflict', () => {
    expect(earlierAnswer({ ...command, digest: 'd2' }, item, someTime)).toMatchObject({
      ok: false,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });
  it('is remembered for 30 days, tested on reading, not trusted to the table', () => {
    const day = 86_400_000;
    expect(earlierAnswer(command, item, addMs(someTime, commandDays * day))).toMatchObject({
      value: { status: 202 },
    });
    expect(earlierAnswer(command, item, addMs(someTime, commandDays * day + 1000))).toEqual({
      ok: true,
      value: undefined,
    });
  });
});
