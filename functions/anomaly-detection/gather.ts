import * as z from 'zod';
import {
  report as reportSchema,
  storedId,
  storedInstant,
  storedPosition,
} from '../../shared/contracts/entities.ts';
import { unpackPoints } from '../../shared/contracts/packed-points.ts';
import { longestActivityDays, measuredItem, type TestPoint } from '../../shared/contracts/report.ts';
import type { Id, SubjectId } from '../../shared/kernel/ids.ts';
import { addMs } from '../../shared/kernel/time.ts';
import { valueSignatures, vectorsOf, type ValueVector } from '../../shared/rules/signatures.ts';
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
import { reportsToCompare } from './rules/r21.ts';

/** Bounds of the look-ups. When one is hit, the rule says `cannot tell` instead of asking longer. */
export const bounds = { intervals: 100, copies: 50, reportsCompared: 10 } as const;

const about = { report: storedId('rep'), keyUnit: storedId('sub'), organisation: storedId('sub') };
const intervalEntry = z.object({
  ...about,
  startedAt: storedInstant,
  endedAt: storedInstant,
  position: storedPosition,
});
const copyEntry = z.object({ ...about, structure: z.string(), item: measuredItem, exact: z.string() });

/** Everything the technician did around that time: an activity that began before may still overlap. */
const intervalsOf = async (
  table: Table,
  technician: SubjectId,
  { activity }: ReportSummary,
): Promise<Bounded<PersonInterval>> => {
  const page = await table.query({
    pk: personIndex(technician),
    keys: { from: addMs(activity.startedAt, -longestActivityDays * 86_400_000), to: `${activity.endedAt}~` },
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

const pointsOf = async (
  table: Table,
  reports: ReturnType<typeof reportsToCompare>,
): Promise<ReadonlyMap<Id<'rep'>, readonly ValueVector[]>> => {
  if (reports.length === 0) return new Map();
  const found = await table.getAll(
    reports.map(({ keyUnit, report }) => keys.current(keyUnit, 'POINTS', report)),
  );
  return new Map(
    reports.flatMap(({ keyUnit, report }) => {
      const item = found.get(keyText(keys.current(keyUnit, 'POINTS', report)));
      return item === undefined ? [] : [[report, vectorsOf(unpackPoints(bytesOf(item, 'packed')))] as const];
    }),
  );
};

/** The report and its points out of the key unit's file. */
const readReport = async (table: Table, keyUnit: SubjectId, id: Id<'rep'>) => {
  const [summaryKey, pointsKey] = [keys.current(keyUnit, 'REPORT', id), keys.current(keyUnit, 'POINTS', id)];
  const found = await table.getAll([summaryKey, pointsKey]);
  const [summary, packed] = [found.get(keyText(summaryKey)), found.get(keyText(pointsKey))];
  if (summary === undefined || packed === undefined)
    throw new Error(`report ${id} is not in the file of ${keyUnit}`);
  const points: readonly TestPoint[] = unpackPoints(bytesOf(packed, 'packed'));
  return { report: readItem(reportSchema, summary).body, points };
};

/**
 * Gathers what the rules may know of a report, by bounded look-ups in index entries and never by a scan: the number of
 * calls depends on technicians and columns of this report alone, not on how many reports are on file.
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
  const [intervals, copies] = await Promise.all([
    Promise.all(technicians.map(async (one) => [one, await intervalsOf(table, one, report)] as const)),
    Promise.all(
      [...new Set(signatures.signatures.map(({ signature }) => signature))].map(
        async (one) => [one, await copiesOf(table, one)] as const,
      ),
    ),
  ]);
  const known = { report, points, signatures, copies: new Map(copies), personIntervals: new Map(intervals) };
  const facts: ReportFacts = {
    ...known,
    otherPoints: await pointsOf(table, reportsToCompare(known, bounds.reportsCompared)),
  };
  return { report, facts };
};
