import { addMs, parseDay, toEpochMs, type Instant } from '../../shared/kernel/time.ts';
import { textOf, type Item } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { firstHourOf, hourAfter, hourOf, slotOf, startOfHour, type Hour } from './deadlines.ts';
import type { SweepParts } from './dependencies.ts';

/** Bounds of one invocation: queries, messages, queries at once. What is left over is done by the next one. */
export interface SweepBounds {
  readonly queries: number;
  readonly messages: number;
  readonly atOnce: number;
}
export const usualBounds: SweepBounds = { queries: 1_000, messages: 5_000, atOnce: 16 };

export interface SweepReport {
  /** First hour that is not settled for good, before and after. */
  readonly from: Hour;
  readonly watermark: Hour;
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

const earlier = (one: Hour, other: Hour): Hour => (one < other ? one : other);
const later = (one: Hour, other: Hour): Hour => (one > other ? one : other);
const hoursFrom = (from: Hour, to: Hour, most: number): Hour[] => {
  const hours: Hour[] = [];
  for (let hour = from; hour <= to && hours.length < most; hour = hourAfter(hour)) hours.push(hour);
  return hours;
};

const liveSince = ({ settings }: SweepParts): Hour => {
  const day = parseDay(settings.liveSince);
  if (day === undefined) throw new RangeError(`liveSince is no day: ${settings.liveSince}`);
  return firstHourOf(day);
};

/** The hours of one sweep in the order of reading: the recent ones, then the backlog from where the last sweep stopped. */
const plan = (watermark: Hour, cursor: Hour | undefined, now: Instant, most: number) => {
  const nowHour = hourOf(now);
  const recentFrom = later(watermark, hourOf(addMs(startOfHour(nowHour), -(recentHours - 1) * 3_600_000)));
  const recent = hoursFrom(recentFrom, nowHour, most);
  const beforeRecent = hourOf(addMs(startOfHour(recentFrom), -3_600_000));
  const start = cursor !== undefined && cursor >= watermark && cursor <= beforeRecent ? cursor : watermark;
  const backlog = start <= beforeRecent ? hoursFrom(start, beforeRecent, most - recent.length) : [];
  const next = backlog.length === 0 ? start : hourAfter(backlog.at(-1) ?? start);
  return { hours: [...recent, ...backlog], complete: next > beforeRecent, next };
};

/**
 * Hands everything that is due to the queue. Reads every slot from the watermark to now; the watermark passes an hour only
 * when that ended ten minutes ago and all its shards were read empty, so an outage, a late write or a lost message loses
 * no date. Only the worker's write takes an item off its slot: until then each sweep finds it again.
 */
export const sweep = async (
  deps: SweepParts,
  now: Instant,
  bounds: SweepBounds = usualBounds,
): Promise<SweepReport> => {
  const { dueShards } = deps.settings;
  const stored: Item | undefined = await deps.table.get(keys.sweep());
  const from = earlier(stored === undefined ? liveSince(deps) : textOf(stored, 'hour'), hourOf(now));
  const cursor = stored?.['cursor'] === undefined ? undefined : textOf(stored, 'cursor');
  const most = Math.max(1, Math.floor(bounds.queries / dueShards));
  const { hours, complete, next } = plan(from, cursor, now, most);

  const empty = new Set<Hour>();
  let [sent, read] = [0, 0];
  const step = Math.max(1, Math.floor(bounds.atOnce / dueShards));
  while (read < hours.length && sent < bounds.messages) {
    const group = hours.slice(read, read + step);
    const limit = Math.ceil((bounds.messages - sent) / (group.length * dueShards));
    const due = await Promise.all(
      group.map(async (hour) => {
        const shards = Array.from({ length: dueShards }, (_, shard) => slotOf(hour, shard));
        const found = await Promise.all(shards.map(async (slot) => await deps.due.read(slot, now, limit)));
        return { hour, found: found.flat() };
      }),
    );
    for (const { hour, found } of due) if (found.length === 0) empty.add(hour);
    const messages = due.flatMap(({ found }) => found);
    await deps.queue.send(messages);
    sent += messages.length;
    read += group.length;
  }

  const settled = (hour: Hour): boolean =>
    empty.has(hour) && toEpochMs(startOfHour(hourAfter(hour))) + graceMs <= toEpochMs(now);
  let watermark = from;
  while (settled(watermark)) watermark = hourAfter(watermark);
  const readAll = read >= hours.length;
  const goOn = complete || !readAll ? {} : { cursor: next };
  await deps.table.put({ ...keys.sweep(), hour: watermark, ...goOn });
  return { from, watermark, hours: read, queries: read * dueShards, sent, complete: complete && readAll };
};
