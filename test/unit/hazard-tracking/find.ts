import { consumerWith } from '../../../functions/hazard-tracking/consumer.ts';
import type { Envelope } from '../../../shared/contracts/events.ts';
import type { World } from './world.ts';

const lambda = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws-cn:lambda:cn-north-1:000000000000:function:test',
  memoryLimitInMB: '512',
  awsRequestId: 'test',
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 20_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
/** What Lambda hands to a function beside its event. */
export const lambdaContext = lambda;

/** Bodies as a queue of this capability holds them. */
export const batchOf = (bodies: readonly object[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: String(index),
    receiptHandle: 'r',
    body: JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 's',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws-cn:sqs:cn-north-1:000000000000:hazard-tracking',
    awsRegion: 'cn-north-1',
  })),
});

const heard = new Set([
  'InspectionReportReceived',
  'DeviceAlarmRaised',
  'HazardFound',
  'HazardMoved',
  'HazardOverdue',
]);

/** Delivers events to the consumer as its queue does; gives the events that came back. */
export const deliver = async (
  world: Pick<World, 'deps'>,
  events: readonly Envelope[],
): Promise<readonly Envelope[]> => {
  const consumer = consumerWith(() => world.deps);
  const wanted = events.filter(({ type }) => heard.has(type));
  const { batchItemFailures } = await consumer(batchOf(wanted.map((detail) => ({ detail }))), lambda);
  return batchItemFailures.flatMap(({ itemIdentifier }) => wanted[Number(itemIdentifier)] ?? []);
};

/** Delivers until nothing new is written. Throws when a message cannot be worked off. */
export const settleAll = async (world: Pick<World, 'deps' | 'events'>): Promise<void> => {
  for (let events = await world.events(); events.length > 0; events = await world.events()) {
    const failed = await deliver(world, events);
    if (failed.length > 0) throw new Error(`not worked off: ${failed.map(({ type }) => type).join(' ')}`);
  }
};

/** Lets hazards be found; the ids of those that stand at FOUND. */
export const findAll = async (
  world: Pick<World, 'deps' | 'events' | 'hazards'>,
): Promise<readonly string[]> => {
  await settleAll(world);
  return (await world.hazards()).filter(({ state }) => state === 'FOUND').map(({ id }) => id);
};
