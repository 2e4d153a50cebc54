import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateThingCommand,
  DescribeEndpointCommand,
  IoTClient,
} from '@aws-sdk/client-iot';
import {
  DecryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
} from '@aws-sdk/client-kms';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { isSigned, publicKeyOf } from '../../../shared/ledger/checkpoint.ts';
import { clientSettings } from '../../transport/clients.ts';
import { createTransport } from '../../transport/transport.ts';

describe.each([true, false])('objects (bucket in the path: %s)', (forcePathStyle) => {
  const start = () => {
    const world = createTransport();
    return { world, s3: new S3Client({ ...clientSettings(world, 1), forcePathStyle }) };
  };
  const address = { Bucket: 'archive', Key: 'originals/雷 1' };

  it('are kept once and read back', async () => {
    const { world, s3 } = start();
    const put = new PutObjectCommand({
      ...address,
      Body: new Uint8Array([1, 2, 3]),
      IfNoneMatch: '*',
      ContentType: 'x/y',
    });
    await s3.send(put);
    await expect(s3.send(put)).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    const object = await s3.send(new GetObjectCommand(address));
    expect([...((await object.Body?.transformToByteArray()) ?? [])]).toEqual([1, 2, 3]);
    const head = await s3.send(new HeadObjectCommand(address));
    expect(head).toMatchObject({ ContentLength: 3, ContentType: 'x/y' });
    expect(world.s3.get(address.Bucket, address.Key)?.contentType).toBe('x/y');
    expect(world.counts().operations['s3.PutObject']).toMatchObject({ calls: 2, failed: 1, requestBytes: 6 });
  });

  it('that are not there are refused in the words of the service', async () => {
    const { s3 } = start();
    await expect(s3.send(new GetObjectCommand(address))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand(address))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('with a wrong digest are refused; what the engine cannot do it says', async () => {
    const { s3 } = start();
    const wrong = new PutObjectCommand({ ...address, Body: 'x', ChecksumSHA256: 'A'.repeat(43) + '=' });
    await expect(s3.send(wrong)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toThrow('does not do this: s3.');
  });
});

describe('queues', () => {
  const QueueUrl = 'https://sqs.cn-north-1.amazonaws.com.cn/000000000000/due';

  it('keep messages; a batch may fail in part', async () => {
    const world = createTransport();
    const sqs = new SQSClient({ ...clientSettings(world), useQueueUrlAsEndpoint: false });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '一' }));
    world.inject({ fault: 'partial', operation: 'sqs.' });
    const Entries = ['2', '3'].map((MessageBody) => ({ Id: `e${MessageBody}`, MessageBody }));
    const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(answer.Failed).toMatchObject([{ Id: 'e3' }]);
    expect(world.sqs.messages('due').map(({ body }) => body)).toEqual(['一', '2']);
    const eleven = Array.from({ length: 11 }, (_, at) => ({ Id: `e${at}`, MessageBody: 'x' }));
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: eleven }))).rejects.toThrow('10');
  });
});

describe('the bus', () => {
  it('takes events and says which it did not take', async () => {
    const world = createTransport();
    const bus = new EventBridgeClient(clientSettings(world));
    const Entries = ['{"a":1}', 'no json'].map((Detail) => ({
      EventBusName: 'leian',
      Source: 'leian.33',
      DetailType: 'HazardFound',
      Detail,
      Time: new Date('2026-11-23T00:00:00.000Z'),
    }));
    const answer = await bus.send(new PutEventsCommand({ Entries }));
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: 'event-1' }, { ErrorCode: 'MalformedDetail' }],
    });
    expect(world.events.list('HazardFound')).toMatchObject([
      { bus: 'leian', source: 'leian.33', detail: { a: 1 }, time: '2026-11-23T00:00:00.000Z' },
    ]);
  });
});

