import { setTimeout as sleep } from 'node:timers/promises';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { makeTable } from '../../../shared/subject-file/table.ts';
import { audit } from '../../builders/audit.ts';
import { someTime } from '../../builders/files.ts';
import { dynamoDb } from '../../transport/clients.ts';
import { invoke } from '../../transport/process.ts';
import { createTransport, type Transport } from '../../transport/transport.ts';
import { between, reseed } from './chance.ts';
import { fileA, fileB } from './file-deeds.ts';

const name = 'files';
/** What a call takes each way, milliseconds: a transaction of the service takes ten to twenty in all. */
const onTheWay = { least: 3, most: 10 } as const;

export interface Tries {
  /** Tries that each write took until it was in, sorted. */
  readonly tries: readonly number[];
  readonly failed: readonly string[];
  readonly faults: readonly string[];
}
/** The share `of` (0 to 1) of sorted numbers that lie at or below the answer. */
export const percentile = (sorted: readonly number[], of: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(of * sorted.length) - 1)] ?? 0;

/**
 * So many processes at the same moment: each writes into one file, or into both, every second one in the other order.
 * `hold`: takes the time of this process into its hands, and gives it back; without it time is real.
 */
export const writeAtOnce = async (
  writers: number,
  crossing: boolean,
  seeds: readonly number[],
  hold: (world: Transport) => () => void = () => () => undefined,
): Promise<Tries> => {
  const world = createTransport({ tables: [{ name }] });
  const close = hold(world);
  const restore = world.save();
  const table = makeTable(dynamoDb(world), name);
  const [tries, failed, faults]: [number[], string[], string[]] = [[], [], []];

  const write = async (subject: SubjectId, writer: number): Promise<void> => {
    const ended = await invoke(
      async () =>
        await append(table, {
          subject,
          type: 'HazardFound',
          cause: `writer-${writer}`,
          time: someTime,
          actor: { ref: 'function:test', role: 'system' },
          source: { channel: 'system' },
          correlation: 'c-1',
          changes: [{ kind: 'HAZARD', id: `of-${writer}`, body: {} }],
        }),
    );
    if (ended.died || !ended.value.ok || ended.value.value.repeated) throw new Error('was not written');
    tries.push(ended.made.filter((one) => one === 'dynamodb.TransactWriteItems').length);
  };
  try {
    for (const seed of seeds) {
      restore();
      reseed(world, seed);
      world.calm();
      world.inject({ fault: 'overlap' });
      world.travels(async () => await sleep(between(onTheWay.least, onTheWay.most)));
      const writer = async (n: number): Promise<void> => {
        const order = n % 2 === 0 ? [fileA, fileB] : [fileB, fileA];
        try {
          for (const file of crossing ? order : [fileA]) await write(file, n);
        } catch (error) {
          failed.push(`seed ${seed}, writer ${n}: ${String(error)}`);
        }
      };
      await Promise.all(Array.from({ length: writers }, (_, n) => writer(n)));
      for (const file of crossing ? [fileA, fileB] : [fileA]) {
        const found = audit(world, name, file);
        faults.push(...found.faults.map((fault) => `seed ${seed}: ${fault}`));
        if (found.entries.length !== writers) faults.push(`seed ${seed}: ${found.entries.length} entries`);
      }
    }
  } finally {
    close();
  }
  return { tries: tries.toSorted((a, b) => a - b), failed, faults };
};
