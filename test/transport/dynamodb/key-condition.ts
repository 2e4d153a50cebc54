import { invalid } from '../refused.ts';
import { makeReader, type Placeholders, type Reader } from './expression.ts';
import { compareText, typeOf, type Value } from './value.ts';

/** Which range of one partition a query asks for. */
export interface KeyRange {
  readonly pk: string;
  readonly within: (sk: string) => boolean;
}
interface Term {
  readonly name: string;
  readonly equals: string | undefined;
  readonly within: (key: string) => boolean;
}

const text = (value: Value): string => {
  if ('S' in value) return value.S;
  throw invalid(
    `One or more parameter values were invalid: Condition parameter type does not match schema type; found ${typeOf(value)}, expected S`,
  );
};

const signs: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const term = (reader: Reader): Term => {
  if (reader.accepts('(')) {
    const inner = term(reader);
    reader.expect(')');
    return inner;
  }
  if (reader.peek() === 'begins_with') {
    reader.take();
    reader.expect('(');
    const name = reader.path();
    reader.expect(',');
    const start = text(reader.value());
    reader.expect(')');
    return { name, equals: undefined, within: (key) => key.startsWith(start) };
  }
  const name = reader.path();
  if (reader.accepts('BETWEEN')) {
    const low = text(reader.value());
    reader.expect('AND');
    const high = text(reader.value());
    if (compareText(low, high) > 0)
      throw invalid(
        'Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound;',
      );
    return {
      name,
      equals: undefined,
      within: (key) => compareText(key, low) >= 0 && compareText(key, high) <= 0,
    };
  }
  const sign = reader.peek() ?? '';
  const { [sign]: holds } = signs;
  if (sign === '<>')
    throw invalid(
      'Invalid KeyConditionExpression: Unsupported operator in KeyConditionExpression: operator: <>',
    );
  if (holds === undefined) throw reader.fail();
  reader.take();
  const other = text(reader.value());
  return {
    name,
    equals: sign === '=' ? other : undefined,
    within: (key) => holds(compareText(key, other)),
  };
};

/** Reads a key condition over a table's or index's key attributes. Throws as the service does. */
export const readKeyCondition = (
  expression: string,
  placeholders: Placeholders,
  schema: { readonly pk: string; readonly sk: string },
): KeyRange => {
  const reader = makeReader('KeyConditionExpression', expression, placeholders);
  const terms = [term(reader)];
  while (reader.accepts('AND')) terms.push(term(reader));
  reader.atEnd();
  const stranger = terms.find(({ name }) => name !== schema.pk && name !== schema.sk);
  const partition = terms.find(({ name }) => name === schema.pk);
  if (partition === undefined) throw invalid(`Query condition missed key schema element: ${schema.pk}`);
  if (stranger !== undefined) throw invalid(`Query condition missed key schema element: ${schema.sk}`);
  if (partition.equals === undefined) throw invalid('Query key condition not supported');
  const others = terms.filter((one) => one !== partition);
  if (others.length > 1)
    throw invalid(
      'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
    );
  return { pk: partition.equals, within: (sk) => others.every(({ within }) => within(sk)) };
};
