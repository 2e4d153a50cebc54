import type * as crypto from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { deployedFunctions, functionId } from '../../../infra/functions.ts';
import { deriveId } from '../../../shared/kernel/ids.ts';
import { someTime } from '../../builders/files.ts';
import { instrumentBody } from '../../builders/parties.ts';
import { lambdaContext } from '../../builders/queue-event.ts';
import { archiveName, tableName } from '../../builders/stage.ts';
import { auditTree } from '../../builders/tree-audit.ts';
import { feed } from '../../transport/feed.ts';
import { poll } from '../../transport/poll.ts';
import { holdTime, reseed } from './chance.ts';
import { readingsOf } from './deeds.ts';
import { listeners, makeFunctions, prepare, queueNames, rulesOf, type QueueName } from './province.ts';
import { workedOn, type WorkedQueue } from './templates.ts';

vi.mock('node:crypto', async (actual) => ({
  ...(await actual<typeof crypto>()),
  ...(await import('./chance.ts')).cryptoByChance,
}));
vi.mock('node:timers/promises', async () => (await import('./chance.ts')).promisesByChance);

const { queues, streams } = workedOn();
const functions = makeFunctions();
const { world } = functions.stage;
const close = holdTime(world);
afterAll(close);
reseed(world, 1);
const cast = await prepare(functions);
const ledgerKey = await functions.stage.ledgerKey();
const restore = world.save();

const isKnown = (name: string): name is QueueName => queueNames.some((one) => one === name);
const heardBy = (name: QueueName): readonly string[] =>
  world.events
    .list()
    .filter(({ detailType }) => listeners(detailType).some((one) => one === name))
    .map(({ detail }) => JSON.stringify({ detail }));

/** Messages that the function behind a queue can work off. */
const goodFor = (name: QueueName): readonly string[] => {
  if (name === 'hazard-due') return [JSON.stringify({ subject: cast.west, hazard: cast.due })];
  return name === 'device-telemetry' ? readingsOf(cast) : heardBy(name).slice(0, 6);
};
const nobody = deriveId('sub', someTime, 'nobody');
const inEvent = (name: QueueName, change: object): string => {
  const { detail }: { readonly detail: object } = JSON.parse(heardBy(name)[0] ?? '');
  return JSON.stringify({ detail: { ...detail, ...change } });
};

/** Messages that can never be worked off, by what is wrong with them. */
const poisonFor = (name: QueueName): Readonly<Record<string, string>> => {
  const any = { 'no JSON': '{"detail":', 'another shape': '{"hello":"world"}' };
  if (name === 'hazard-due')
    return { ...any, 'a file that is not there': JSON.stringify({ subject: nobody, hazard: cast.due }) };
  if (name === 'device-telemetry') {
    const [unknown = ''] = readingsOf({ device: deriveId('dev', someTime, 'nobody') });
    return { ...any, 'a device that is not there': unknown };
  }
  return {
    ...any,
    'an unknown major version': inEvent(name, { version: '2.0' }),
    'a type that it does not react to': inEvent(name, { type: 'NeverHeardOf' }),
    'a state that breaks its contract': inEvent(name, { state: { id: 7 } }),
  };
};

/** Works a queue off as the templates say; gives how often each message was handed over, by its body. */
const workOff = async ({ rules, batchSize }: WorkedQueue, name: QueueName, bodies: readonly string[]) => {
  restore();
  world.sqs.open(rules);
  for (const body of bodies) world.sqs.put(name, body);
  const handed = new Map<string, number>();
  for (let rounds = 0; world.sqs.left(name) > 0 && rounds < 100; rounds += 1) {
    await poll(world, name, batchSize, async (event) => {
      for (const { body } of event.Records) handed.set(body, (handed.get(body) ?? 0) + 1);
      return await functions.queues[name](event, lambdaContext);
    });
    world.sqs.pass(rules.visibilitySeconds);
  }
  return {
    handed,
    left: world.sqs.left(name),
    dead: world.sqs.messages(rules.deadLetters).map(({ body }) => body),
  };
};

