import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { logCodes } from '../../../shared/contracts/log-codes.ts';
import { every, synthesise, type Synthesised } from '../../../scripts/synthesised.ts';

const root = join(import.meta.dirname, '../../..');
const folder = 'docs/runbooks';
const pages = readdirSync(join(root, folder)).filter((name) => name !== 'README.md');
const read = (name: string): string => readFileSync(join(root, folder, name), 'utf8');

let stacks: readonly Synthesised[] = [];
beforeAll(() => {
  stacks = synthesise();
});

const descriptions = (): readonly string[] =>
  ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']
    .flatMap((type) => every(stacks, type))
    .map(({ properties }) => String(properties['AlarmDescription']));
const named = (): ReadonlySet<string> =>
  new Set(descriptions().map((text) => /Runbook: docs\/runbooks\/(\S+)$/.exec(text)?.[1] ?? text));

describe('runbooks', () => {
  it('exist for every alarm of a province and of the nation', () => {
    expect(named().size).toBeGreaterThan(10);
    expect([...named()].filter((name) => !pages.includes(name))).toEqual([]);
  });

  it("are for as many alarms as the operator's guide counts among the costs of a province", () => {
    const own = stacks.filter(({ name }) => name !== 'nation');
    const guide = readFileSync(join(root, 'docs/operate.md'), 'utf8');
    expect(guide).toContain(`${every(own, 'AWS::CloudWatch::Alarm').length} alarms, 1 composite`);
    expect(guide).toMatch(new RegExp(`KMS keys +\\| ${every(own, 'AWS::KMS::Key').length} `));
  });

  it('are each named by some alarm', () => {
    expect(pages.filter((name) => !named().has(name))).toEqual([]);
  });

  it('are listed on the first page, and only they', () => {
    const listed = [...read('README.md').matchAll(/\| \[[a-z-]+\]\(([a-z-]+\.md)\)/g)].map(
      ([, name]) => name,
    );
    expect(listed.toSorted()).toEqual(pages.toSorted());
  });

  it('say in Chinese first, then whom it harms, where to look, what to do, when it is over', () => {
    for (const name of pages) {
      const [, second = ''] = read(name).split('\n\n');
      expect(second, name).toMatch(/^[^\n]*\p{Script=Han}/u);
      const parts = ['**Who is harmed.**', '**Look first', '**Do.**', '**Over when**'];
      expect(
        parts.map((part) => read(name).includes(part)),
        name,
      ).toEqual(parts.map(() => true));
    }
  });

  it('name only log codes, queues and functions that exist', () => {
    const made = new Set(
      [...every(stacks, 'AWS::SQS::Queue'), ...every(stacks, 'AWS::Lambda::Function')].map(({ properties }) =>
        String(properties['QueueName'] ?? properties['FunctionName']),
      ),
    );
    const groups = new Set(
      every(stacks, 'AWS::Logs::LogGroup').map(({ properties }) => String(properties['LogGroupName'])),
    );
    /** Names that a pattern finds in a page; one that goes on with a shell variable is no whole name. */
    const whole = (text: string, pattern: RegExp): readonly string[] =>
      [...text.matchAll(pattern)].flatMap(([, found = '', more = '']) => (more === '' ? [found] : []));
    for (const name of pages) {
      const text = read(name).replaceAll('$P', '33');
      for (const code of whole(text, /"([A-Z]+_[A-Z_]*[A-Z])"/g)) expect(logCodes, name).toContain(code);
      for (const queue of whole(text, /--queue-name (leian-[\w-]+)(\$?)/g))
        expect(made, name).toContain(queue);
      for (const one of whole(text, /--function-name (leian-[\w-]+)(\$?)/g))
        expect(made, name).toContain(one);
      for (const group of whole(text, /aws logs tail (\/aws\/[\w/-]+)(\$?)/g))
        expect(groups, name).toContain(group);
    }
  });
});
