import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ofType, province, root, text } from './house.ts';

const sources = readdirSync(join(root, 'infra'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith('constructs'),
);

test.each([
  'Table',
  'TableV2',
  'CfnTable',
  'Bucket',
  'CfnBucket',
  'Queue',
  'CfnQueue',
  'Function',
  'CfnFunction',
  'NodejsFunction',
  'StateMachine',
  'CfnStateMachine',
  'Key',
  'LogGroup',
  'Alarm',
  'CfnAlarm',
  'Topic',
  'CfnEventSourceMapping',
  'EventSourceMapping',
])('outside constructs/ nobody makes a %s by hand', (kind) => {
  const by = sources.filter((file) =>
    new RegExp(`new (\\w+\\.)?${kind}\\(`).test(readFileSync(join(root, 'infra', file), 'utf8')),
  );
  expect(by).toEqual([]);
});

test('every queue has its dead letters, takes TLS only, and hides a message six times as long as its function may run', () => {
  const queues = ofType(province(), 'AWS::SQS::Queue');
  const timeouts = new Map(
    ofType(province(), 'AWS::Lambda::Function').map(({ properties }) => [
      String(properties['FunctionName']),
      Number(properties['Timeout']),
    ]),
  );
  for (const { properties } of queues) {
    const name = String(properties['QueueName']);
    if (name.endsWith('-dlq')) {
      expect(properties['MessageRetentionPeriod']).toBe(14 * 86_400);
      continue;
    }
    expect(properties['RedrivePolicy']).toMatchObject({ maxReceiveCount: 5 });
    const consumer =
      name === 'leian-33-hazard-due' ? 'leian-33-hazard-tracking-deadline' : `${name}-consumer`;
    expect(properties['VisibilityTimeout'], name).toBe(6 * (timeouts.get(consumer) ?? 0));
  }
  const policies = ofType(province(), 'AWS::SQS::QueuePolicy');
  expect(policies).toHaveLength(queues.length);
  for (const policy of policies) expect(text(policy.properties)).toContain('"aws:SecureTransport":"false"');
});

test('every log group is encrypted with our key and kept for six months at least', () => {
  for (const { id, properties } of ofType(province(), 'AWS::Logs::LogGroup')) {
    expect(properties['KmsKeyId'], id).toBeDefined();
    expect(Number(properties['RetentionInDays']), id).toBeGreaterThanOrEqual(184);
  }
});

test('every function runs on Node 24 with a role and a log group of its own', () => {
  const roles = new Set<string>();
  const functions = province().flatMap(({ stack, resources }) =>
    resources
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .map((resource) => ({ stack, ...resource })),
  );
  for (const { stack, properties } of functions) {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Architectures: ['x86_64'],
    });
    expect(properties['LoggingConfig']).toHaveProperty('LogGroup');
    expect(properties['TracingConfig']).toBeUndefined();
    roles.add(`${stack} ${text(properties['Role'])}`);
  }
  expect(roles.size).toBe(functions.length);
});

test('a function’s variables fit into what Lambda takes', () => {
  for (const { properties } of ofType(province(), 'AWS::Lambda::Function'))
    expect(text(properties['Environment']).length, String(properties['FunctionName'])).toBeLessThan(3_500);
});
