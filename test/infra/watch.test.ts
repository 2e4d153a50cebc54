import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deployedFunctions } from '../../infra/functions.ts';
import { ofType, one, province, root, stackOf, synthesise, text } from './house.ts';

const templates = [...province(), ...synthesise(['nation'])];
const alarms = [
  ...ofType(templates, 'AWS::CloudWatch::Alarm'),
  ...ofType(templates, 'AWS::CloudWatch::CompositeAlarm'),
];
const runbooks = [
  ...new Set(
    alarms.map(({ properties }) => String(properties['AlarmDescription']).split('Runbook: ')[1] ?? ''),
  ),
].sort();

test('every alarm says who is hurt, where to read what to do, and tells somebody', () => {
  for (const { id, properties } of alarms) {
    expect(String(properties['AlarmDescription']), id).toMatch(
      /^\S.{30,}\. Runbook: docs\/runbooks\/[a-z-]+\.md$/s,
    );
    expect(text(properties['AlarmActions']), id).toContain('Alarms');
  }
  expect(new Set(alarms.map(({ properties }) => properties['AlarmName'])).size).toBe(alarms.length);
});

test.skipIf(!existsSync(join(root, 'docs/runbooks')))('there is a runbook for every alarm', () => {
  expect(runbooks.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every dead-letter queue of a capability and every function is watched', () => {
  const watched = text(stackOf(province(), 'watch').resources);
  const names = alarms.map(({ properties }) => properties['AlarmName']);
  const consumers = deployedFunctions.filter(({ part }) => part === 'consumer');
  // Publisher and integrator read the stream and have alarms of their own.
  const queues = consumers
    .map(({ capability }) => capability)
    .filter((capability) => !capability.startsWith('ledger-'));
  expect(queues.length).toBeGreaterThanOrEqual(4);
  for (const queue of [...queues, 'hazard-tracking-due'])
    expect(names).toContain(`leian-33-dead-letters-${queue}`);
  // What the authorizer refuses or fails at is counted by its log code.
  const counted = deployedFunctions.filter(({ part }) => part !== 'authorizer');
  expect(watched.match(/"MetricName":"Errors"/g)?.length).toBe(counted.length);
  expect(watched).toContain('IteratorAge');
});

test.each(['publisher', 'integrator'])('of the %s: late, set aside, failing', (reader) => {
  const looks = alarms
    .filter(({ properties }) => String(properties['AlarmName']).startsWith(`leian-33-${reader}-`))
    .map(({ properties }) => [properties['AlarmName'], properties['MetricName']]);
  const code = reader === 'publisher' ? 'PUBLISH_FAILED' : 'INTEGRATE_FAILED';
  expect(looks.toSorted()).toEqual([
    [`leian-33-${reader}-dead-letters`, 'ApproximateNumberOfMessagesVisible'],
    [`leian-33-${reader}-errors`, code],
    [`leian-33-${reader}-late`, 'IteratorAge'],
  ]);
});

test('a head that is not signed is red by itself', () => {
  expect(one(province(), 'AWS::CloudWatch::Alarm', 'headmissing').properties).toMatchObject({
    AlarmName: 'leian-33-head-missing',
    MetricName: 'HEAD_FAILED',
  });
});

test('a sweep that does not run is red, also when nobody counts it', () => {
  expect(one(province(), 'AWS::CloudWatch::Alarm', 'sweepmissing').properties).toMatchObject({
    TreatMissingData: 'breaching',
    ComparisonOperator: 'LessThanThreshold',
  });
});

test('one light stands for the main job', () => {
  const { properties } = one(province(), 'AWS::CloudWatch::CompositeAlarm');
  expect(String(properties['AlarmRule']).split(' OR ').length).toBeGreaterThanOrEqual(6);
});

test('nobody is called because of a queue that nothing reads yet', () => {
  const nation = alarms.filter(({ properties }) =>
    String(properties['AlarmName']).startsWith('leian-nation-'),
  );
  expect(nation.map(({ properties }) => properties['AlarmName'])).toEqual(['leian-nation-dead-letters']);
  const dashboards = ofType(templates, 'AWS::CloudWatch::Dashboard').map(
    ({ properties }) => properties['DashboardName'],
  );
  expect(dashboards).toContain('leian-nation-overview');
});
