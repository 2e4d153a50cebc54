import type { DynamoDBRecord, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { feed } from '../../transport/feed.ts';
import { poll } from '../../transport/poll.ts';
import { createTransport } from '../../transport/transport.ts';

const rules = { name: 'q', visibilitySeconds: 30, maxReceiveCount: 3, deadLetters: 'dead' };
const start = (seed = 1) => {
  const world = createTransport({ seed });
  world.sqs.open(rules);
  return { world, sqs: world.sqs };
};
const bodies = (event: SQSEvent): readonly string[] => event.Records.map(({ body }) => body);
const allBut = (bad: string) => async (event: SQSEvent) =>
  await Promise.resolve({
    batchItemFailures: event.Records.filter(({ body }) => body === bad).map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  });

describe('a queue', () => {
  it('hides what was received, until its time is over or it is removed', () => {
    const { sqs } = start();
    sqs.put('q', 'one');
    const [first] = sqs.receive('q', 10);
    expect([sqs.visible('q'), sqs.left('q')]).toEqual([0, 1]);
    sqs.pass(30);
    const [second] = sqs.receive('q', 10);
    expect([first?.receives, second?.receives]).toEqual([1, 2]);
    // A receipt of an earlier receive is worth nothing.
    sqs.remove('q', [first?.receiptHandle ?? '']);
    expect(sqs.left('q')).toBe(1);
    sqs.remove('q', [second?.receiptHandle ?? '']);
    expect(sqs.left('q')).toBe(0);
  });

  it('promises no order, the same for the same seed', () => {
    const order = (seed: number): string => {
      const { sqs } = start(seed);
      for (const body of 'abcdefgh') sqs.put('q', body);
      return sqs
        .receive('q', 8)
        .map(({ body }) => body)
        .join('');
    };
    expect(order(1)).toBe(order(1));
    expect(new Set([1, 2, 3].map(order)).size).toBe(3);
    expect([...order(1)].toSorted().join('')).toBe('abcdefgh');
  });

  it('gives a message once more now and then, though it was removed', () => {
    const { world, sqs } = start();
    world.inject({ fault: 'duplicate', times: 1 });
    sqs.put('q', 'one');
    const receipts = () => sqs.receive('q', 1).map(({ receiptHandle }) => receiptHandle);
    sqs.remove('q', receipts());
    sqs.pass(30);
    sqs.remove('q', receipts());
    expect(sqs.left('q')).toBe(0);
  });
});

describe('the poller', () => {
  it('removes what was worked off, and sets aside what never is, after exactly that many receives', async () => {
    const { world, sqs } = start();
    for (const body of ['good', 'bad', 'better']) sqs.put('q', body);
    const handed: string[] = [];
    for (let round = 0; round < 9; round += 1) {
      await poll(world, 'q', 10, async (event) => {
        handed.push(...bodies(event));
        return await allBut('bad')(event);
      });
      sqs.pass(30);
    }
    expect(handed.toSorted()).toEqual(['bad', 'bad', 'bad', 'better', 'good']);
    expect(sqs.messages('dead').map(({ body }) => body)).toEqual(['bad']);
    expect(sqs.left('q')).toBe(0);
  });

  it.each([
    ['throws', async () => await Promise.reject(new Error('x')), 'threw'],
    [
      'names a message that it was not given',
      async () => await Promise.resolve({ batchItemFailures: [{ itemIdentifier: '?' }] }),
      'answered',
    ],
  ] as const)('gives the whole batch again when the function %s', async (_what, work, end) => {
    const { world, sqs } = start();
    sqs.put('q', 'one');
    expect(await poll(world, 'q', 10, work)).toBe(end);
    expect(sqs.left('q')).toBe(1);
  });
});

describe('a stream', () => {
  const records = [...'abcdefgh'].map((name, at): DynamoDBRecord => ({
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: String(at), Keys: { sk: { S: name } } },
  }));
  const namesOf = (list: readonly DynamoDBRecord[]): string =>
    list.map(({ dynamodb }) => dynamodb?.Keys?.['sk']?.S ?? '').join('');

  it('goes on around the record that always fails, in order, after all its tries', async () => {
    const done: string[] = [];
    const { setAside } = await feed(
      records,
      { batchSize: 5, maximumRetryAttempts: 4 },
      async ({ Records }) => {
        for (const record of Records) {
          const name = namesOf([record]);
          done.push(name);
          if (name === 'c')
            return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
        }
        return await Promise.resolve({ batchItemFailures: [] });
      },
    );
    expect(namesOf(setAside)).toBe('c');
    expect(done.filter((name) => name !== 'c').join('')).toBe('abdefgh');
  });

  it('gives everything again to a function that throws once', async () => {
    let calls = 0;
    const { setAside, invocations } = await feed(
      records,
      { batchSize: 8, maximumRetryAttempts: 2 },
      async () => {
        calls += 1;
        if (calls === 1) throw new Error('once');
        return await Promise.resolve({ batchItemFailures: [] });
      },
    );
    expect([setAside.length, invocations]).toEqual([0, 3]);
  });
});
