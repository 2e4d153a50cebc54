import type { Item } from './dynamodb/value.ts';

/** An item and what the published rules say of it. */
export interface SizeVector {
  readonly what: string;
  readonly item: Item;
  readonly bytes: number;
  /** Units to put it where nothing was. */
  readonly writeUnits: number;
  /** Units to read it alone, strongly consistent. */
  readonly readUnits: number;
  /** The emulator counts otherwise than the rules published by AWS: the deployed test leaves it out. */
  readonly emulatorDiffers?: true;
}

const keys = { pk: { S: 'sub' }, sk: { S: 'x' } };
/** The keys above: 2 + 3 + 2 + 1 bytes. */
const keyBytes = 8;
/** A text attribute `b` that fills the item up to this many bytes. */
const filled = (bytes: number): Item => ({ ...keys, b: { S: 'x'.repeat(bytes - keyBytes - 1) } });
/** An item of one unit with one attribute `a` (a byte for its name) whose value takes so many bytes. */
const small = (what: string, a: Item[string], valueBytes: number): SizeVector => ({
  what,
  item: { ...keys, a },
  bytes: keyBytes + 1 + valueBytes,
  writeUnits: 1,
  readUnits: 1,
});

export const sizeVectors: readonly SizeVector[] = [
  { what: 'keys alone', item: keys, bytes: keyBytes, writeUnits: 1, readUnits: 1 },
  { what: 'exactly 1 kB', item: filled(1024), bytes: 1024, writeUnits: 1, readUnits: 1 },
  { what: 'one byte over 1 kB', item: filled(1025), bytes: 1025, writeUnits: 2, readUnits: 1 },
  { what: 'exactly 4 kB', item: filled(4096), bytes: 4096, writeUnits: 4, readUnits: 1 },
  { what: 'one byte over 4 kB', item: filled(4097), bytes: 4097, writeUnits: 5, readUnits: 2 },
  { what: '100 kB', item: filled(102_400), bytes: 102_400, writeUnits: 100, readUnits: 25 },
  {
    what: 'names and texts in UTF-8: three bytes for each of these characters',
    item: { ...keys, 雷安: { S: '防雷' } },
    bytes: keyBytes + 6 + 6,
    writeUnits: 1,
    readUnits: 1,
  },
  small('a character beyond U+FFFF: four bytes', { S: '𠀀' }, 4),
  small('bytes, not their base64', { B: Buffer.alloc(300, 1).toString('base64') }, 300),
  small('a number: one byte for two digits, and one', { N: '1234' }, 3),
  small('an odd number of digits', { N: '12345' }, 4),
  small('38 digits', { N: '1'.repeat(38) }, 20),
  // The emulator counts zeros behind; the developer guide says that they are trimmed.
  { ...small('zeros before and behind count nothing', { N: '00012000' }, 2), emulatorDiffers: true },
  small('a minus sign: one byte', { N: '-12' }, 3),
  small('a fraction', { N: '0.00123' }, 3),
  small('zero', { N: '0' }, 1),
  small('true', { BOOL: true }, 1),
  small('null', { NULL: true }, 1),
  small('a set of texts: no overhead', { SS: ['abcde', 'fghij', 'klmn'] }, 14),
  small('an empty list: three bytes', { L: [] }, 3),
  small('a list: one byte more for each element', { L: [{ S: 'ab' }, { S: 'cde' }] }, 3 + 2 + 5),
  small(
    'a map: the same, and its names',
    { M: { a: { S: 'bcd' }, ef: { N: '12' } } },
    3 + (1 + 1 + 3) + (1 + 2 + 2),
  ),
];

/** The small items again, filled up to exactly 1 kB (one unit) and one byte more (two): a wrong byte shows. */
export const edgeVectors: readonly SizeVector[] = sizeVectors
  .filter(({ bytes }) => bytes < 1000)
  .flatMap(({ what, item, bytes, ...rest }) =>
    [1024, 1025].map((total) => ({
      ...rest,
      what: `${what}, filled up to ${total} bytes`,
      item: { ...item, z: { S: 'x'.repeat(total - bytes - 1) } },
      bytes: total,
      writeUnits: total === 1024 ? 1 : 2,
      readUnits: 1,
    })),
  );
