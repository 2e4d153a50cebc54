import type { AttributeValue } from 'aws-lambda';
import type { Attribute, Item } from '../../shared/subject-file/item.ts';

/** An image as Lambda gives it out of the stream: bytes arrive as base64 text. Flat attributes only, as our writer made them. */
export const unmarshal = (image: Readonly<Record<string, AttributeValue>>): Item =>
  Object.fromEntries(
    Object.entries(image).map(([name, value]): [string, Attribute] => {
      if (value.S !== undefined) return [name, value.S];
      if (value.N !== undefined) return [name, Number(value.N)];
      if (value.B !== undefined) return [name, Buffer.from(value.B, 'base64')];
      throw new TypeError(`attribute ${name} is neither text, number nor bytes`);
    }),
  );
