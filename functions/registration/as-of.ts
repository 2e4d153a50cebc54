import { timeIn } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { addDays, dayOf, parseDay, startOfDay, type Instant } from '../../shared/kernel/time.ts';
import { keys, type Key } from '../../shared/subject-file/keys.ts';
import { fromItem, type StoredRecord } from '../../shared/subject-file/record.ts';
import { keyText, type Table } from '../../shared/subject-file/table.ts';

/** The file of a day: what was written before the next one began in Beijing. */
export interface Moment {
  readonly day: string;
  readonly before: Instant;
}

/**
 * Reads `?on=`; undefined where it is not asked for. Today is as now. Refuses with DAY_MALFORMED, DAY_IN_FUTURE, and
 * DAY_BEFORE_REGISTRATION for a day that ended before the file began.
 */
export const momentOf = (
  given: string | undefined,
  now: Instant,
  registeredAt: Instant,
): Result<Moment | undefined> => {
  if (given === undefined) return ok(undefined);
  const day = parseDay(given);
  if (day === undefined) return refuse(problem('DAY_MALFORMED', { given: given.slice(0, 40) }, '/on'));
  const today = dayOf(now);
  if (day > today) return refuse(problem('DAY_IN_FUTURE', { day, today }, '/on'));
  const before = startOfDay(addDays(day, 1));
  if (registeredAt >= before) {
    const registered = dayOf(registeredAt);
    return refuse(problem('DAY_BEFORE_REGISTRATION', { day, registered }, '/on'));
  }
  return ok({ day, before });
};

const isBefore = (record: StoredRecord, before: Instant): boolean => timeIn(record.entry) < before;

/** A search among the versions of one record: `from` was written before (or there is none), `to` later. */
interface Search {
  readonly current: StoredRecord;
  readonly from: number;
  readonly to: number;
  readonly found?: StoredRecord;
}
const middle = ({ from, to }: Search): number => Math.floor((from + to) / 2);

/**
 * Each record in the version that was in force before an instant; those that were born later are left out. Versions of
 * a record follow each other in time, and the id of the entry that wrote one carries the time: so the version is found
 * by halving, for all records of a page together. One BatchGet a round, log2 of the most versions rounds.
 */
export const asOf = async (
  table: Table,
  records: readonly StoredRecord[],
  before: Instant,
): Promise<readonly StoredRecord[]> => {
  const history = (search: Search): Key =>
    keys.history(search.current.subject, search.current.kind, search.current.id, middle(search));
  let searches = records.map((current): Search =>
    isBefore(current, before)
      ? { current, from: current.version, to: current.version + 1, found: current }
      : { current, from: 0, to: current.version },
  );
  const isOpen = ({ from, to }: Search): boolean => to - from > 1;
  for (let open = searches.filter(isOpen); open.length > 0; open = searches.filter(isOpen)) {
    const versions = await table.getAll(open.map(history));
    searches = searches.map((search) => {
      if (!isOpen(search)) return search;
      const item = versions.get(keyText(history(search)));
      if (item === undefined)
        throw new Error(`version ${middle(search)} of ${search.current.id} is not there`);
      const version = fromItem(item);
      return isBefore(version, before)
        ? { ...search, from: version.version, found: version }
        : { ...search, to: version.version };
    });
  }
  return searches.flatMap(({ found }) => found ?? []);
};
