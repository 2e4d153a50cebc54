import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from './time.ts';
import { fromEpochMs, toEpochMs } from './time.ts';

/** Kinds of things that have an id of their own. The id is `<kind>_<ulid>` and says nothing about its bearer. */
export const idKinds = [
  'sub',
  'ent',
  'rep',
  'ins',
  'act',
  'ano',
  'haz',
  'dev',
  'alm',
  'fac',
  'grd',
  'ers',
  'key',
  'req',
] as const;
export type IdKind = (typeof idKinds)[number];
export type Id<K extends IdKind = IdKind> = `${K}_${string}`;
export type SubjectId = Id<'sub'>;
export type EntryId = Id<'ent'>;

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const pattern = /^[a-z]{3}_[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const encode = (value: bigint, length: number): string => {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text = (alphabet[Number(rest & 31n)] ?? '0') + text;
    rest >>= 5n;
  }
  return text;
};

const compose = <K extends IdKind>(kind: K, at: Instant, tail: Uint8Array): Id<K> => {
  const time = encode(BigInt(toEpochMs(at)), 10);
  const random = encode(BigInt(`0x${Buffer.from(tail.subarray(0, 10)).toString('hex')}`), 16);
  return `${kind}_${time}${random}`;
};

/** Ten random bytes by default; a test hands in its own source. */
export type RandomSource = (length: number) => Uint8Array;
export const systemRandom: RandomSource = (length) => randomBytes(length);

/** A fresh id: 48 bits of time, 80 bits of randomness, sortable by time. */
export const newId = <K extends IdKind>(kind: K, at: Instant, random: RandomSource = systemRandom): Id<K> =>
  compose(kind, at, random(10));

/**
 * An id that follows from its cause: the same kind, time and cause always give the same id, so a repeated
 * delivery finds what the first one wrote instead of writing it again.
 */
export const deriveId = <K extends IdKind>(kind: K, at: Instant, ...cause: readonly string[]): Id<K> =>
  compose(
    kind,
    at,
    createHash('sha256')
      .update(JSON.stringify([kind, ...cause]))
      .digest(),
  );

/** The time that an id carries: of an entry, the time of what it says. */
export const timeIn = (id: Id): Instant => {
  const digits = [...id.slice(4, 14)];
  return fromEpochMs(digits.reduce((ms, digit) => ms * 32 + alphabet.indexOf(digit), 0));
};

/** True when the text has the form of an id of that kind (form only; whether it exists is another question). */
export const isId = <K extends IdKind>(kind: K, text: string): text is Id<K> =>
  text.startsWith(`${kind}_`) && pattern.test(text);