it('every function that works on a queue is tried here, and may give back single messages', () => {
  const byQueue = queues.map(({ worker }) => worker);
  const known = deployedFunctions.map(functionId).filter((id) => byQueue.includes(id));
  expect(byQueue.toSorted()).toEqual(known.toSorted());
  expect(queues.map(({ rules }) => rules.name).toSorted()).toEqual(queueNames.toSorted());
  expect([...queues, ...streams].filter(({ partial }) => !partial)).toEqual([]);
  // What the other tests of faults take for granted.
  for (const { rules } of queues)
    if (isKnown(rules.name))
      expect(rulesOf(rules.name)).toMatchObject({ maxReceiveCount: rules.maxReceiveCount });
});

describe.each(queues.map((queue) => [queue.worker, queue] as const))('%s', (_worker, queue) => {
  const { name } = queue.rules;
  if (!isKnown(name)) throw new Error(`no messages are known for ${name}`);

  it.each(Object.entries(poisonFor(name)))(
    'sets %s aside after exactly the receives of its template; its neighbours are worked off at once',
    async (_what, poison) => {
      const good = goodFor(name);
      const places = [poison, ...good].length;
      const { handed, left, dead } = await workOff(
        queue,
        name,
        good.toSpliced(Math.floor(places / 2), 0, poison),
      );
      expect(dead).toEqual([poison]);
      expect(left).toBe(0);
      expect(handed.get(poison)).toBe(queue.rules.maxReceiveCount);
      expect(good.map((body) => handed.get(body))).toEqual(good.map(() => 1));
    },
  );
});

it.each(queueNames.filter((name) => heardBy(name).length > 0))(
  'whoever works on %s takes what a later minor version adds',
  async (name) => {
    const queue = queues.find(({ rules }) => rules.name === name);
    if (queue === undefined) throw new Error(`no template has ${name}`);
    const later = inEvent(name, { version: '1.7', added: { later: true } });
    const { handed, dead } = await workOff(queue, name, [later]);
    expect(dead).toEqual([]);
    expect([...handed.values()]).toEqual([1]);
  },
);

/** Nine new entries, as the stream tells of them; the one in the middle cannot be read. */
const withPoison = async (text: string) => {
  restore();
  const from = world.stream(tableName).length;
  for (let n = 30; n < 39; n += 1) {
    const given = { path: { id: cast.crew.id }, body: instrumentBody(n), key: `poison-${n}` };
    const { status } = await functions.stage.ask('registerInstrument', cast.crew.clerk, given);
    if (status !== 201) throw new Error(String(status));
  }
  const records = functions.stage.entries(from);
  const given = records.map((record, at): DynamoDBRecord => {
    const NewImage = { ...record.dynamodb?.NewImage, body: { S: text } };
    return at === 4 ? { ...record, dynamodb: { ...record.dynamodb, NewImage } } : record;
  });
  return { given, bad: records[4]?.dynamodb?.SequenceNumber };
};

describe.each(streams.map((stream) => [stream.worker, stream] as const))('%s', (worker, stream) => {
  const isPublisher = worker === 'ledger-publisher-consumer';

  it.each([
    ['no JSON', '{'],
    ['an entry of another format', '{"format":2}'],
  ])(
    'sets %s aside after exactly the tries of its template; the entries around it go on',
    async (_what, text) => {
      const { given, bad } = await withPoison(text);
      const before = world.events.list().length;
      let tries = 0;
      const { setAside } = await feed(given, stream, async ({ Records }) => {
        if (Records.length === 1 && Records[0]?.dynamodb?.SequenceNumber === bad) tries += 1;
        return isPublisher
          ? await functions.stage.publish({ Records })
          : await functions.stage.integrate({ Records });
      });
      expect(stream.halves).toBe(true);
      expect(setAside.map(({ dynamodb }) => dynamodb?.SequenceNumber)).toEqual([bad]);
      // The first try of the record alone, and the further ones.
      expect(tries).toBe(1 + stream.maximumRetryAttempts);
      const told = new Set(
        world.events
          .list()
          .slice(before)
          .map(({ detail }) => JSON.stringify(detail)),
      );
      expect(told.size).toBe(isPublisher ? 8 : 0);
      const tree = auditTree(world, tableName, archiveName, ledgerKey);
      expect(tree.faults).toEqual([]);
      // Nobody has looked at the others for the publisher's sake.
      expect(tree.waiting).toBe(isPublisher ? 9 : 1);
    },
  );
});

it('every function that reads a stream is tried here', () => {
  const readers = ['ledger-publisher-consumer', 'ledger-integrator-consumer'];
  expect(streams.map(({ worker }) => worker).toSorted()).toEqual(readers.toSorted());
});
