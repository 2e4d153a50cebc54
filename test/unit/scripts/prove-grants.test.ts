import { describe, expect, it } from 'vitest';
import type { SynthesisedStack } from '../../../localstack/assembly.ts';
import { grantsOf, kindOf, nameOf, type Grant } from '../../../scripts/prove-grants/grants.ts';
import { readOptions } from '../../../scripts/prove-grants/options.ts';
import { pageOf } from '../../../scripts/prove-grants/page.ts';
import { readDocument, without } from '../../../scripts/prove-grants/policy.ts';
import { unseen } from '../../../scripts/prove-grants/unseen.ts';
import { judge, refusalsIn, troublesIn, type Trial } from '../../../scripts/prove-grants/verdict.ts';

const table = { 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] };
const statement = (Sid: string, Action: unknown, Resource: unknown) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});
const role = (logicalId: string, ...statements: object[]) => ({
  stack: 'leian-33-registration',
  logicalId,
  type: 'AWS::IAM::Role',
  properties: { Policies: [{ PolicyName: 'grants', PolicyDocument: { Statement: statements } }] },
});
const acting = (type: string, roleId: string, properties: object) => ({
  stack: 'leian-33-registration',
  logicalId: 'Actor',
  type,
  properties: { ...properties, Role: { 'Fn::GetAtt': [roleId, 'Arn'] } },
});
const stack = (...resources: SynthesisedStack['resources'][number][]): SynthesisedStack => ({
  name: 'leian-33-registration',
  resources,
});

describe('the grants of a template', () => {
  it('are one for each action of each statement, under the name of the function', () => {
    const found = grantsOf([
      stack(
        role('HttpRole', statement('Files', ['dynamodb:GetItem', 'dynamodb:Query'], table)),
        acting('AWS::Lambda::Function', 'HttpRole', { FunctionName: 'leian-33-registration-http' }),
      ),
    ]);
    expect(found.map(nameOf)).toEqual([
      'registration-http Files dynamodb:GetItem (table)',
      'registration-http Files dynamodb:Query (table)',
    ]);
    expect(found[0]).toMatchObject({
      function: 'registration-http',
      policy: 'grants',
      resourceIndex: undefined,
    });
  });

  it('are one for each resource where a statement names several', () => {
    const queues = ['Queue4A7E', 'ReadingsDlq1C4A'].map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
    const [first, second] = grantsOf([
      stack(
        role('RuleRole', statement('HandOverReadings', 'sqs:SendMessage', queues)),
        acting('AWS::IoT::TopicRule', 'RuleRole', { RuleName: 'leian_33_readings' }),
      ),
    ]);
    expect(first).toMatchObject({ holder: 'readings (topic rule)', on: 'its queue', resourceIndex: 0 });
    expect(second).toMatchObject({ function: undefined, on: 'dead letters', resourceIndex: 1 });
  });

  it('are refused when nobody acts under their role, or their resource has no words', () => {
    expect(() => grantsOf([stack(role('Lost', statement('Files', 'dynamodb:Query', table)))])).toThrow(
      'Lost',
    );
    expect(() => kindOf('glacier:ListVaults', '*')).toThrow('glacier:ListVaults');
  });
});

const policy = readDocument(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Files', Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: 'table' },
      { Sid: 'Send', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: ['queue', 'dead'] },
    ],
  }),
);

describe('a policy without one grant', () => {
  it('keeps every other action and statement', () => {
    const left = without(policy, { sid: 'Files', action: 'dynamodb:Query', resourceIndex: undefined });
    expect(left?.Statement).toEqual([
      { Sid: 'Files', Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: ['table'] },
      policy.Statement[1],
    ]);
    expect(left).toMatchObject({ Version: '2012-10-17' });
  });

  it('keeps the action on the other resources', () => {
    const left = without(policy, { sid: 'Send', action: 'sqs:SendMessage', resourceIndex: 0 });
    expect(left?.Statement.slice(1)).toEqual([
      { Sid: 'Send', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['dead'] },
    ]);
  });

  it('is no policy when nothing is left', () => {
    const only = { ...policy, Statement: policy.Statement.slice(1) };
    expect(
      without(only, { sid: 'Send', action: 'sqs:SendMessage', resourceIndex: undefined }),
    ).toBeUndefined();
  });

  it('is refused when the grant is not in it', () => {
    const missing = { sid: 'Files', action: 'dynamodb:Scan', resourceIndex: undefined };
    expect(() => without(policy, missing)).toThrow('no Files dynamodb:Scan');
  });
});

