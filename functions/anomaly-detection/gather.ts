import * as z from 'zod';
import {
  report as reportSchema,
  storedId,
  storedInstant,
  storedPosition,
} from '../../shared/contracts/entities.ts';
import { unpackPoints, wholeReport } from '../../shared/contracts/packed-points.ts';
import { longestActivityDays, measuredItem, type TestPoint } from '../../shared/contracts/report.ts';
import type { Id, SubjectId } from '../../shared/kernel/ids.ts';
import { addMs, dayOf } from '../../shared/kernel/time.ts';
import { valueSignatures, vectorsOf, type ValueVector } from '../../shared/rules/signatures.ts';
import type { Days } from '../../shared/rules/validity.ts';
import { bytesOf, textOf } from '../../shared/subject-file/item.ts';
import { keys, personIndex, valueIndex } from '../../shared/subject-file/keys.ts';
import { readItem } from '../../shared/subject-file/read.ts';
import { keyText, type Table } from '../../shared/subject-file/table.ts';
import type {
  Bounded,
  CopyEntry,
  DetectionSettings,
  PersonInterval,
  ReportFacts,
  ReportSummary,
} from './facts.ts';
import { reportsToCompare } from './compared.ts';
import { olderKeys, partiesIn, partyKeys } from './parties.ts';
import { longestTripMs } from './rules/r03.ts';

/** Bounds of the look-ups. When one is hit, the rule says `cannot tell` instead of asking longer. */
export const bounds = { intervals: 100, copies: 50, reportsCompared: 10, olderVersions: 90 } as const;

const about = () => ({ report: storedId('rep'), keyUnit: storedId('sub'), organisation: storedId('sub') });
const intervalEntry = z.lazy(() =>
  z.object({
    ...about(),
    startedAt: storedInstant,
    endedAt: storedInstant,
    position: storedPosition,
  }),
);
const copyEntry = z.lazy(() =>
  z.object({ ...about(), structure: z.string(), item: measuredItem, exact: z.string() }),
);

const longestActivityMs = longestActivityDays * 86_400_000;

/**
 * Everything the technician did around that time: an activity that began before may still overlap, and one that ended or
 * began less than a long way off may leave no time to travel.
 */
const intervalsOf = async (
  table: Table,
  technician: SubjectId,
  { activity }: ReportSummary,
  settings: DetectionSettings,
): Promise<Bounded<PersonInterval>> => {
  const tripMs = Math.min(longestActivityMs, longestTripMs(settings));
  const page = await table.query({
    pk: personIndex(technician),
    keys: {
      from: addMs(activity.startedAt, -longestActivityMs - tripMs),
      to: `${addMs(activity.endedAt, tripMs)}~`,
    },
    limit: bounds.intervals,
    consistent: true,
    newestFirst: true,
  });
  return {
    entries: page.items.map((item) => intervalEntry.parse(JSON.parse(textOf(item, 'body')))),
    truncated: page.next !== undefined,
  };
};

const copiesOf = async (table: Table, signature: string): Promise<Bounded<CopyEntry>> => {
  const page = await table.query({
    pk: valueIndex(signature),
    keys: { prefix: 'rep_' },
    limit: bounds.copies,
    consistent: true,
  });
  return {
    entries: page.items.map((item) => copyEntry.parse(JSON.parse(textOf(item, 'body')))),
    truncated: page.next !== undefined,
  };
};

type Found = Awaited<ReturnType<Table['getAll']>>;
type Compared = ReturnType<typeof reportsToCompare>;
const pointKeys = (reports: Compared) =>
  reports.map(({ keyUnit, report }) => keys.current(keyUnit, 'POINTS', report));

const vectorsIn = (found: Found, reports: Compared): ReadonlyMap<Id<'rep'>, readonly ValueVector[]> =>
  new Map(
    reports.flatMap(({ keyUnit, report }) => {
      const item = found.get(keyText(keys.current(keyUnit, 'POINTS', report)));
      return item === undefined
        ? []
        : [[report, vectorsOf(unpackPoints(bytesOf(item, 'packed')).points)] as const];
    }),
  );

/** The report and its points out of the key unit's file. */
const readReport = async (table: Table, keyUnit: SubjectId, id: Id<'rep'>) => {
  const [summaryKey, pointsKey] = [keys.current(keyUnit, 'REPORT', id), keys.current(keyUnit, 'POINTS', id)];
  const found = await table.getAll([summaryKey, pointsKey]);
  const [summary, packed] = [found.get(keyText(summaryKey)), found.get(keyText(pointsKey))];
  if (summary === undefined || packed === undefined)
    throw new Error(`report ${id} is not in the file of ${keyUnit}`);
  const { details, points } = unpackPoints(bytesOf(packed, 'packed'));
  return { report: wholeReport(readItem(reportSchema, summary).body, details), points };
};

/** All days on which the report says that something was done. */
const daysOf = ({ activity }: ReportSummary, points: readonly TestPoint[]): Days => {
  const times = points.flatMap(({ measuredAt }) => (measuredAt === undefined ? [] : [measuredAt]));
  const inOrder = [activity.startedAt, activity.endedAt, ...times].toSorted();
  return {
    from: dayOf(inOrder[0] ?? activity.startedAt),
    to: dayOf(inOrder.at(-1) ?? activity.endedAt),
  };
};

/**
 * Gathers what the rules may know of a report, by bounded look-ups in index entries and files and never by a scan. Three
 * steps: the report; at the same time its index entries and everything it names; points of reports to compare with and older
 * versions of records, in one call, where there are any. The number of calls depends on technicians and columns of this
 * report alone, not on how many reports are on file.
 */
export const gather = async (
  table: Table,
  keyUnit: SubjectId,
  id: Id<'rep'>,
  settings: DetectionSettings,
) => {
  const { report, points } = await readReport(table, keyUnit, id);
  const signatures = valueSignatures(points, settings.thresholds.r21MinimumValues.value);
  const technicians = [...new Set(report.activity.technicians)];
  const [named, intervals, copies] = await Promise.all([
    table.getAll(partyKeys(report)),
    Promise.all(
      technicians.map(async (one) => [one, await intervalsOf(table, one, report, settings)] as const),
    ),
    Promise.all(
      [...new Set(signatures.signatures.map(({ signature }) => signature))].map(
        async (one) => [one, await copiesOf(table, one)] as const,
      ),
    ),
  ]);
  const known = { report, points, signatures, copies: new Map(copies), personIntervals: new Map(intervals) };
  const compared = reportsToCompare(known, bounds.reportsCompared);
  const parties = partiesIn(report, named);
  const work = { report, parties, days: daysOf(report, points) };
  const older = olderKeys(work, named, settings, bounds.olderVersions);
  const wanted = [...pointKeys(compared), ...older];
  const more: Found = wanted.length === 0 ? new Map() : await table.getAll(wanted);
  const facts: ReportFacts = {
    ...known,
    parties: older.length === 0 ? parties : partiesIn(report, new Map([...named, ...more])),
    otherPoints: vectorsIn(more, compared),
  };
  return { report, facts };
};
