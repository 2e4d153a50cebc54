import { NotDone, invalid } from '../refused.ts';
import { isReserved } from './reserved-words.ts';
import type { Item, Value } from './value.ts';

export type ExpressionKind =
  | 'ConditionExpression'
  | 'KeyConditionExpression'
  | 'FilterExpression'
  | 'UpdateExpression'
  | 'ProjectionExpression';

/** The placeholders of one request. Each must be defined, and each definition used, as the service demands. */
export interface Placeholders {
  name(kind: ExpressionKind, token: string): string;
  value(kind: ExpressionKind, token: string): Value;
  /** After all expressions of the request were read. */
  finish(): void;
}

export const makePlaceholders = (
  names: Readonly<Record<string, string>> = {},
  values: Item = {},
): Placeholders => {
  const used = new Set<string>();
  const unused = (what: 'Names' | 'Values', defined: readonly string[]): void => {
    const left = defined.filter((one) => !used.has(one));
    if (left.length > 0)
      throw invalid(
        `Value provided in ExpressionAttribute${what} unused in expressions: keys: {${left.join(', ')}}`,
      );
  };
  return {
    name: (kind, token) => {
      used.add(token);
      const { [token]: found } = names;
      if (found === undefined)
        throw invalid(
          `Invalid ${kind}: An expression attribute name used in the document path is not defined; attribute name: ${token}`,
        );
      return found;
    },
    value: (kind, token) => {
      used.add(token);
      const { [token]: found } = values;
      if (found === undefined)
        throw invalid(
          `Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${token}`,
        );
      return found;
    },
    finish: () => {
      unused('Names', Object.keys(names));
      unused('Values', Object.keys(values));
    },
  };
};

const token = /\s*(?:([#:]?[A-Za-z0-9_]+)|(<>|<=|>=|[=<>(),.[\]+-]))/y;

const cut = (kind: ExpressionKind, text: string): readonly string[] => {
  const tokens: string[] = [];
  const trimmed = text.trimEnd();
  if (trimmed === '') throw invalid(`Invalid ${kind}: The expression can not be empty;`);
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const from = token.lastIndex;
    const [, word, sign] = token.exec(trimmed) ?? [];
    const found = word ?? sign;
    if (found === undefined) {
      const rest = trimmed.slice(from).trim();
      throw invalid(
        `Invalid ${kind}: Syntax error; token: "${rest.slice(0, 1)}", near: "${rest.slice(0, 12)}"`,
      );
    }
    tokens.push(found);
  }
  return tokens;
};

/** The tokens of one expression, read from left to right. */
export interface Reader {
  readonly kind: ExpressionKind;
  peek(): string | undefined;
  take(): string;
  /** Takes the token if it is this one (words in any case). */
  accepts(wanted: string): boolean;
  expect(wanted: string): void;
  /** The attribute that the next token names. */
  path(): string;
  value(): Value;
  atValue(): boolean;
  atEnd(): void;
  fail(): Error;
}

export const makeReader = (kind: ExpressionKind, text: string, placeholders: Placeholders): Reader => {
  const tokens = cut(kind, text);
  let at = 0;
  const fail = (): Error => {
    const found = tokens[at] ?? '<EOF>';
    const near = tokens.slice(Math.max(0, at - 1), at + 2).join(' ');
    return invalid(`Invalid ${kind}: Syntax error; token: "${found}", near: "${near}"`);
  };
  const peek = (): string | undefined => tokens[at];
  const take = (): string => {
    const found = tokens[at];
    if (found === undefined) throw fail();
    at += 1;
    return found;
  };
  const accepts = (wanted: string): boolean => {
    if (tokens[at]?.toUpperCase() !== wanted) return false;
    at += 1;
    return true;
  };
  return {
    kind,
    peek,
    take,
    accepts,
    fail,
    expect: (wanted) => {
      if (!accepts(wanted)) throw fail();
    },
    path: () => {
      const found = peek();
      if (found === undefined || !/^(#|[A-Za-z])/.test(found)) throw fail();
      at += 1;
      if (peek() === '.' || peek() === '[') throw new NotDone('paths into lists and maps');
      if (found.startsWith('#')) return placeholders.name(kind, found);
      if (isReserved(found))
        throw invalid(`Invalid ${kind}: Attribute name is a reserved keyword; reserved keyword: ${found}`);
      return found;
    },
    value: () => {
      const found = peek();
      if (found?.startsWith(':') !== true) throw fail();
      at += 1;
      return placeholders.value(kind, found);
    },
    atValue: () => peek()?.startsWith(':') === true,
    atEnd: () => {
      if (peek() !== undefined) throw fail();
    },
  };
};
