import { sha256Bytes } from '../kernel/digest.ts';

/**
 * The province's tree over all entries of all files, by the rules of RFC 6962 section 2.1: a leaf is hashed behind a zero
 * byte, a node behind a one byte, an incomplete tree splits at the largest power of two below its size.
 */
const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

/** Leaf of an entry: SHA-256(0x00 ‖ subject, 30 ASCII bytes ‖ sequence, 8 bytes big endian ‖ entry hash, 32 bytes). */
export const leafHash = (subject: string, sequence: number, entryHash: string): Buffer => {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(sequence));
  return sha256Bytes(leafMark, subject, place, Buffer.from(entryHash, 'base64url'));
};
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256Bytes(nodeMark, left, right);
/** Root of a tree without leaves. */
export const emptyRoot = (): Buffer => sha256Bytes();

/** A complete subtree: at level n it spans 2^n leaves, from leaf index·2^n on. */
export interface Node {
  readonly level: number;
  readonly index: number;
}
/** Leaves from `from` up to, not with, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
/** Hash of a complete subtree; throws when it is not to be had. */
export type NodeSource = (node: Node) => Uint8Array;

/** Largest power of two below n (n > 1). Not by bit shifts: sizes may pass 2^31. */
const splitOf = (n: number): number => {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
};

/** Complete subtrees that make up a span which begins where a tree of its size would be split: largest first. */
export const nodesOf = ({ from, to }: Span): readonly Node[] => {
  const nodes: Node[] = [];
  let at = from;
  while (at < to) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
};

/** Hash of a span out of its complete subtrees. */
export const spanHash = (span: Span, source: NodeSource): Uint8Array => {
  const hashes = nodesOf(span).map(source);
  const last = hashes.at(-1);
  if (last === undefined) return emptyRoot();
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
};

/** Spans whose hashes prove that a leaf is in a tree of `size` leaves, from the leaf upwards. */
export const inclusionSpans = (index: number, size: number): readonly Span[] => {
  const path = (from: number, to: number): Span[] => {
    if (to - from === 1) return [];
    const middle = from + splitOf(to - from);
    return index < middle
      ? [...path(from, middle), { from: middle, to }]
      : [...path(middle, to), { from, to: middle }];
  };
  if (index < 0 || index >= size) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  return path(0, size);
};

/** Spans whose hashes prove that a tree of `size` leaves begins with the tree of `older` leaves. */
export const consistencySpans = (older: number, size: number): readonly Span[] => {
  const path = (from: number, to: number, whole: boolean): Span[] => {
    if (older === to) return whole ? [] : [{ from, to }];
    const middle = from + splitOf(to - from);
    return older <= middle
      ? [...path(from, middle, whole), { from: middle, to }]
      : [...path(middle, to, false), { from, to: middle }];
  };
  if (older < 0 || older > size) throw new RangeError(`a tree of ${size} has no beginning of ${older}`);
  return older === 0 || older === size ? [] : path(0, size, true);
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Whether the path leads from the leaf to the root of a tree of that size (RFC 9162 section 2.1.3.2). */
export const isIncluded = (
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean => {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [node, last] = [index, size - 1];
  let hash: Uint8Array = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && isSame(hash, root);
};

/** Whether the newer tree begins with the older one (RFC 9162 section 2.1.4.2). */
export const isConsistent = (
  older: { readonly size: number; readonly root: Uint8Array },
  newer: { readonly size: number; readonly root: Uint8Array },
  path: readonly Uint8Array[],
): boolean => {
  if (older.size > newer.size) return false;
  if (older.size === 0) return path.length === 0 && isSame(older.root, emptyRoot());
  if (older.size === newer.size) return path.length === 0 && isSame(older.root, newer.root);
  let [node, last] = [older.size - 1, newer.size - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  // A tree whose size is a power of two is itself a subtree of the newer one: its root is where the path begins.
  const [first, ...rest] = node === 0 ? [older.root, ...path] : path;
  if (first === undefined) return false;
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && isSame(oldHash, older.root) && isSame(newHash, newer.root);
};
