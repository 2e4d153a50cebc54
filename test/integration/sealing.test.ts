import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as answers from '../../localstack/demo/answers.ts';
import { functionName, output } from '../../localstack/demo/scene.ts';
import { expectAnswer, until } from '../../localstack/demo/speaker.ts';
import { openLogs } from '../../scripts/prove-grants/function-log.ts';
import { takeAway } from '../../scripts/prove-grants/roles.ts';
import { openQueues } from '../../scripts/redrive/queues.ts';
import { archivedSince, openArchive } from '../../scripts/republish/segments.ts';
import { systemClock } from '../../shared/kernel/time.ts';
import { publicKeyOf, readNote } from '../../shared/ledger/checkpoint.ts';
import { command } from './command.ts';
import { roleOf } from './roles.ts';
import { county, keyUnitBody, world } from './world.ts';

const lambda = new LambdaClient(world.clientSettings);
const dynamoDb = new DynamoDBClient(world.clientSettings);
const archive = openArchive(
  new S3Client({ ...world.clientSettings, forcePathStyle: true }),
  output(world, 'records', 'ArchiveBucket'),
);
const queues = openQueues(new SQSClient({ ...world.clientSettings, useQueueUrlAsEndpoint: false }), 0);
const logs = openLogs(world);

/** A key unit that was just registered: its file, and the entry that says so. */
const register = async () => {
  const { id, receipt } = await expectAnswer(
    county.post('/v1/subjects', keyUnitBody()),
    201,
    answers.registered,
  );
  return { subject: id, entry: receipt.entry };
};
const item = async (pk: string, sk: string) => {
  const Key = { pk: { S: pk }, sk: { S: sk } };
  return (await dynamoDb.send(new GetItemCommand({ TableName: world.table, Key, ConsistentRead: true })))
    .Item;
};
const placeOf = async (subject: string): Promise<number | undefined> => {
  const found = await item(subject, 'I#0000000001');
  return found?.['index']?.N === undefined ? undefined : Number(found['index'].N);
};

describe('an entry of the ledger', () => {
  it('gets its place in the tree, lies in the archive, and is under a head that the stage’s key signed', async () => {
    const from = systemClock();
    const { subject, entry } = await register();
    const index = await until('a place in the tree', async () => await placeOf(subject));
    const { PublicKey } = await new KMSClient(world.clientSettings).send(
      new GetPublicKeyCommand({ KeyId: output(world, 'records', 'LedgerKeyArn') }),
    );
    const key = publicKeyOf(PublicKey ?? Buffer.alloc(0));
    const head = await until('a head over it', async () => {
      const read = readNote((await item('tree', 'head'))?.['note']?.S ?? '', key);
      return read.ok && read.head.size > index ? read.head : undefined;
    });
    expect(head.origin).toBe('leian/33');
    const kept = await archive.read(`ledger/heads/${String(head.size).padStart(12, '0')}`);
    expect(readNote(kept, key)).toMatchObject({ ok: true, head: { size: head.size } });
    const found: number[] = [];
    for await (const one of archivedSince(archive, from)) if (one.entry.id === entry) found.push(one.index);
    expect(found).toEqual([index]);
  });
});

/** How often the stream gives a failed entry again: twenty times as deployed, too long for a test. */
const tryOnly = async (name: string, MaximumRetryAttempts: number): Promise<number> => {
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: functionName(world, name) }),
  );
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, MaximumRetryAttempts }));
  return mapping?.MaximumRetryAttempts ?? -1;
};

describe.each([
  {
    ...{ name: 'ledger-publisher-consumer', queue: 'ledger-publisher', dlq: 'PublisherDlqUrl' },
    ...{ grant: { sid: 'PublishEvents', action: 'events:PutEvents' }, failed: 'PUBLISH_FAILED' },
  },
  {
    ...{ name: 'ledger-integrator-consumer', queue: 'ledger-integrator', dlq: 'IntegratorDlqUrl' },
    ...{ grant: { sid: 'PutLedger', action: 's3:PutObject' }, failed: 'INTEGRATE_FAILED' },
  },
])('an entry that $name cannot work off', ({ name, queue, dlq, grant, failed }) => {
  const of = functionName(world, name);
  const url = output(world, 'records', dlq);
  let before = 20;
  beforeAll(async () => {
    before = await tryOnly(name, 1);
  });
  afterAll(async () => {
    await tryOnly(name, before);
  });

  it('is given again as often as configured, then set aside; redrive brings it back', async () => {
    const iam = new IAMClient(world.clientSettings);
    const putBack = await takeAway(iam, await roleOf(of), {
      ...{ policy: 'grants', resourceIndex: undefined, ...grant },
    });
    const from = Date.now();
    const { subject, entry } = await register().catch(async (error: unknown) => {
      await putBack();
      throw error;
    });
    try {
      await until('a dead letter', async () => {
        const letters = await queues.take(url, 10);
        for (const letter of letters) await queues.release(url, letter);
        return letters.length > 0 ? true : undefined;
      });
    } finally {
      await putBack();
    }
    const tries = (await logs.since(of, from)).filter(({ code }) => code === failed);
    expect(tries).toHaveLength(2);

    const done = async (): Promise<boolean> =>
      queue === 'ledger-integrator'
        ? (await placeOf(subject)) !== undefined
        : (await logs.since(of, from)).some(
            ({ code, fields }) => code === 'EVENT_PUBLISHED' && fields['event'] === entry,
          );
    expect(await done()).toBe(false);
    expect(await command('redrive.ts', queue)).toMatch(/\b[1-9]\d* brought back, 0 stay/);
    expect(await done()).toBe(true);
  });
});

it('npm run republish tells what was told before, and nothing follows from it twice', async () => {
  const { subject, entry } = await register();
  await until('a place in the tree', async () => await placeOf(subject));
  const from = Date.now();
  const span = ['--from', new Date(from - 60_000).toISOString(), '--type', 'KeyUnitRegistered'];
  expect(await command('republish.ts', ...span, '--dry-run')).toMatch(/[1-9]\d* entries would be told again/);
  expect(await command('republish.ts', ...span)).toMatch(/[1-9]\d* told again, 0 failed/);
  await logs.until(
    functionName(world, 'ledger-publisher-consumer'),
    from,
    'the event again',
    ({ code, fields }) => code === 'EVENT_PUBLISHED' && fields['event'] === entry,
  );
});
