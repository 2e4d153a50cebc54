import { parseSync } from 'vite';

/** One change of one condition. */
export interface Mutant {
  /** From the repository's root. */
  readonly path: string;
  readonly line: number;
  /** The code that was changed, on one line, and what stands there instead. */
  readonly was: string;
  readonly is: string;
  /** The whole file with that change. */
  readonly text: string;
}

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const walk = (value: unknown, seen: (node: Node) => void): void => {
  if (Array.isArray(value)) for (const one of value) walk(one, seen);
  else if (isNode(value)) {
    seen(value);
    for (const inner of Object.values(value)) walk(inner, seen);
  }
};

const comparisons: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
};

/** A place in a file and what may stand there instead. */
interface Change {
  readonly at: Node;
  readonly with: string;
}
type Text = (node: unknown) => string;

const ofChoice = (test: unknown): readonly Change[] =>
  isNode(test) ? ['true', 'false'].map((constant) => ({ at: test, with: constant })) : [];

const ofPair = (node: Node, left: unknown, right: unknown, text: Text): readonly Change[] =>
  [left, right].map((kept) => ({ at: node, with: `(${text(kept)})` }));

const ofComparison = (node: Node, text: Text): readonly Change[] => {
  const other = comparisons[String(node['operator'])];
  return other === undefined
    ? []
    : [{ at: node, with: `(${text(node['left'])} ${other} ${text(node['right'])})` }];
};

/** Calls that hold a condition: `filter` and its kin without their test, `Math.max` and `Math.min` with one of two. */
const ofCall = (node: Node, text: Text): readonly Change[] => {
  const { callee, arguments: given } = node;
  if (!isNode(callee) || callee['type'] !== 'MemberExpression' || !isList(given)) return [];
  const { object, property } = callee;
  const name = isNode(property) ? String(property['name']) : '';
  const [first, second, third] = given;
  if (text(object) === 'Math' && ['max', 'min'].includes(name) && isNode(second) && third === undefined)
    return ofPair(node, first, second, text);
  if (!isNode(first)) return [];
  if (['filter', 'find', 'findLast'].includes(name)) return [{ at: first, with: '() => true' }];
  return ['some', 'every'].includes(name)
    ? ['() => true', '() => false'].map((constant) => ({ at: first, with: constant }))
    : [];
};

const changesOf = (node: Node, text: Text): readonly Change[] => {
  switch (node['type']) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return ofChoice(node['test']);
    case 'LogicalExpression':
      return ofPair(node, node['left'], node['right'], text);
    case 'BinaryExpression':
      return ofComparison(node, text);
    case 'CallExpression':
      return ofCall(node, text);
    default:
      return [];
  }
};

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/**
 * Every way to take one condition out of a source, or to move its border: tests that are always true or false, one side of
 * `&&`, `||` and `??`, `<` for `<=` and the like, lists that are not filtered. Throws SyntaxError when it does not parse.
 */
export const mutantsOf = (path: string, source: string): readonly Mutant[] => {
  const { program, errors } = parseSync(path, source);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  const place = (node: unknown): readonly [number, number] =>
    isNode(node) ? [Number(node['start']), Number(node['end'])] : [0, 0];
  const text: Text = (node) => source.slice(...place(node));
  const found = new Map<string, Mutant>();
  walk(program, (node) => {
    for (const change of changesOf(node, text)) {
      const [start, end] = place(change.at);
      const changed = source.slice(0, start) + change.with + source.slice(end);
      found.set(changed, {
        path,
        line: source.slice(0, start).split('\n').length,
        was: oneLine(text(change.at)),
        is: oneLine(change.with),
        text: changed,
      });
    }
  });
  return [...found.values()];
};
