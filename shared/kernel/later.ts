/** A value that is made when it is asked for the first time, and then kept: what a function never needs costs it nothing at load. */
export const later = <T extends object | string>(make: () => T): (() => T) => {
  let kept: T | undefined;
  return () => (kept ??= make());
};
