import type { Finding } from './rules.ts';
import type { Source } from './source.ts';

/** Where clock, chance and environment come into the program; everybody else is given them. */
const springs = [/^shared\/lambda\//, /^shared\/kernel\/(time|ids)\.ts$/];

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;
const named = (value: unknown, name: string): boolean =>
  isNode(value) && value['type'] === 'Identifier' && value['name'] === name;
const property = (node: Node): unknown => {
  const { property: key } = node;
  if (!isNode(key)) return undefined;
  return node['computed'] === true ? key['value'] : key['name'];
};

const forbidden = [
  ['Date', 'now'],
  ['Math', 'random'],
  ['process', 'env'],
] as const;

const offence = (node: Node): string | undefined => {
  if (node['type'] === 'MemberExpression') {
    const found = forbidden.find(([object, key]) => named(node['object'], object) && property(node) === key);
    return found?.join('.');
  }
  const { arguments: given } = node;
  const isDate = node['type'] === 'NewExpression' || node['type'] === 'CallExpression';
  return isDate && named(node['callee'], 'Date') && Array.isArray(given) && given.length === 0
    ? 'new Date()'
    : undefined;
};

const walk = (value: unknown, seen: (node: Node) => void): void => {
  if (Array.isArray(value)) for (const one of value) walk(one, seen);
  else if (isNode(value)) {
    seen(value);
    for (const inner of Object.values(value)) walk(inner, seen);
  }
};

/** Uses of the machine's clock, chance or environment in code that should be given them. */
export const ambientFindings = ({ path, text, program }: Source): readonly Finding[] => {
  if (!/^(functions|shared)\//.test(path) || springs.some((spring) => spring.test(path))) return [];
  const findings: Finding[] = [];
  walk(program, (node) => {
    const what = offence(node);
    if (what === undefined) return;
    const line = text.slice(0, Number(node['start'])).split('\n').length;
    findings.push({ path: `${path}:${line}`, rule: 'ambient', what: `${what}: let it be given instead` });
  });
  return findings;
};
