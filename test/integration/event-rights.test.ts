import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionName, output } from '../../localstack/demo/scene.ts';
import { openLogs } from '../../scripts/prove-grants/function-log.ts';
import { findQueues, type FoundQueue } from '../../scripts/redrive/queues.ts';
import { actAs, roleOf } from './roles.ts';
import { world } from './world.ts';

const bus = output(world, 'records', 'BusName');
const sqsOf = (settings: typeof world.clientSettings): SQSClient =>
  new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
const sqs = sqsOf(world.clientSettings);

/** `done`, or why not: how a call ended. */
const tried = async (call: Promise<unknown>): Promise<string> =>
  await call.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
  );
const denied = /^AccessDenied(Exception)?$/;

/** Which function may put messages into which queue: all that there is. */
const senders: Readonly<Record<string, readonly string[]>> = {
  'hazard-tracking-sweep': ['leian-33-hazard-due'],
  'ledger-publisher-consumer': ['leian-33-ledger-publisher-dlq'],
  'ledger-integrator-consumer': ['leian-33-ledger-integrator-dlq'],
};

describe.each(Object.keys(world.functions))('%s, under its own role', (name) => {
  let settings: Awaited<ReturnType<typeof actAs>>;
  let queues: readonly FoundQueue[];
  beforeAll(async () => {
    settings = await actAs(await roleOf(functionName(world, name)));
    queues = await findQueues(sqs, 'leian-33-');
  });

  const may = name === 'ledger-publisher-consumer';
  it(`${may ? 'may' : 'may not'} put events on the bus`, async () => {
    const Entries = [{ EventBusName: bus, Source: 'leian.nobody', DetailType: 'Nothing', Detail: '{}' }];
    const end = await tried(new EventBridgeClient(settings).send(new PutEventsCommand({ Entries })));
    expect(end).toMatch(may ? /^done$/ : denied);
  });

  it(`may put messages into no queue but ${senders[name]?.join() ?? 'none'}`, async () => {
    const client = sqsOf(settings);
    const ends = await Promise.all(
      queues.map(async ({ name: queue, url }) => {
        // Empty: a call that is allowed is refused for this, after the right was judged.
        const end = await tried(client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: '' })));
        return denied.test(end) ? [] : [queue];
      }),
    );
    expect(queues.length).toBeGreaterThan(8);
    expect(ends.flat()).toEqual(
      (senders[name] ?? []).filter((one) => queues.some((queue) => queue.name === one)),
    );
  });
});

describe('a rule that is not the queue’s own', () => {
  const rule = 'foreign-rule-of-a-test';
  const events = new EventBridgeClient(world.clientSettings);
  const anomalyQueue = output(world, 'anomaly-detection', 'AnomalyDetectionQueueUrl');
  let control = '';
  const arnOf = async (QueueUrl: string): Promise<string> => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    return Attributes?.['QueueArn'] ?? '';
  };
  beforeAll(async () => {
    const { RuleArn } = await events.send(
      new PutRuleCommand({
        Name: rule,
        EventBusName: bus,
        EventPattern: JSON.stringify({ source: ['leian.foreign'] }),
      }),
    );
    const name = 'control-of-a-test';
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: '*',
          Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
        },
      ],
    });
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }),
    );
    control = QueueUrl;
    const [house, admitted] = await Promise.all([arnOf(anomalyQueue), arnOf(control)]);
    await events.send(
      new PutTargetsCommand({
        Rule: rule,
        EventBusName: bus,
        // In this order: what comes to the second has passed the first.
        Targets: [
          { Id: 'house', Arn: house },
          { Id: 'control', Arn: admitted },
        ],
      }),
    );
  });
  afterAll(async () => {
    await events.send(new RemoveTargetsCommand({ Rule: rule, EventBusName: bus, Ids: ['house', 'control'] }));
    await events.send(new DeleteRuleCommand({ Name: rule, EventBusName: bus }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: control }));
  });

  it('puts nothing into it, while a queue that admits the rule gets the event', async () => {
    const from = Date.now();
    const Entries = [{ EventBusName: bus, Source: 'leian.foreign', DetailType: 'Foreign', Detail: '{}' }];
    await events.send(new PutEventsCommand({ Entries }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: control, WaitTimeSeconds: 5 }),
    );
    expect(Messages).toHaveLength(1);
    // The consumer would take it within a second and cry that it is no event.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const lines = await openLogs(world).since(functionName(world, 'anomaly-detection-consumer'), from);
    expect(lines.filter(({ code }) => code === 'EVENT_FAILED')).toEqual([]);
  });
});
