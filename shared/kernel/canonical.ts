export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

const compareUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers as ECMAScript prints them.
 * Members that are undefined are left out. These bytes are what is stored and what is hashed; nothing is
 * serialised a second time for a check. Throws TypeError on NaN, infinities and lone surrogates.
 */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no NaN and no infinity');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('canonical JSON has no lone surrogates');
    return JSON.stringify(value);
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort(compareUnits)
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${canonicalJson(key)}:${canonicalJson(member)}`];
    });
  return `{${members.join(',')}}`;
};

/**
 * A value built of plain members as JSON: what JSON.stringify would keep. Members that are undefined are left out. Throws
 * TypeError on what has no place in JSON (functions, bytes, NaN): such a value is a bug of its writer.
 */
export const toJson = (value: unknown): Json => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
  } else if (Array.isArray(value)) {
    return value.map(toJson);
  } else if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const members = Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, toJson(member)] as const],
    );
    return Object.fromEntries(members);
  }
  throw new TypeError('a value has no form in JSON');
};

/** Reads JSON as what it is: something unknown, to be checked by a schema. Throws SyntaxError. */
export const parseJson = (text: string): unknown => JSON.parse(text);

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
