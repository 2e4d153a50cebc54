import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item, Value } from './dynamodb/value.ts';

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

const valueFromWire = (value: Value): AttributeValue => {
  if ('B' in value) return { B: bytes(value.B) };
  if ('BS' in value) return { BS: value.BS.map(bytes) };
  if ('L' in value) return { L: value.L.map(valueFromWire) };
  if ('M' in value) return { M: fromWire(value.M) };
  return value;
};

/** An item of DynamoDB's JSON as the SDK's commands take it: bytes as bytes. */
export const fromWire = (item: Item): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, valueFromWire(value)]));
