import { NotDone, invalid } from '../refused.ts';
import { makeReader, type Placeholders, type Reader } from './expression.ts';
import { addNumbers, negate } from './number.ts';
import { typeOf, type Item, type Value } from './value.ts';

/** What an update makes of an item (an empty one where none is stored); all right sides see the item as it was. */
export interface Update {
  readonly touches: readonly string[];
  readonly apply: (old: Item) => Item;
}
type Source = (old: Item) => Value;
/** One assignment: the new value of an attribute; undefined removes it. */
interface Step {
  readonly name: string;
  readonly next: (old: Item) => Value | undefined;
}

const wrongOperand = (kind: string): Error =>
  invalid(`An operand in the update expression has an incorrect data type${kind}`);

const plus = (left: Value, right: Value, sign: string): Value => {
  if (!('N' in left && 'N' in right)) throw wrongOperand('');
  return { N: addNumbers(left.N, sign === '-' ? negate(right.N) : right.N) };
};

const source = (reader: Reader): Source => {
  if (reader.atValue()) {
    const value = reader.value();
    return () => value;
  }
  if (reader.peek() === 'list_append') throw new NotDone('list_append');
  if (reader.peek() === 'if_not_exists') {
    reader.take();
    reader.expect('(');
    const name = reader.path();
    reader.expect(',');
    const other = source(reader);
    reader.expect(')');
    return (old) => old[name] ?? other(old);
  }
  const name = reader.path();
  return ({ [name]: found }) => {
    if (found === undefined)
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    return found;
  };
};

const assignment = (reader: Reader): Step => {
  const name = reader.path();
  reader.expect('=');
  const first = source(reader);
  const sign = reader.peek();
  if (sign !== '+' && sign !== '-') return { name, next: first };
  reader.take();
  const second = source(reader);
  return { name, next: (old) => plus(first(old), second(old), sign) };
};

const union = (found: Value | undefined, more: Value): Value => {
  if ('SS' in more && (found === undefined || 'SS' in found))
    return { SS: [...new Set([...(found?.SS ?? []), ...more.SS])] };
  if ('NS' in more && (found === undefined || 'NS' in found))
    return { NS: [...new Set([...(found?.NS ?? []), ...more.NS])] };
  throw wrongOperand('');
};
const addition = (reader: Reader): Step => {
  const name = reader.path();
  const more = reader.value();
  if (!['N', 'SS', 'NS'].includes(typeOf(more)))
    throw invalid(
      `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: ${typeOf(more)}`,
    );
  return {
    name,
    next: ({ [name]: found }) => ('N' in more ? plus(found ?? { N: '0' }, more, '+') : union(found, more)),
  };
};
const removal = (reader: Reader): Step => ({ name: reader.path(), next: () => undefined });

const sections: Readonly<Record<string, (reader: Reader) => Step>> = {
  SET: assignment,
  ADD: addition,
  REMOVE: removal,
};

/** Reads an update expression of SET, REMOVE and ADD. Throws as the service does, also for two writes to one path. */
export const readUpdate = (text: string, placeholders: Placeholders): Update => {
  const reader = makeReader('UpdateExpression', text, placeholders);
  const steps: Step[] = [];
  const seen = new Set<string>();
  do {
    const section = reader.take().toUpperCase();
    if (section === 'DELETE') throw new NotDone('DELETE from a set');
    const { [section]: read } = sections;
    if (read === undefined) throw reader.fail();
    if (seen.has(section))
      throw invalid(
        `Invalid UpdateExpression: The "${section}" section can only be used once in an update expression;`,
      );
    seen.add(section);
    do steps.push(read(reader));
    while (reader.accepts(','));
  } while (reader.peek() !== undefined);
  const touches = steps.map(({ name }) => name);
  const twice = touches.find((name, at) => touches.indexOf(name) !== at);
  if (twice !== undefined)
    throw invalid(
      `Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${twice}], path two: [${twice}]`,
    );
  return {
    touches,
    apply: (old) => {
      const next = new Map(Object.entries(old));
      for (const step of steps) {
        const value = step.next(old);
        if (value === undefined) next.delete(step.name);
        else next.set(step.name, value);
      }
      return Object.fromEntries(next);
    },
  };
};