describe('machines', () => {
  const stateMachineArn = 'arn:aws-cn:states:cn-north-1:000000000000:stateMachine:loop';

  it('start a name once, refuse it with another input', async () => {
    const world = createTransport();
    const sfn = new SFNClient(clientSettings(world));
    const begin = async (input: string) =>
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'h1', input }));
    const first = await begin('{"a":1}');
    expect(await begin('{"a":1}')).toMatchObject({ executionArn: first.executionArn });
    await expect(begin('{"a":2}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect(world.sfn.executions()).toMatchObject([{ name: 'h1', input: { a: 1 } }]);
  });

  it('take one answer for each token', async () => {
    const world = createTransport();
    const sfn = new SFNClient(clientSettings(world));
    await sfn.send(new SendTaskSuccessCommand({ taskToken: 't1', output: '{"b":2}' }));
    const late = new SendTaskFailureCommand({ taskToken: 't1', error: 'Hazard.Overdue' });
    await expect(sfn.send(late)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    world.sfn.expire('t2');
    const expired = new SendTaskFailureCommand({ taskToken: 't2', error: 'Hazard.Moved' });
    await expect(sfn.send(expired)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(world.sfn.answers()).toEqual([{ token: 't1', outcome: 'success', output: { b: 2 } }]);
  });
});

describe('keys', () => {
  const start = () => new KMSClient(clientSettings(createTransport({ seed: 3 })));
  const context = { province: '33', subject: 'sub_1' };

  it('open a data key under its context, in any order of its members, and under no other', async () => {
    const kms = start();
    const made = await kms.send(
      new GenerateDataKeyCommand({ KeyId: 'field', KeySpec: 'AES_256', EncryptionContext: context }),
    );
    expect(made.Plaintext).toHaveLength(32);
    const { CiphertextBlob } = made;
    const open = async (EncryptionContext: Record<string, string>, KeyId = 'field') =>
      await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }));
    const opened = await open({ subject: 'sub_1', province: '33' });
    expect(opened.Plaintext).toEqual(made.Plaintext);
    await expect(open({ ...context, subject: 'sub_2' })).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
    await expect(open(context, 'other')).rejects.toMatchObject({ name: 'IncorrectKeyException' });
  });

  it('give the same keyed hash for the same message, and the same data keys for the same seed', async () => {
    const mac = async (KeyId: string) =>
      await start().send(
        new GenerateMacCommand({ KeyId, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from('person') }),
      );
    expect((await mac('a')).Mac).toEqual((await mac('a')).Mac);
    expect((await mac('a')).Mac).not.toEqual((await mac('b')).Mac);
  });

  it.each([
    ['ledger', 'ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', 'ECDSA_SHA_256'],
    ['ledger-p256', 'ECC_NIST_P256', 'ECDSA_SHA_256', 'ED25519_SHA_512'],
  ] as const)('sign: %s is a key of %s, and signs by %s alone', async (KeyId, spec, signs, other) => {
    const kms = start();
    const { KeySpec, PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    expect(KeySpec).toBe(spec);
    const key = publicKeyOf(PublicKey ?? new Uint8Array());
    const Message = Buffer.from('a head');
    const sign = async (SigningAlgorithm: 'ED25519_SHA_512' | 'ECDSA_SHA_256', bytes = Message) =>
      await kms.send(new SignCommand({ KeyId, Message: bytes, MessageType: 'RAW', SigningAlgorithm }));
    const { Signature = new Uint8Array() } = await sign(signs);
    expect(isSigned(key, Message, Signature)).toBe(true);
    expect(isSigned(key, Buffer.from('another'), Signature)).toBe(false);
    await expect(sign(other)).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
    await expect(sign(signs, Buffer.alloc(4097))).rejects.toMatchObject({ name: 'ValidationException' });
    const { PublicKey: others } = await kms.send(new GetPublicKeyCommand({ KeyId: `other ${KeyId}` }));
    expect(others).not.toEqual(PublicKey);
  });
});

describe('the device registry', () => {
  it('answers and remembers', async () => {
    const world = createTransport();
    const iot = new IoTClient(clientSettings(world));
    const certificate = await iot.send(
      new CreateCertificateFromCsrCommand({ certificateSigningRequest: 'csr', setAsActive: true }),
    );
    await iot.send(
      new CreateThingCommand({ thingName: 'dev_1', attributePayload: { attributes: { unit: 'u' } } }),
    );
    await iot.send(new AttachPolicyCommand({ policyName: 'device', target: certificate.certificateArn }));
    await iot.send(
      new AttachThingPrincipalCommand({ thingName: 'dev_1', principal: certificate.certificateArn }),
    );
    expect(
      (await iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }))).endpointAddress,
    ).toBeDefined();
    expect(world.iot.calls().map(({ operation, name }) => `${operation} ${name}`)).toEqual([
      'CreateCertificateFromCsr ',
      'CreateThing dev_1',
      'AttachPolicy device',
      'AttachThingPrincipal dev_1',
      'DescribeEndpoint ',
    ]);
    expect(world.iot.calls('AttachThingPrincipal')[0]?.principal).toBe(certificate.certificateArn);
    expect(world.iot.calls('CreateCertificateFromCsr')[0]?.query).toEqual({ setAsActive: 'true' });
    await expect(iot.send(new CreateThingCommand({ thingName: 'dev_1' }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
  });
});
