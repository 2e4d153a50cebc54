import { describe, expect, it } from 'vitest';
import { synthesise, every } from '../../../scripts/synthesised.ts';
import { placeOf } from '../../../scripts/operator/place.ts';
import { bringBack, type Work } from '../../../scripts/redrive/bring-back.ts';
import { readOptions } from '../../../scripts/redrive/options.ts';
import type { FoundQueue, Queues } from '../../../scripts/redrive/queues.ts';
import { readingOf } from '../../../scripts/redrive/reading.ts';
import { deadLettersOf, listed, meant } from '../../../scripts/redrive/ways.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { systemClock } from '../../../shared/kernel/time.ts';
import { createTransport } from '../../transport/transport.ts';

const [work, dead] = ['leian-33-anomaly-detection', 'leian-33-anomaly-detection-dlq'];

/** Dead letters of a queue. `dieAt`: at that call to SQS, and at every later one, nobody is there any more. */
const letters = (count: number, seed = 1) => {
  const { sqs } = createTransport({ tables: [], seed });
  sqs.open({ name: dead, visibilitySeconds: 300, maxReceiveCount: 1000, deadLetters: 'nowhere' });
  sqs.open({ name: work, visibilitySeconds: 720, maxReceiveCount: 5, deadLetters: dead });
  const bodies = Array.from({ length: count }, (_, at) => `letter ${at}`);
  for (const body of bodies) sqs.put(dead, body);
  let calls = 0;
  let dieAt = Infinity;
  const call = <T>(does: () => T): Promise<T> => {
    calls += 1;
    return calls >= dieAt ? Promise.reject(new Error('gone')) : Promise.resolve().then(does);
  };
  const queues: Queues = {
    take: async (url, most) =>
      await call(() =>
        sqs.receive(url, most).map(({ messageId, body, receiptHandle }) => ({
          id: messageId,
          body,
          receipt: receiptHandle,
          sentAt: 0,
        })),
      ),
    drop: async (url, { receipt }) => await call(() => sqs.remove(url, [receipt])),
    release: async () => await call(() => undefined),
    send: async (url, body) =>
      await call(() => {
        sqs.put(url, body);
        return sqs.messages(url).at(-1)?.messageId ?? '';
      }),
  };
  const move: Work = {
    url: dead,
    treat: async ({ body }) => ({ done: true, sent: await queues.send(work, body) }),
  };
  return {
    sqs,
    queues,
    move,
    bodies,
    die: (at: number) => {
      [calls, dieAt] = [0, at];
    },
    arrived: () => sqs.messages(work).map(({ body }) => body),
  };
};

describe('letters brought back', () => {
  it('all come to the queue they came from, as they were, and the dead letters are empty', async () => {
    const { sqs, queues, move, bodies, arrived } = letters(25);
    expect(await bringBack(queues, move)).toEqual({ moved: 25, stayed: [], stillThere: [], cameBack: 0 });
    expect(arrived().toSorted()).toEqual(bodies.toSorted());
    expect(sqs.left(dead)).toBe(0);
  });

  it('only as many as were asked for', async () => {
    const { sqs, queues, move } = letters(25);
    expect(await bringBack(queues, { ...move, most: 12 })).toMatchObject({ moved: 12 });
    expect(sqs.left(dead)).toBe(13);
  });

  it('one that cannot be handed over stays, with the reason; the others come', async () => {
    const { sqs, queues, move, arrived } = letters(12);
    const outcome = await bringBack(queues, {
      ...move,
      treat: async (letter) =>
        letter.body === 'letter 7'
          ? await Promise.reject(new Error('the queue is full'))
          : await move.treat(letter),
    });
    expect(outcome).toMatchObject({ moved: 11, stayed: [{ why: 'the queue is full' }] });
    expect([sqs.left(dead), arrived().includes('letter 7')]).toEqual([1, false]);
  });

  it('none is lost when the command dies at any call, and the next one brings the rest', async () => {
    // 23 letters: 3 batches, a send and a deletion for each, and one last look.
    for (let at = 1; at <= 3 + 2 * 23 + 1; at += 1) {
      const { sqs, queues, move, bodies, arrived, die } = letters(23, at);
      die(at);
      await bringBack(queues, move).catch(() => undefined);
      const after = sqs.left(dead) + new Set(arrived()).size;
      expect(after, `died at call ${at}`).toBeGreaterThanOrEqual(bodies.length);
      sqs.pass(301);
      die(Infinity);
      await bringBack(queues, move);
      expect([sqs.left(dead), [...new Set(arrived())].toSorted()], `died at call ${at}`).toEqual([
        0,
        bodies.toSorted(),
      ]);
    }
  });

  it('a letter that fails again at once is not carried in a circle', async () => {
    const { queues, move } = letters(3);
    const outcome = await bringBack(queues, {
      ...move,
      treat: async ({ body }) => ({ done: true, sent: await queues.send(dead, body) }),
    });
    expect(outcome).toMatchObject({ moved: 3, cameBack: 3 });
    expect(outcome.stayed.map(({ why }) => why)[0]).toContain('failed again');
  });
});

