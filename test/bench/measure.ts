import type { Counts } from '../transport/counts.ts';
import type { Stage } from '../builders/stage.ts';

export interface Row {
  readonly path: string;
  readonly counts: Pick<
    Counts,
    'calls' | 'depth' | 'requestBytes' | 'responseBytes' | 'readUnits' | 'writeUnits'
  >;
  /** Median processor time of one run, milliseconds: of our code, the SDK and the services in memory. */
  readonly cpuMs: number;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Processor time of a piece of work, milliseconds. */
export const cpuOf = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
export const medianCpu = async (rounds: number, work: (round: number) => unknown): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await cpuOf(() => work(round)));
  return median(times);
};

/** Runs a path some times; counts are those of the last run, when keys are known and clients warm. */
export const measure = async (
  path: string,
  stage: Stage,
  rounds: number,
  prepare: (round: number) => Promise<() => Promise<unknown>>,
): Promise<Row> => {
  const times: number[] = [];
  let counts = stage.world.counts();
  for (let round = 0; round < rounds; round += 1) {
    const run = await prepare(round);
    stage.world.reset();
    times.push(await cpuOf(run));
    counts = stage.world.counts();
  }
  return { path, counts, cpuMs: median(times) };
};

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
const heads = ['path', 'calls', 'depth', 'kB out', 'kB in', 'read u', 'write u', 'CPU ms'] as const;
/** The rows as one table of text. */
export const tableOf = (rows: readonly Row[]): string => {
  const cells = rows.map(({ path, counts, cpuMs }) => [
    path,
    String(counts.calls),
    String(counts.depth),
    kilobytes(counts.requestBytes),
    kilobytes(counts.responseBytes),
    String(counts.readUnits),
    String(counts.writeUnits),
    cpuMs.toFixed(2),
  ]);
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  return [line(heads), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.map(line)].join('\n');
};
