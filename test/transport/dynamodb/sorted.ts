import { compareText } from './value.ts';

/** A map whose keys come in the order of their UTF-8 bytes. */
export interface Sorted<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  readonly size: number;
  /** All entries in order. */
  entries(): readonly (readonly [string, V])[];
}

export const makeSorted = <V>(): Sorted<V> => {
  const values = new Map<string, V>();
  const order: string[] = [];
  const place = (key: string): number => {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareText(order[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
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
    entries: () =>
      order.flatMap((key) => {
        const value = values.get(key);
        return value === undefined ? [] : [[key, value] as const];
      }),
  };
};
