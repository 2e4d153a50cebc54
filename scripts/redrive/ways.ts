import type { FoundQueue } from './queues.ts';

/**
 * How the letters of a queue come back.
 * - `move`: they are messages of a queue of work, which takes them again as they are.
 * - `tell`: they are events that another bus did not take; their entries are told again by the publisher.
 * - `readings`: they are what the topic rule could not hand over; the queue's message is made of them.
 * - `sweep`: they are minutes in which the sweep could not be called; one call makes all of them good.
 * - `retell`: they name a place in the table's stream and not what lay there; what the archive has of that time is told again.
 * - `place`: the same, of the integrator: every entry of the table that has no place in the tree gets one.
 * - `unknown`: a queue that this code has never heard of.
 */
export type Way = 'move' | 'tell' | 'readings' | 'sweep' | 'retell' | 'place' | 'unknown';

export interface DeadLetters {
  readonly queue: FoundQueue;
  /** Name without stage and ending: `anomaly-detection`. What a person types. */
  readonly short: string;
  /** `33`, or `nation`. */
  readonly stage: string;
  readonly way: Way;
  /** The queue that takes them back; only of `move` and `readings`. */
  readonly to: FoundQueue | undefined;
}

const named = /^leian-(\d{2}|nation)-(.+)-dlq$/;

/** Dead letters that no queue of work stands behind, by their short name. */
const special: Readonly<Record<string, Way>> = {
  nation: 'tell',
  'device-readings': 'readings',
  'hazard-sweep': 'sweep',
  'ledger-publisher': 'retell',
  'ledger-integrator': 'place',
};

/** The dead-letter queues among all queues of the account, each with the way its letters take back. */
export const deadLettersOf = (queues: readonly FoundQueue[]): readonly DeadLetters[] =>
  queues.flatMap((queue): readonly DeadLetters[] => {
    const [, stage, short] = named.exec(queue.name) ?? [];
    if (stage === undefined || short === undefined) return [];
    const source = queues.find(({ deadLetters }) => deadLetters === queue.name);
    if (source !== undefined) return [{ queue, short, stage, way: 'move', to: source }];
    const way = special[short] ?? 'unknown';
    const to = queues.find(({ name }) => way === 'readings' && name === `leian-${stage}-device-telemetry`);
    return [{ queue, short, stage, way, to }];
  });

/** The queues that a person means: by full name, with or without its ending, or by short name. More than one: of several stages. */
export const meant = (all: readonly DeadLetters[], text: string): readonly DeadLetters[] =>
  all.filter(({ queue, short }) =>
    [queue.name, queue.name.replace(/-dlq$/, ''), short, `${short}-dlq`].includes(text),
  );

const comesBack: Readonly<Record<Way, string>> = {
  move: 'moved back',
  tell: 'told again by the publisher',
  readings: 'made into messages of devices again',
  sweep: 'one sweep makes them good',
  retell: 'entries of that time are told again',
  place: 'entries without a place in the tree get one',
  unknown: 'this version knows no way',
};

/** A table of the dead-letter queues with their counts. */
export const listed = (all: readonly DeadLetters[]): readonly string[] => {
  const rows = [
    ['queue', 'waiting', 'in hand', 'comes from', 'comes back'],
    ...all.map(({ queue, way, to }) => [
      queue.name.replace(/-dlq$/, ''),
      String(queue.waiting),
      String(queue.inHand),
      to?.name ?? '-',
      comesBack[way],
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};
