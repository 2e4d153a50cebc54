export interface Options {
  readonly list: boolean;
  readonly only: string | undefined;
}
export const usage = 'node scripts/prove-grants.ts [--list] [--only <function>]';

/** Reads the command line; undefined when it is not understood. */
export const readOptions = (argv: readonly string[]): Options | undefined => {
  const [first, second, ...rest] = argv;
  if (first === undefined) return { list: false, only: undefined };
  if (first === '--list' && second === undefined) return { list: true, only: undefined };
  if (first === '--only' && second !== undefined && rest.length === 0) return { list: false, only: second };
  return undefined;
};
