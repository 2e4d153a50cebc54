import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoDb } from '../../transport/clients.ts';
import { readCondition } from '../../transport/dynamodb/condition.ts';
import { makePlaceholders } from '../../transport/dynamodb/expression.ts';
import type { Item } from '../../transport/dynamodb/value.ts';
import { createTransport } from '../../transport/transport.ts';

const stored: Item = { pk: { S: 'p' }, n: { N: '10' }, s: { S: 'abc' }, b: { B: 'AQI=' } };
const values: Item = {
  ':two': { N: '2' },
  ':ten': { N: '1e1' },
  ':eleven': { N: '11' },
  ':ab': { S: 'ab' },
  ':abc': { S: 'abc' },
  ':byte': { B: 'AQ==' },
};
const holds = (expression: string, item: Item = stored): boolean => {
  const wanted = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(expression));
  const numbers = wanted.map(([name, value]) => [
    name,
    'N' in value ? { N: String(Number(value.N)) } : value,
  ]);
  return readCondition(expression, makePlaceholders({}, Object.fromEntries(numbers)))(item);
};

describe('conditions', () => {
  it.each([
    ['attribute_exists(n)', true],
    ['attribute_not_exists(n)', false],
    ['attribute_not_exists(absent)', true],
    ['n = :ten', true],
    ['n > :two', true],
    ['n < :two', false],
    ['n >= :ten AND n <= :ten', true],
    ['n <> :two', true],
    ['absent <> :two', true],
    ['absent = :two', false],
    ['absent < :two', false],
    ['s < :two', false],
    ['s = :two', false],
    ['NOT s = :two', true],
    ['begins_with(s, :ab)', true],
    ['begins_with(b, :byte)', true],
    ['begins_with(absent, :ab)', false],
    ['contains(s, :ab)', true],
    ['n IN (:two, :ten)', true],
    ['s IN (:two, :ten)', false],
    ['n BETWEEN :two AND :eleven', true],
    ['size(s) > :two', true],
    ['n = :two OR s = :abc', true],
    ['n = :two OR s = :abc AND n = :eleven', false],
    ['(n = :two OR s = :abc) AND n = :ten', true],
    ['NOT (n = :two OR s = :abc)', false],
    ['attribute_not_exists(pk) OR n < :eleven', true],
  ])('%s is %s', (expression, expected) => {
    expect(holds(expression)).toBe(expected);
  });

  it.each([
    ['n =', 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="'],
    ['n == :two', 'Invalid ConditionExpression: Syntax error; token: "=", near: "= = :two"'],
    ['(n = :two', 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: ":two"'],
    ['', 'Invalid ConditionExpression: The expression can not be empty;'],
    [
      'state = :two',
      'Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: state',
    ],
    [
      '#n = :two',
      'Invalid ConditionExpression: An expression attribute name used in the document path is not defined; attribute name: #n',
    ],
    [
      'n = :none',
      'Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :none',
    ],
    [
      'begins_with(s, :two)',
      'Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
  ])('%s is refused in the words of the service', (expression, message) => {
    expect(() => holds(expression)).toThrow(message);
  });

  it('say so when they meet what the engine does not do', () => {
    expect(() => holds('a.b = :two')).toThrow('does not do this: paths into lists and maps');
  });
});

describe('requests that do not hold together', () => {
  const start = () => dynamoDb(createTransport({ tables: [{ name: 't' }] }), 1);
  const Key = { pk: { S: 'p' }, sk: { S: 's' } };

  it.each([
    [
      { ExpressionAttributeNames: { '#x': 'x' } },
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}',
    ],
    [
      { ExpressionAttributeValues: { ':x': { S: 'x' } } },
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}',
    ],
    [{ TableName: 'other' }, 'Requested resource not found'],
    [{ Item: { pk: { S: 'p' } } }, 'Missing the key sk in the item'],
    [{ Item: { ...Key, pk: { S: '' } } }, 'cannot contain an empty string value. Key: pk'],
    [{ Item: { ...Key, n: { N: '1e400' } } }, 'Number overflow'],
    [{ Item: { ...Key, n: { N: 'NaN' } } }, 'cannot be converted to a numeric value'],
    [{ Item: { ...Key, n: { N: '1'.repeat(39) } } }, 'more than 38 significant digits'],
    [{ Item: { ...Key, s: { S: 'x'.repeat(410_000) } } }, 'Item size has exceeded the maximum allowed size'],
  ])('%o', async (more, message) => {
    await expect(start().send(new PutItemCommand({ TableName: 't', Item: Key, ...more }))).rejects.toThrow(
      message,
    );
  });

  it.each([
    ['SET a = :x, a = :x', 'Two document paths overlap with each other'],
    ['SET a = :x REMOVE a', 'Two document paths overlap with each other'],
    ['SET a = :x SET b = :x', 'The "SET" section can only be used once'],
    ['SET pk = :x', 'Cannot update attribute pk. This attribute is part of the key'],
    ['SET a = b + :x', 'refers to an attribute that does not exist in the item'],
    ['ADD a :x', 'Incorrect operand type for operator or function'],
    ['a = :x', 'Syntax error'],
  ])('update %s', async (UpdateExpression, message) => {
    const update = new UpdateItemCommand({
      TableName: 't',
      Key,
      UpdateExpression,
      ExpressionAttributeValues: { ':x': { S: 'x' } },
    });
    await expect(start().send(update)).rejects.toThrow(message);
  });
});
