import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { asked } from '../localstack/attend.ts';
import { readOffset } from '../localstack/clock.ts';
import { ending } from './operator/end.ts';
import { openFunctions } from './operator/functions.ts';
import { placeOf, type Place } from './operator/place.ts';
import { provinceOf } from './operator/stacks.ts';
import { bringBack, type Outcome } from './redrive/bring-back.ts';
import { readOptions, usage, type Options } from './redrive/options.ts';
import { findQueues, openQueues, type Queues } from './redrive/queues.ts';
import { givePlaces, pagesOf, placeless } from './redrive/placeless.ts';
import { treatOf, type Hands } from './redrive/treat.ts';
import { deadLettersOf, listed, meant, type DeadLetters, type Way } from './redrive/ways.ts';
import { choose } from './republish/choose.ts';
import { archivedSince, openArchive } from './republish/segments.ts';
import { tellAgain } from './republish/tell.ts';

const say = console.log;

/** The hands that a way needs: the nation's account has queues only, no province. */
const handsFor = async (place: Place, { way, stage }: DeadLetters, queues: Queues): Promise<Hands> => {
  const send: Hands['send'] = async (url, body) => await queues.send(url, body);
  const none = (): never => {
    throw new Error('this way needs no province');
  };
  if (way === 'move' || way === 'readings')
    return { send, tell: none, sweep: none, place: none, archived: none, aheadMs: 0 };
  const province = await provinceOf(place, stage);
  const call = openFunctions(new LambdaClient(place.settings));
  const dynamoDb = new DynamoDBClient(place.settings);
  const s3 = new S3Client({ ...place.settings, forcePathStyle: place.forcePathStyle });
  const archive = openArchive(s3, province.archive);
  return {
    send,
    tell: async (entries) =>
      await tellAgain(
        async (event) => await call(province.functionName('ledger-publisher-consumer'), event),
        entries,
      ),
    sweep: async () =>
      void (await call(province.functionName('hazard-tracking-sweep'), { operation: 'sweep' })),
    place: async () => {
      const entries = await placeless(pagesOf(dynamoDb, province.table));
      say(`  ${entries.length} entries of the table have no place in the tree`);
      return await givePlaces(
        async (event) => await call(province.functionName('ledger-integrator-consumer'), event),
        entries,
      );
    },
    archived: async (from, to) => await choose(archivedSince(archive, from), { from, to, type: undefined }),
    aheadMs: (await readOffset(dynamoDb, province.table)) * 1000,
  };
};

/** What is done where the messages do not say it themselves. */
const explanations: Readonly<Partial<Record<Way, string>>> = {
  retell:
    'its messages name a time, not the entries: all of that time is told again out of the archive (as by npm run republish -- --from)',
  place: 'its messages name no entries: the whole table is read for those without a place in the tree',
};

const report = ({ moved, stayed, stillThere, cameBack }: Outcome): void => {
  for (const { id, why } of stayed) say(`  ✗ ${id} stays: ${why}`);
  for (const id of stillThere)
    say(`  ! ${id} was handed over, but could not be deleted: it comes once more, which does no harm`);
  say(
    `${moved} brought back, ${stayed.length} stay${cameBack === 0 ? '' : `, ${cameBack} of them failed again meanwhile`} / 已移回 ${moved}，仍留 ${stayed.length}`,
  );
};

/** `npm run redrive`: brings the messages of a dead-letter queue back to where they came from, or lists these queues. */
const main = async ({ queue, most, world }: Options): Promise<number> => {
  const place = await placeOf(`npm run redrive -- ${queue ?? '--list'}`, world);
  // A queue's URL may name a host that only its own machine knows; the configured endpoint decides.
  const sqs = new SQSClient({ ...place.settings, useQueueUrlAsEndpoint: false });
  const all = deadLettersOf(await findQueues(sqs, 'leian-'));
  const found = queue === undefined ? [] : meant(all, queue);
  const [one] = found;
  if (one === undefined || found.length > 1) {
    if (queue !== undefined)
      console.error(
        found.length > 1
          ? `✗ ${queue} is there more than once, say the full name / 有多个同名队列，请给出全名`
          : `✗ there are no dead letters called ${queue}. These there are / 没有该死信队列，可选：`,
      );
    say(`dead letters, ${place.name}`);
    for (const line of listed(found.length > 1 ? found : all)) say(`  ${line}`);
    return queue === undefined ? 0 : 2;
  }
  const queues = openQueues(sqs);
  say(
    `${one.queue.name}, ${place.name}: ${one.queue.waiting} waiting${one.to === undefined ? '' : `, back to ${one.to.name}`}`,
  );
  const explained = explanations[one.way];
  if (explained !== undefined) say(`  ${explained}`);
  const stop = asked().signal;
  const hands = await handsFor(place, one, queues);
  // Also without a letter: the stream may have forgotten what nobody took, and then no letter tells of it.
  const placed = one.way === 'place' && one.queue.waiting === 0 ? await hands.place() : undefined;
  for (const { subject, sequence, why } of placed?.failed ?? [])
    say(`  ✗ ${subject} entry ${sequence}: ${why}`);
  const outcome = await bringBack(queues, {
    url: one.queue.url,
    treat: treatOf(one, hands),
    stop,
    ...(most === undefined ? {} : { most }),
  });
  report(outcome);
  if (one.queue.inHand > 0)
    say(
      `  ${one.queue.inHand} were in somebody's hand: they are visible again after their time / 有消息正被他人处理`,
    );
  const left = outcome.stayed.length + (placed?.failed.length ?? 0);
  return stop.aborted ? 130 : left === 0 ? 0 : 1;
};

const options = readOptions(process.argv.slice(2));
if ('faults' in options) {
  console.error([...options.faults.map((fault) => `✗ ${fault}`), usage].join('\n'));
  process.exitCode = 2;
} else await ending(async () => await main(options));
