import { addMs, parseDay, toEpochMs, type Instant } from '../../shared/kernel/time.ts';
import { textOf, type Item } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { firstHourOf, hourAfter, hourOf, slotOf, startOfHour, type Hour } from './deadlines.ts';
import type { SweepParts } from './dependencies.ts';

/** Bounds of one invocation. What is left over is done by the next one. */
export interface SweepBounds {
  /** Queries of hours older than the recent ones. */
  readonly backlogQueries: number;
  readonly messages: number;
  /** Messages out of one slot and shard. */
  readonly perSlot: number;
  readonly atOnce: number;
}
export const usualBounds: SweepBounds = {
  backlogQueries: 1_000,
  messages: 5_000,
  perSlot: 1_000,
  atOnce: 16,
};

export interface SweepReport {
  /** First hour that is not settled for good. */
  readonly watermark: Hour;
  /** Hours between the watermark and now: two after a quiet night, more where something cannot be worked off. */
  readonly lagHours: number;
  readonly hours: number;
  readonly queries: number;
  readonly sent: number;
  /** False when hours were left for the next invocation. */
  readonly complete: boolean;
}

/** A slot may still be written to, and the index may still lag, for this long after its hour. */
const graceMs = 10 * 60_000;
/** Newest hours, read first at every sweep: what has just come due does not wait behind a backlog. */
const recentHours = 48;
/** Most hours that are remembered as not yet worked off; with more, the sweep goes no further. */
const mostPending = 200;

/**
 * What is settled: every hour before `frontier` ended long ago and was read empty, and nothing can be written there any
 * more; all but those in `pending`, which still held something. The watermark is the first of them all.
 */
interface Progress {
  readonly frontier: Hour;
  readonly pending: readonly Hour[];
}

const hoursFrom = (from: Hour, to: Hour, most: number): readonly Hour[] => {
  const hours: Hour[] = [];
  for (let hour = from; hour <= to && hours.length < most; hour = hourAfter(hour)) hours.push(hour);
  return hours;
};
const hoursBefore = (hour: Hour, hours: number): Hour => hourOf(addMs(startOfHour(hour), -hours * 3_600_000));

const progressOf = (stored: Item | undefined, { settings }: SweepParts, nowHour: Hour): Progress => {
  if (stored === undefined) {
    const day = parseDay(settings.liveSince);
    if (day === undefined) throw new RangeError(`liveSince is no day: ${settings.liveSince}`);
    const live = firstHourOf(day);
    return { frontier: live < nowHour ? live : nowHour, pending: [] };
  }
  const frontier = textOf(stored, 'frontier');
  const pending = textOf(stored, 'pending').split(' ');
  // Time that was set back must not leave hours behind the frontier unread.
  return {
    frontier: frontier < nowHour ? frontier : nowHour,
    pending: pending.filter((hour) => hour !== ''),
  };
};

/** The hours of one sweep in the order of reading: recent ones, those left over, then the backlog as far as the bound goes. */
const plan = ({ frontier, pending }: Progress, nowHour: Hour, backlogHours: number) => {
  const recent = hoursBefore(nowHour, recentHours - 1);
  const recentFrom = recent > frontier ? recent : frontier;
  const last = hoursBefore(recentFrom, 1);
  const backlog = hoursFrom(frontier, last, backlogHours);
  const complete = frontier > last || backlog.at(-1) === last;
  return { hours: [...hoursFrom(recentFrom, nowHour, recentHours), ...pending, ...backlog], complete };
};

/** Moves the frontier over every hour that has been read and can no longer change. */
const moveOn = (progress: Progress, found: ReadonlyMap<Hour, number>, now: Instant): Progress => {
  const pending = progress.pending.filter((hour) => found.get(hour) !== 0);
  let { frontier } = progress;
  for (;;) {
    const [count, next] = [found.get(frontier), hourAfter(frontier)];
    const ended = toEpochMs(startOfHour(next)) + graceMs <= toEpochMs(now);
    if (!ended || count === undefined || (count > 0 && pending.length === mostPending)) break;
    if (count > 0) pending.push(frontier);
    frontier = next;
  }
  return { frontier, pending };
};

/**
 * Hands everything that is due to the queue. Reads every slot from the watermark to now; an hour is settled only when it
 * ended ten minutes ago and all its shards were read empty, so an outage, a late write or a lost message loses no date.
 * Only the worker's write takes an item off its slot: until then each sweep finds it again.
 */
export const sweep = async (
  deps: SweepParts,
  now: Instant,
  bounds: SweepBounds = usualBounds,
): Promise<SweepReport> => {
  const { dueShards } = deps.settings;
  const progress = progressOf(await deps.table.get(keys.sweep()), deps, hourOf(now));
  const backlogHours = Math.max(1, Math.floor(bounds.backlogQueries / dueShards));
  const { hours, complete } = plan(progress, hourOf(now), backlogHours);
  const readHour = async (hour: Hour) => {
    const slots = Array.from({ length: dueShards }, (_, shard) => slotOf(hour, shard));
    const due = await Promise.all(slots.map(async (slot) => await deps.due.read(slot, now, bounds.perSlot)));
    return { hour, due: due.flat() };
  };

  const found = new Map<Hour, number>();
  let [sent, read] = [0, 0];
  const step = Math.max(1, Math.floor(bounds.atOnce / dueShards));
  while (read < hours.length && sent < bounds.messages) {
    const group = await Promise.all(hours.slice(read, read + step).map(readHour));
    for (const { hour, due } of group) found.set(hour, due.length);
    const messages = group.flatMap(({ due }) => due);
    await deps.queue.send(messages);
    sent += messages.length;
    read += group.length;
  }

  const { frontier, pending } = moveOn(progress, found, now);
  await deps.table.put({ ...keys.sweep(), frontier, pending: pending.join(' ') });
  const watermark = pending[0] ?? frontier;
  return {
    watermark,
    lagHours: Math.floor((toEpochMs(now) - toEpochMs(startOfHour(watermark))) / 3_600_000),
    hours: read,
    queries: read * dueShards,
    sent,
    complete: complete && read >= hours.length,
  };
};
