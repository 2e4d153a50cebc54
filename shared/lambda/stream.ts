import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { readEntry, type ReadEntry } from '../subject-file/entry-item.ts';
import type { Attribute, Item } from '../subject-file/item.ts';

/** An image as Lambda gives it out of the stream: bytes arrive as base64 text. Flat attributes only, as our writer made them. */
const unmarshal = (image: Readonly<Record<string, AttributeValue>>): Item =>
  Object.fromEntries(
    Object.entries(image).map(([name, value]): [string, Attribute] => {
      if (value.S !== undefined) return [name, value.S];
      if (value.N !== undefined) return [name, Number(value.N)];
      if (value.B !== undefined) return [name, Buffer.from(value.B, 'base64')];
      throw new TypeError(`attribute ${name} is neither text, number nor bytes`);
    }),
  );

/** The ledger entry that a record of the table's stream tells of. Throws when it tells of none. */
export const entryIn = (record: DynamoDBRecord): ReadEntry => {
  const image = record.dynamodb?.NewImage;
  if (image === undefined) throw new Error('stream record without an image');
  return readEntry(unmarshal(image));
};

/** From this record on the stream gives the batch again. */
export const backFrom = (record: DynamoDBRecord | undefined) => ({
  itemIdentifier: record?.dynamodb?.SequenceNumber ?? '',
});
