import { invalid } from '../refused.ts';
import { makeReader, type ExpressionKind, type Placeholders, type Reader } from './expression.ts';
import { valueBytes } from './size.ts';
import { compare, equal, typeOf, type Item, type Value } from './value.ts';

/** Whether an item (an empty one where none is stored) meets the expression. */
export type Condition = (item: Item) => boolean;
interface Operand {
  readonly of: (item: Item) => Value | undefined;
  /** Only where the operand is a value of the request. */
  readonly literal?: Value;
}

const wrongType = (kind: ExpressionKind, operator: string, value: Value): Error =>
  invalid(
    `Invalid ${kind}: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(value)}`,
  );
const check = (reader: Reader, operator: string, { literal }: Operand, types: string): void => {
  if (literal !== undefined && !types.split(' ').includes(typeOf(literal)))
    throw wrongType(reader.kind, operator, literal);
};

const operand = (reader: Reader): Operand => {
  if (reader.atValue()) {
    const literal = reader.value();
    return { of: () => literal, literal };
  }
  if (reader.accepts('SIZE')) {
    reader.expect('(');
    const name = reader.path();
    reader.expect(')');
    return {
      of: ({ [name]: found }) => (found === undefined ? undefined : { N: String(valueBytes(found)) }),
    };
  }
  const name = reader.path();
  return { of: ({ [name]: found }) => found };
};

const order = (left: Operand, right: Operand, holds: (sign: number) => boolean): Condition => {
  return (item) => {
    const [a, b] = [left.of(item), right.of(item)];
    const sign = a === undefined || b === undefined ? undefined : compare(a, b);
    return sign !== undefined && holds(sign);
  };
};
const same = (left: Operand, right: Operand): Condition => {
  return (item) => {
    const [a, b] = [left.of(item), right.of(item)];
    return a !== undefined && b !== undefined && equal(a, b);
  };
};
const orders: Readonly<Record<string, (sign: number) => boolean>> = {
  '<': (sign) => sign < 0,
  '<=': (sign) => sign <= 0,
  '>': (sign) => sign > 0,
  '>=': (sign) => sign >= 0,
};

const comparison = (reader: Reader): Condition => {
  const left = operand(reader);
  if (reader.accepts('BETWEEN')) {
    const low = operand(reader);
    reader.expect('AND');
    const high = operand(reader);
    const [above, below] = [order(left, low, (sign) => sign >= 0), order(left, high, (sign) => sign <= 0)];
    return (item) => above(item) && below(item);
  }
  if (reader.accepts('IN')) {
    reader.expect('(');
    const choices = [same(left, operand(reader))];
    while (reader.accepts(',')) choices.push(same(left, operand(reader)));
    reader.expect(')');
    return (item) => choices.some((choice) => choice(item));
  }
  const sign = reader.peek();
  const { [sign ?? '']: holds } = orders;
  if (sign === undefined || (holds === undefined && sign !== '=' && sign !== '<>')) throw reader.fail();
  reader.take();
  const right = operand(reader);
  if (holds !== undefined) {
    for (const side of [left, right]) check(reader, sign, side, 'S N B');
    return order(left, right, holds);
  }
  const equals = same(left, right);
  return sign === '=' ? equals : (item) => !equals(item);
};

const startsWith = (whole: Value, start: Value): boolean => {
  if ('S' in whole && 'S' in start) return whole.S.startsWith(start.S);
  if (!('B' in whole && 'B' in start)) return false;
  const [bytes, first] = [Buffer.from(whole.B, 'base64'), Buffer.from(start.B, 'base64')];
  return bytes.subarray(0, first.length).equals(first);
};
const contains = (whole: Value, part: Value): boolean => {
  if ('S' in whole && 'S' in part) return whole.S.includes(part.S);
  if ('SS' in whole && 'S' in part) return whole.SS.includes(part.S);
  if ('NS' in whole && 'N' in part) return whole.NS.includes(part.N);
  return 'L' in whole && whole.L.some((one) => equal(one, part));
};

const namedFunction = (reader: Reader, name: string): Condition => {
  reader.expect('(');
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    const path = reader.path();
    reader.expect(')');
    return ({ [path]: found }) => (found === undefined) === (name === 'attribute_not_exists');
  }
  const whole = operand(reader);
  reader.expect(',');
  const part = operand(reader);
  reader.expect(')');
  if (name === 'begins_with') for (const side of [whole, part]) check(reader, name, side, 'S B');
  const test = name === 'begins_with' ? startsWith : contains;
  return (item) => {
    const [a, b] = [whole.of(item), part.of(item)];
    return a !== undefined && b !== undefined && test(a, b);
  };
};
const functions = ['attribute_exists', 'attribute_not_exists', 'begins_with', 'contains'];

const single = (reader: Reader): Condition => {
  if (reader.accepts('NOT')) {
    const inner = single(reader);
    return (item) => !inner(item);
  }
  if (reader.accepts('(')) {
    const inner = either(reader);
    reader.expect(')');
    return inner;
  }
  const name = reader.peek();
  if (name === undefined || !functions.includes(name)) return comparison(reader);
  reader.take();
  return namedFunction(reader, name);
};
const both = (reader: Reader): Condition => {
  const parts = [single(reader)];
  while (reader.accepts('AND')) parts.push(single(reader));
  return (item) => parts.every((part) => part(item));
};
const either = (reader: Reader): Condition => {
  const parts = [both(reader)];
  while (reader.accepts('OR')) parts.push(both(reader));
  return (item) => parts.some((part) => part(item));
};

/** Reads a condition or filter expression. Throws as the service does, with its words, when it does not hold together. */
export const readCondition = (
  text: string,
  placeholders: Placeholders,
  kind: 'ConditionExpression' | 'FilterExpression' = 'ConditionExpression',
): Condition => {
  const reader = makeReader(kind, text, placeholders);
  const condition = either(reader);
  reader.atEnd();
  return condition;
};
