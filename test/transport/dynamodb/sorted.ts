import { compareText } from './value.ts';

/** A map whose keys come in the order of their UTF-8 bytes. */
export interface Sorted<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  copy(): Sorted<V>;
  readonly size: number;
  /** All entries in order. */
  entries(): readonly (readonly [string, V])[];
}

export const makeSorted = <V>(from: readonly (readonly [string, V])[] = []): Sorted<V> => {
  const values = new Map<string, V>(from);
  const order: string[] = from.map(([key]) => key);
  const place = (key: string): number => {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareText(order[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const entries = (): readonly (readonly [string, V])[] =>
    order.flatMap((key) => {
      const value = values.get(key);
      return value === undefined ? [] : [[key, value] as const];
    });
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      if (!values.has(key)) order.splice(place(key), 0, key);
      values.set(key, value);
    },
    delete: (key) => {
      if (values.delete(key)) order.splice(place(key), 1);
    },
    get size() {
      return order.length;
    },
    copy: () => makeSorted(entries()),
    entries,
  };
};
