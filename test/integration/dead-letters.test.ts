import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as answers from '../../localstack/demo/answers.ts';
import { functionName, output } from '../../localstack/demo/scene.ts';
import { expectAnswer, until } from '../../localstack/demo/speaker.ts';
import { openLogs, type Line } from '../../scripts/prove-grants/function-log.ts';
import { takeAway } from '../../scripts/prove-grants/roles.ts';
import { openQueues } from '../../scripts/redrive/queues.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { systemClock } from '../../shared/kernel/time.ts';
import { command } from './command.ts';
import { roleOf } from './roles.ts';
import { newCompany, newKeyUnit, province, reportBody, world, type Company } from './world.ts';

const sqs = new SQSClient({ ...world.clientSettings, useQueueUrlAsEndpoint: false });
const queues = openQueues(sqs, 0);
const logs = openLogs(world);
const consumer = functionName(world, 'anomaly-detection-consumer');
const queue = output(world, 'anomaly-detection', 'AnomalyDetectionQueueUrl');
const dlq = output(world, 'anomaly-detection', 'AnomalyDetectionDlqUrl');

const attribute = async (QueueUrl: string, name: 'VisibilityTimeout' | 'RedrivePolicy'): Promise<string> => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }));
  return Attributes?.[name] ?? '';
};
const receives = z
  .looseObject({ maxReceiveCount: z.coerce.number() })
  .parse(JSON.parse(await attribute(queue, 'RedrivePolicy'))).maxReceiveCount;

/** An event as the publisher would put it, with changes; it comes through the bus and the queue's own rule. */
const put = async (subject: string, changes: object): Promise<string> => {
  const id = newId('ent', systemClock());
  const detail = {
    ...{ id, type: 'InspectionReportReceived', version: '1.0', subject, sequence: 1, province: '33' },
    ...{ time: systemClock(), correlation: 'test', dataClass: 'general', state: {} },
    ...changes,
  };
  await new EventBridgeClient(world.clientSettings).send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: output(world, 'records', 'BusName'),
          Source: 'leian.33',
          DetailType: 'InspectionReportReceived',
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  return id;
};

/** The letter that holds a text, once it lies among the dead letters; it is visible again at once. */
const letterWith = async (text: string) =>
  await until(`a dead letter with ${text}`, async () => {
    const letters = await queues.take(dlq, 10);
    for (const letter of letters) await queues.release(dlq, letter);
    return letters.find(({ body }) => body.includes(text));
  });
const failures = (lines: readonly Line[], messageId: string): number =>
  lines.filter(({ code, fields }) => code === 'EVENT_FAILED' && fields['messageId'] === messageId).length;

/** Does something while the consumer may not query: it cannot do its work then. */
const withoutQuery = async <T>(does: () => Promise<T>): Promise<T> => {
  const grant = { policy: 'grants', sid: 'Files', action: 'dynamodb:Query', resourceIndex: undefined };
  const putBack = await takeAway(new IAMClient(world.clientSettings), await roleOf(consumer), grant);
  try {
    return await does();
  } finally {
    await putBack();
  }
};

/** One point over its limit that is called good: rule R29 answers with exactly one lead. */
const contradictory = (company: Company, keyUnit: string): Record<string, unknown> => {
  const body = reportBody(company, keyUnit);
  const points = z.array(z.looseObject({})).parse(body['points']);
  return { ...body, points: points.map((point) => ({ ...point, value: '6.80' })) };
};

let before = '';
const hide = async (VisibilityTimeout: string): Promise<void> =>
  void (await sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: queue, Attributes: { VisibilityTimeout } }),
  ));
let company: Company;
let keyUnit: string;
beforeAll(async () => {
  before = await attribute(queue, 'VisibilityTimeout');
  // A message that failed comes again after this time: twelve minutes as deployed, too long for a test.
  await hide('1');
  [company, keyUnit] = await Promise.all([newCompany('330106190001010041'), newKeyUnit()]);
});
afterAll(async () => {
  await hide(before);
});

describe('what a consumer cannot do', () => {
  it('poison, and an event of an unknown major version, lie among the dead letters after exactly the configured receives', async () => {
    const from = Date.now();
    const poison = `poison-${randomUUID()}`;
    const message = await queues.send(queue, JSON.stringify({ detail: poison }));
    const major = await put(keyUnit, { version: '2.0' });
    const letters = [await letterWith(poison), await letterWith(major)];
    expect(letters[0]?.id).toBe(message);
    const lines = await logs.since(consumer, from);
    for (const { id } of letters) expect(failures(lines, id)).toBe(receives);
    for (const letter of await queues.take(dlq, 10)) await queues.drop(dlq, letter);
  });

  it('an event of the known major version with members that nobody knows is handled like any other', async () => {
    const from = Date.now();
    const report = await expectAnswer(
      company.speaks.post('/v1/reports', reportBody(company, keyUnit)),
      202,
      answers.received,
    );
    const state = {
      ...{ id: report.id, organisation: company.id, keyUnit, reportNumber: 'T-1', issuedOn: '2026-11-03' },
      ...{ receivedAt: systemClock(), pointCount: 1, failedPointCount: 0, colour: 'a member of tomorrow' },
    };
    const event = await put(keyUnit, { version: '1.7', tomorrow: { nested: true }, state });
    await logs.until(
      consumer,
      from,
      'the event is handled',
      ({ code, fields }) => code === 'EVENT_HANDLED' && fields['event'] === event,
    );
  });
});

describe('npm run redrive', () => {
  const leads = async (report: string) => {
    const path = `/v1/subjects/${company.id}/anomalies`;
    const { anomalies } = await expectAnswer(province.get(path), 200, answers.anomalies);
    return anomalies.filter((one) => one.report === report && one.rule === 'R29');
  };

  it('brings back what failed for want of a grant; it has its effect once, however often it is brought back', async () => {
    const { id, receipt, letter } = await withoutQuery(async () => {
      const sent = company.speaks.post('/v1/reports', contradictory(company, keyUnit));
      const report = await expectAnswer(sent, 202, answers.received);
      return { ...report, letter: await letterWith(report.receipt.entry) };
    });
    expect(await leads(id)).toEqual([]);
    expect(await command('redrive.ts', '--list')).toMatch(/leian-33-anomaly-detection\s+1\s+0/);

    expect(await command('redrive.ts', 'anomaly-detection')).toContain('1 brought back, 0 stay');
    await until('the lead', async () => ((await leads(id)).length > 0 ? true : undefined));
    const from = Date.now();
    await queues.send(dlq, letter.body);
    expect(await command('redrive.ts', 'leian-33-anomaly-detection-dlq')).toContain('1 brought back, 0 stay');
    await logs.until(
      consumer,
      from,
      'the event once more',
      ({ code, fields }) => code === 'EVENT_HANDLED' && fields['event'] === receipt.entry,
    );
    expect(await leads(id)).toHaveLength(1);
  });

  it('answers a name that is none with those that there are', async () => {
    await expect(command('redrive.ts', 'no-such-queue')).rejects.toMatchObject({
      code: 2,
      stdout: expect.stringContaining('leian-33-credit-evaluation'),
      stderr: expect.stringContaining('no-such-queue'),
    });
  });
});
