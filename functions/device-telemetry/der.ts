/** One element of DER (ITU-T X.690): its tag, its bytes with and without the header. */
export interface Element {
  readonly tag: number;
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

export const tags = { integer: 0x02, bitString: 0x03, objectId: 0x06, sequence: 0x30 } as const;

const lengthAt = (bytes: Uint8Array, at: number): { length: number; size: number } | undefined => {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { length: first, size: 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 3 || at + count >= bytes.length) return undefined;
  let length = 0;
  for (const byte of bytes.subarray(at + 1, at + 1 + count)) length = length * 256 + byte;
  return { length, size: count + 1 };
};

/** Splits bytes into the elements that stand one after another in them; undefined when they are no DER. */
export const elements = (bytes: Uint8Array): readonly Element[] | undefined => {
  const found: Element[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at];
    const head = lengthAt(bytes, at + 1);
    if (tag === undefined || head === undefined) return undefined;
    const from = at + 1 + head.size;
    const to = from + head.length;
    if (to > bytes.length) return undefined;
    found.push({ tag, whole: bytes.subarray(at, to), content: bytes.subarray(from, to) });
    at = to;
  }
  return found;
};

/** Elements inside the one sequence that the bytes are; undefined when they are anything else. */
export const sequenceOf = (bytes: Uint8Array): readonly Element[] | undefined => {
  const outer = elements(bytes);
  const [only] = outer ?? [];
  return outer?.length === 1 && only?.tag === tags.sequence ? elements(only.content) : undefined;
};
