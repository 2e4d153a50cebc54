import { parseArgs } from 'node:util';
import { eventStates } from '../../shared/contracts/events.ts';
import { parseInstant, type Instant } from '../../shared/kernel/time.ts';

export interface Options {
  readonly from: Instant;
  readonly to: Instant | undefined;
  readonly type: string | undefined;
  readonly dryRun: boolean;
  readonly province: string | undefined;
  readonly world: string | undefined;
}

export const usage = [
  'npm run republish -- --from <instant> [--to <instant>] [--type <type of event>] [--dry-run] [--province 33] [--world <name>]',
  '  an instant names its zone: 2026-11-23T08:00:00+08:00 or 2026-11-23T00:00:00Z   / 时刻须带时区',
  '  --to is left out: until now   --dry-run: says what would be told, and tells nothing   / 仅预览，不发布',
].join('\n');

/** Reads the command line, or gives everything that is wrong with it. */
export const readOptions = (argv: readonly string[]): Options | { readonly faults: readonly string[] } => {
  const faults: string[] = [];
  const instant = (name: string, text: string | undefined): Instant | undefined => {
    const at = text === undefined ? undefined : parseInstant(text);
    if (text !== undefined && at === undefined)
      faults.push(`--${name}: "${text}" is no time with a zone / 不是带时区的时刻`);
    return at;
  };
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        type: { type: 'string' },
        'dry-run': { type: 'boolean' },
        province: { type: 'string' },
        world: { type: 'string' },
      },
    });
    const [from, to] = [instant('from', values.from), instant('to', values.to)];
    if (values.from === undefined) faults.push('--from is needed / 须给出 --from');
    if (from !== undefined && to !== undefined && to < from)
      faults.push('--to lies before --from / --to 早于 --from');
    if (values.type !== undefined && !Object.hasOwn(eventStates, values.type))
      faults.push(
        `--type: there is no ${values.type}. There are / 可用类型: ${Object.keys(eventStates).join(', ')}`,
      );
    if (values.province !== undefined && !/^\d{2}$/.test(values.province))
      faults.push('--province: two digits / 两位数字');
    if (faults.length > 0 || from === undefined) return { faults };
    const { type, province, world } = values;
    return { from, to, type, dryRun: values['dry-run'] === true, province, world };
  } catch (error) {
    return { faults: [...faults, error instanceof Error ? error.message : String(error)] };
  }
};