const queue = (name: string, deadLetters?: string): FoundQueue => ({
  ...{ name, url: `https://sqs/${name}`, waiting: 2, inHand: 1, deadLetters },
});

describe('which queue is meant', () => {
  const all = deadLettersOf([
    ...[queue(work, dead), queue(dead), queue('leian-33-ledger-publisher-dlq'), queue('leian-33-nation-dlq')],
    ...[queue('leian-32-anomaly-detection', 'leian-32-anomaly-detection-dlq')],
    ...[queue('leian-32-anomaly-detection-dlq'), queue('leian-33-tomorrow-dlq')],
  ]);
  it('by every name that a person might say', () => {
    for (const text of [work, dead])
      expect(meant(all, text).map(({ queue: { name } }) => name)).toEqual([dead]);
    expect(meant(all, 'ledger-publisher')).toMatchObject([{ way: 'retell', to: undefined }]);
    expect(meant(all, 'anomaly-detection').map(({ stage }) => stage)).toEqual(['33', '32']);
    expect(meant(all, 'anomaly')).toEqual([]);
  });
  it('is listed with counts, source and way; a queue nobody has heard of too', () => {
    const lines = listed(all);
    expect(lines[1]).toMatch(/^leian-33-anomaly-detection +2 +1 +leian-33-anomaly-detection +moved back$/);
    expect(lines.at(-1)).toMatch(/^leian-33-tomorrow .* knows no way$/);
  });
  it('every dead-letter queue that is deployed has a way back', () => {
    const names = every(synthesise(), 'AWS::SQS::Queue').map(({ properties }) =>
      String(properties['QueueName']),
    );
    const found = deadLettersOf(
      names.map((name) => queue(name, names.includes(`${name}-dlq`) ? `${name}-dlq` : undefined)),
    );
    expect(found.length).toBeGreaterThan(8);
    expect(found.filter(({ way }) => way === 'unknown')).toEqual([]);
    expect(found.filter(({ way, to }) => way === 'readings' && to === undefined)).toEqual([]);
  });
});

describe('a reading that the topic rule could not hand over', () => {
  const device = newId('dev', systemClock());
  const sent = { boot: 1, sequence: 2, readings: [{ at: '2026-11-23T08:00:00.000Z', valueOhm: '2.10' }] };
  const failed = (payload: unknown, topic: string): string =>
    JSON.stringify({
      ...{ ruleName: 'leian_33_readings', topic, clientId: device, sourceIp: '192.0.2.1' },
      ...{ failures: [{ failedAction: 'SqsAction', errorMessage: 'no right' }] },
      base64OriginalPayload: Buffer.from(JSON.stringify(payload)).toString('base64'),
    });
  it.each([`devices/${device}/readings`, `$aws/rules/leian_33_readings/devices/${device}/readings`])(
    'becomes the message of the rule: %s',
    (topic) => {
      const read = readingOf(failed(sent, topic), 1_764_000_000_000);
      expect('message' in read ? JSON.parse(read.message) : read).toEqual({
        ...sent,
        ...{ device, client: device, receivedMs: 1_764_000_000_000 },
      });
    },
  );
  it('stays when the device spoke wrongly, or the letter is of another kind', () => {
    const why = (body: string): string => {
      const read = readingOf(body, 1);
      return 'why' in read ? read.why : 'nothing';
    };
    expect(why(failed({ boot: 0 }, `devices/${device}/readings`))).toContain('malformed');
    expect(why(failed(sent, 'elsewhere'))).toContain('no device');
    expect(why('{}')).toContain('not the error message');
  });
});

it('the command line: all that is wrong with it, or what to do', () => {
  expect(readOptions(['hazard-due', '--most', '3', '--world', 'demo'])).toEqual({
    ...{ queue: 'hazard-due', most: 3, world: 'demo' },
  });
  expect(readOptions(['--list'])).toEqual({ queue: undefined, most: undefined, world: undefined });
  for (const bad of [[], ['a', 'b'], ['a', '--list'], ['a', '--most', '0'], ['a', '--force']])
    expect(readOptions(bad)).toHaveProperty('faults');
});

describe('where a command works', () => {
  it('is what the shell says, as for the AWS command line', async () => {
    expect(await placeOf('c', undefined, { AWS_REGION: 'cn-north-1' })).toEqual({
      ...{ name: 'cn-north-1', settings: { region: 'cn-north-1' }, forcePathStyle: false },
    });
    const here = { AWS_DEFAULT_REGION: 'cn-north-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    expect(await placeOf('c', undefined, here)).toMatchObject({
      ...{ settings: { region: 'cn-north-1' }, forcePathStyle: true },
    });
  });
  it('is never guessed: without a region and without a world it is asked for', async () => {
    await expect(placeOf('npm run redrive', undefined, {})).rejects.toThrow('NOWHERE');
    await expect(placeOf('npm run redrive', undefined, { AWS_REGION: '' })).rejects.toThrow('NOWHERE');
  });
});
