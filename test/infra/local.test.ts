import { expect, test } from 'vitest';
import { permittedDifferences } from '../../infra/local.ts';
import { synthesise, type StackTemplate } from './house.ts';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
/** Paths at which two values differ; a part that only one has counts as one difference. */
const differing = (path: string, left: unknown, right: unknown): string[] => {
  if (left === right) return [];
  if (!isObject(left) || !isObject(right)) return [path];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    differing(`${path}/${key}`, left[key], right[key]),
  );
};
/** Ids of deployments change with anything in the API: they are compared under one name. */
const plain = ({ json }: StackTemplate): Json => {
  const value: unknown = JSON.parse(JSON.stringify(json).replaceAll(/(ApiDeployment\w{8})\w{32}/g, '$1'));
  return isObject(value) ? value : {};
};

/** Section by section; one that a template lacks is as good as empty. */
const sections = (real: StackTemplate, local: StackTemplate): string[] => {
  const [left, right] = [plain(real), plain(local)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    differing(`${real.stack}/${key}`, left[key] ?? {}, right[key] ?? {}),
  );
};

const templates = synthesise(['province-33', 'local-33']);
const of = (stage: string) => templates.filter((one) => one.stage === stage);
const found = of('province-33').flatMap((real) => {
  const local = of('local-33').find(({ stack }) => stack === real.stack);
  return local === undefined ? [real.stack] : sections(real, local);
});
const permits = (path: string) =>
  permittedDifferences.filter(({ where }) => where.some((pattern) => pattern.test(path)));

test('the local stage differs from its province in what the list permits, and in nothing else', () => {
  expect(found.filter((path) => permits(path).length === 0)).toEqual([]);
  expect(of('local-33')).toHaveLength(of('province-33').length);
});

test('every permitted difference is really made use of', () => {
  for (const { id, where } of permittedDifferences)
    for (const pattern of where)
      expect(
        found.some((path) => pattern.test(path)),
        `${id} ${pattern}`,
      ).toBe(true);
});

test('rights are the same on the laptop as in the cloud', () => {
  const roles = (stage: string) =>
    of(stage).flatMap(({ resources }) =>
      resources.filter(({ type }) => type === 'AWS::IAM::Role' || type.endsWith('Policy')),
    );
  expect(JSON.stringify(roles('local-33'))).toBe(JSON.stringify(roles('province-33')));
});