const grant = (changes: Partial<Grant> = {}): Grant => ({
  holder: 'registration-http',
  function: 'registration-http',
  role: { stack: 'leian-33-registration', logicalId: 'HttpRole' },
  policy: 'grants',
  sid: 'Files',
  action: 'dynamodb:Query',
  on: 'table',
  resourceIndex: undefined,
  ...changes,
});
const failed = { step: 'GET /v1/subjects/{id}/file', instead: '500 INTERNAL' };
const refusals = [{ code: 'AccessDeniedException', action: 'dynamodb:Query' }];
const trial = (changes: Partial<Trial> = {}): Trial => ({ grant: grant(), failed, refusals, ...changes });
const notMissed = { failed: undefined, refusals: [] };
const log = grant({ sid: 'WriteOwnLog', action: 'logs:PutLogEvents', on: 'own log' });

describe('the verdict', () => {
  it('is proof only when a step failed and the log names the very action', () => {
    expect(judge(trial())).toEqual({ kind: 'proven', code: 'AccessDeniedException' });
    const other = [{ code: 'AccessDeniedException', action: 'dynamodb:GetItem' }];
    expect(judge(trial({ refusals: other }))).toMatchObject({ kind: 'unexplained' });
    expect(judge(trial({ failed: undefined }))).toMatchObject({ kind: 'unexplained' });
  });

  it('finds a grant that nobody misses', () => {
    expect(judge(trial(notMissed))).toMatchObject({
      kind: 'unexplained',
      trouble: expect.stringContaining('superfluous'),
    });
  });

  it('takes a reason for what cannot be seen, and refuses a reason that is not true', () => {
    expect(judge(trial({ grant: log, ...notMissed }))).toMatchObject({ kind: 'unseen' });
    const missed = [{ code: 'AccessDeniedException', action: 'logs:PutLogEvents' }];
    expect(judge(trial({ grant: log, refusals: missed }))).toMatchObject({ kind: 'unexplained' });
  });

  it('holds the list of reasons against all grants of a whole run', () => {
    const seen = [trial(), trial({ grant: log, ...notMissed })];
    expect(troublesIn(seen, false)).toEqual([]);
    expect(troublesIn(seen, true)).toHaveLength(unseen.length - 1);
  });

  it('reads refusals as IAM words them', () => {
    const line =
      '{"message":"HTTP_FAILED","error":{"name":"AccessDenied","message":"User: x is not authorized to perform: s3:PutObject on resource: y"}}';
    expect(refusalsIn(line)).toEqual([{ code: 'AccessDenied', action: 's3:PutObject' }]);
    expect(refusalsIn('{"message":"HTTP_ANSWERED"}')).toEqual([]);
  });
});

describe('the page', () => {
  it('shows what failed without each grant, and counts what cannot be seen', () => {
    const page = pageOf([trial(), trial({ grant: log, ...notMissed })], 3);
    expect(page).toContain('2 grants: 1 proven, 1 not visible');
    expect(page).toContain(
      '| `registration-http` | `Files` | `dynamodb:Query` | table | GET /v1/subjects/{id}/file: 500 INTERNAL | `AccessDeniedException` |',
    );
    expect(page).toContain('| `WriteOwnLog` | `registration-http` | `logs:PutLogEvents` | 1 |');
  });
});

describe('the command line', () => {
  it('knows what to do, or that it was not understood', () => {
    expect(readOptions([])).toEqual({ list: false, only: undefined });
    expect(readOptions(['--list'])).toEqual({ list: true, only: undefined });
    expect(readOptions(['--only', 'registration-http'])).toEqual({ list: false, only: 'registration-http' });
    for (const wrong of [['--only'], ['--all'], ['--list', 'x'], ['--only', 'a', 'b']])
      expect(readOptions(wrong)).toBeUndefined();
  });
});
