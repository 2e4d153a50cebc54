import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { functionName } from '../../localstack/demo/scene.ts';
import { until } from '../../localstack/demo/speaker.ts';
import { takeAway } from '../../scripts/prove-grants/roles.ts';
import { roleOf } from './roles.ts';
import { newCompany, newKeyUnit, reportBody, world } from './world.ts';

const intake = functionName(world, 'report-intake-http');
const putOriginals = {
  policy: 'grants',
  sid: 'PutOriginals',
  action: 's3:PutObject',
  resourceIndex: undefined,
};

/** The line of a function's log that tells of this request, once it is there. */
const lineOf = async (name: string, requestId: string): Promise<string> => {
  const logs = new CloudWatchLogsClient(world.clientSettings);
  return await until('a line of the log', async () => {
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: `"${requestId}"` }),
    );
    return events.find(({ message }) => message?.includes('HTTP_FAILED'))?.message;
  });
};

const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.literal(500),
  code: z.literal('INTERNAL'),
  detail: z.object({ zh: z.string().min(1), en: z.string().min(1) }),
  retryable: z.boolean(),
  requestId: z.string().min(1),
  problems: z.array(z.unknown()),
});

describe('a function whose grant is missing', () => {
  let putBack: () => Promise<void>;
  beforeAll(async () => {
    putBack = await takeAway(new IAMClient(world.clientSettings), await roleOf(intake), putOriginals);
  });
  afterAll(async () => {
    await putBack();
  });

  it('answers 500 with a request id and nothing else, and its log names the refused action; put back, it works', async () => {
    const company = await newCompany('330106190001010033');
    const body = reportBody(company, await newKeyUnit());
    const answer = await company.speaks.post('/v1/reports', body, 'missing-grant');
    const told = problem.parse(answer.body);
    expect(answer.status).toBe(500);
    expect(JSON.stringify(told)).not.toMatch(/s3|PutObject|authorized|arn:|AccessDenied/i);

    const line = await lineOf(intake, told.requestId);
    expect(JSON.parse(line)).toMatchObject({
      message: 'HTTP_FAILED',
      requestId: told.requestId,
      error: { name: 'AccessDenied', message: expect.stringContaining('s3:PutObject') },
    });

    await putBack();
    expect((await company.speaks.post('/v1/reports', body, 'missing-grant')).status).toBe(202);
  });
});
