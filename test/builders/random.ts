/** A seeded source of invented numbers: the same seed gives the same report, today and in ten years. */
export interface Random {
  /** Whole number, both ends included. */
  readonly between: (low: number, high: number) => number;
  /** Decimal string with so many decimals. */
  readonly decimal: (low: number, high: number, decimals: number) => string;
  readonly one: <T>(of: readonly [T, ...T[]]) => T;
}

/** Mulberry32: small, fast, good enough to invent readings. */
export const seeded = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    between,
    decimal: (low, high, decimals) => (low + next() * (high - low)).toFixed(decimals),
    one: (of) => of[between(0, of.length - 1)] ?? of[0],
  };
};
