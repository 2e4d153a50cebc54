import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../../infra/bundle.ts';
import { deployedFunctions, functionId } from '../../infra/functions.ts';
import { countedCodes, isCounted, watchedCodes } from '../../infra/log-codes.ts';
import { logCodes } from '../../shared/contracts/log-codes.ts';
import { ofType, province, root, text } from './house.ts';

const namespace = 'Leian/33';
/** Every filter, with the name of the log group that it refers to and of the metric that it writes. */
const filters = province().flatMap((template) => {
  const groups = ofType([template], 'AWS::Logs::LogGroup');
  return ofType([template], 'AWS::Logs::MetricFilter').map(({ properties }) => {
    const group = groups.find(({ id }) => text(properties['LogGroupName']) === `{"Ref":"${id}"}`);
    return {
      properties,
      pattern: String(properties['FilterPattern']),
      group: String(group?.properties['LogGroupName']),
      metric: /"MetricName":"(\w+)"/.exec(text(properties))?.[1] ?? '',
    };
  });
});
const alarms = ofType(province(), 'AWS::CloudWatch::Alarm').map(({ properties }) => ({
  runbook: /runbooks\/([a-z-]+)\.md$/.exec(String(properties['AlarmDescription']))?.[1],
  code: properties['Namespace'] === namespace ? String(properties['MetricName']) : undefined,
  properties,
}));

test('every code is counted, or informational with a reason', () => {
  expect(Object.keys(watchedCodes).toSorted()).toEqual([...logCodes].toSorted());
  for (const [code, one] of Object.entries(watchedCodes)) {
    expect(isCounted(one) ? one.rings : one.informational, code).toMatch(/^\S.{10,}/);
    expect(/_(FAILED|REFUSED)$/.test(code), code).toBe(isCounted(one));
  }
});

test('a function can log exactly the codes that the list gives it: its bundle holds them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leian-codes-'));
  try {
    await bundle(root, folder);
    for (const id of deployedFunctions.map(functionId)) {
      const code = readFileSync(join(folder, id, 'index.mjs'), 'utf8');
      const held = logCodes.filter((one) => new RegExp(`["'\`]${one}["'\`]`).test(code));
      const listed = Object.entries(watchedCodes).filter(([, { loggedBy }]) =>
        loggedBy.some((by) => by === id),
      );
      expect(
        listed.map(([name]) => name),
        id,
      ).toEqual(held);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a filter counts each failure on the log group of each function that logs it, into one metric per code', () => {
  const wanted = Object.entries(watchedCodes)
    .filter(([, one]) => isCounted(one))
    .flatMap(([code, { loggedBy }]) => loggedBy.map((by) => `/aws/lambda/leian-33-${by} ${code}`));
  expect(filters.map(({ group, metric }) => `${group} ${metric}`).toSorted()).toEqual(wanted.toSorted());
  for (const { metric, pattern, properties } of filters) {
    expect(pattern).toBe(`{ $.message = "${metric}" }`);
    // Without a default value the metric exists, and costs, only in hours in which something was counted.
    expect(properties['MetricTransformations']).toEqual([
      { MetricNamespace: namespace, MetricName: metric, MetricValue: '1' },
    ]);
  }
});

test('an alarm rings for each failure: it looks at the count of its code, or the list says at what instead', () => {
  for (const [code, one] of Object.entries(watchedCodes)) {
    if (!isCounted(one)) continue;
    const ringing = alarms.filter(({ runbook }) => runbook === one.rings);
    expect(ringing.length, code).toBeGreaterThan(0);
    expect(
      ringing.some((alarm) => alarm.code === code),
      code,
    ).toBe(one.through === undefined);
  }
  const counts = alarms.flatMap(({ code }) => (code === undefined ? [] : [code]));
  expect(counts.filter((code) => !countedCodes().includes(code))).toEqual([]);
});

test('an alarm looks at one metric: the emulator refuses alarms on metric math', () => {
  for (const { properties } of alarms) {
    expect(properties['Metrics']).toBeUndefined();
    expect(properties['Statistic'], text(properties)).toMatch(/^(Sum|Maximum)$/);
  }
});

/** What Lambda writes into the log group, from both of its streams: the lines of a process without the switches of tests. */
const written = (): readonly Readonly<Record<string, unknown>>[] => {
  const program = `import { cry, say } from './shared/lambda/log.ts';
    for (const code of ${JSON.stringify(logCodes)})
      code.endsWith('_FAILED') ? cry(code, new Error('broken')) : say(code, { id: 'a' });`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    encoding: 'utf8',
    env: { POWERTOOLS_SERVICE_NAME: 'some-capability', LOG_LEVEL: 'INFO' },
  });
  return `${stdout}${stderr}`
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
};

test('what the functions really write is one line of JSON, in which the filter finds its code', () => {
  const lines = written();
  expect(lines.map(({ message }) => message).toSorted()).toEqual([...logCodes].toSorted());
  expect(new Set(lines.map(({ service }) => service))).toEqual(new Set(['some-capability']));
  for (const line of lines) {
    const finding = filters.filter(({ pattern }) => {
      const [, field = '', value] = /^\{ \$\.(\w+) = "(\w+)" \}$/.exec(pattern) ?? [];
      return line[field] === value;
    });
    const code = String(line['message']);
    expect(finding.length > 0, code).toBe(countedCodes().includes(code));
  }
});
