import { parseArgs } from 'node:util';

export interface Options {
  /** Undefined: only list. */
  readonly queue: string | undefined;
  readonly most: number | undefined;
  readonly world: string | undefined;
}

export const usage = [
  'npm run redrive -- <queue> [--most N] [--world <name>]   brings the messages of its dead letters back / 移回死信',
  'npm run redrive -- --list [--world <name>]               all dead letters and their counts / 列出所有死信队列',
].join('\n');

/** Reads the command line, or gives everything that is wrong with it. */
export const readOptions = (argv: readonly string[]): Options | { readonly faults: readonly string[] } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { list: { type: 'boolean' }, most: { type: 'string' }, world: { type: 'string' } },
    });
    const [queue, ...more] = positionals;
    const faults = [
      ...(more.length > 0 ? [`one queue at a time, not also ${more.join(', ')} / 一次只处理一个队列`] : []),
      ...(queue === undefined && values.list !== true ? ['which queue? / 请给出队列名'] : []),
      ...(queue !== undefined && values.list === true ? ['--list takes no queue / --list 不带队列名'] : []),
      ...(values.most === undefined || /^[1-9]\d{0,6}$/.test(values.most)
        ? []
        : [`--most: "${values.most}" is no count / 须为正整数`]),
    ];
    if (faults.length > 0) return { faults };
    return { queue, most: values.most === undefined ? undefined : Number(values.most), world: values.world };
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : String(error)] };
  }
};
