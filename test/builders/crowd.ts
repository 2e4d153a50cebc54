import { indexEntries } from '../../functions/report-intake/index-entries.ts';
import { summaryOf } from '../../functions/report-intake/summary.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { addMs, type Instant } from '../../shared/kernel/time.ts';
import type { KeyedItem } from '../../shared/subject-file/item.ts';
import { keys, personIndex, valueIndex } from '../../shared/subject-file/keys.ts';
import type { Item } from '../transport/dynamodb/value.ts';
import { file } from './filed.ts';
import { instant } from './heads.ts';
import { honestReport } from './report.ts';
import { settings, tableName, type Stage } from './stage.ts';

const onWire = (item: KeyedItem): Item =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: String(value) }]));
const load = ({ world }: Stage, items: readonly KeyedItem[]): void => {
  world.load(tableName, items.map(onWire));
};

const longAgo = instant('2019-01-07T01:00:00Z');
/** Entries stand for reports of 100 points; this many are made of whole reports, the rest repeat them under other ids. */
const distinct = 200;

const hourMs = 3_600_000;
const jobReport = (n: number): string => `rep_01KJJ0B${String(n).padStart(19, '0')}`;
const jobAt = (
  technician: SubjectId,
  n: number,
  startedAt: Instant,
  position: object = { lon: 120, lat: 30, datum: 'CGCS2000' },
): KeyedItem => {
  const report = jobReport(n);
  const body = {
    ...{ report, keyUnit: technician, organisation: technician },
    startedAt,
    endedAt: addMs(startedAt, hourMs),
    position,
  };
  return { ...keys.personInterval(technician, startedAt, report), body: JSON.stringify(body) };
};
/** Of many jobs that went before there is one every six hours, back from January 2019. */
const formerJobAt = (n: number): Instant => addMs(longAgo, -n * 6 * hourMs);
const formerJob = (technician: SubjectId, n: number): KeyedItem => jobAt(technician, n, formerJobAt(n));

/**
 * Puts the index entries of `count` other reports on file, and as many former jobs of each of these technicians. Their
 * signatures differ, as those of honest reports do.
 */
export const crowd = (stage: Stage, count: number, technicians: readonly SubjectId[] = []): void => {
  const filed = file(Array.from({ length: Math.min(count, distinct) }, (_, n) => honestReport(5_001 + n)));
  const reports = filed.flatMap(({ id, report }) => [
    ...indexEntries(summaryOf(report, id, longAgo, '', settings), report, 8),
  ]);
  const repeated = Array.from({ length: Math.max(0, count - distinct) }, (_, n) =>
    keys.valueVector(n.toString(16).padStart(32, '0'), `rep_01KJCR0${String(n).padStart(19, '0')}`, '1#X'),
  );
  const jobs = technicians.flatMap((technician) =>
    Array.from({ length: count }, (_, n) => formerJob(technician, n)),
  );
  load(stage, [...reports, ...repeated.map((key) => ({ ...key, body: '{}' })), ...jobs]);
};

const sameReport = (n: number): string => `rep_01KJH0T${String(n).padStart(19, '0')}`;
const sameReportPlace = (n: number): string => keys.valueVector('', sameReport(n), '1#EARTH_RESISTANCE').sk;
const sameSignature = (signature: string, n: number): KeyedItem => {
  const about = {
    report: sameReport(n),
    keyUnit: 'sub_01KJKEY0000000000000000000',
    organisation: 'sub_01KJ0RG0000000000000000000',
  };
  const vector = { structure: '1', item: 'EARTH_RESISTANCE', exact: 'other', length: 12 };
  return {
    ...keys.valueVector(signature, about.report, '1#EARTH_RESISTANCE'),
    body: JSON.stringify({ ...about, ...vector }),
  };
};

/** As many other reports under one signature: an index entry that everybody shares. */
export const hotSignature = (stage: Stage, signature: string, count: number): void => {
  load(
    stage,
    Array.from({ length: count }, (_, n) => sameSignature(signature, n)),
  );
};

/** As many jobs of one person around that time, all at one place, every two hours: more than anybody does. */
export const hotPerson = (
  stage: Stage,
  technician: SubjectId,
  around: Instant,
  position: object,
  count: number,
): void => {
  const first = addMs(around, -count * hourMs);
  load(
    stage,
    Array.from({ length: count }, (_, n) => jobAt(technician, n, addMs(first, 2 * n * hourMs), position)),
  );
};

/**
 * The same crowd without its weight: each technician made `count` former jobs, and the signature, if one is given, stands in
 * `count` other reports. Items are made when a query asks for their partition, and the query cuts its page out of them as
 * out of stored ones. Signatures of other reports lie in partitions of their own, which nobody asks for.
 */
export const imaginedCrowd = (
  stage: Stage,
  count: number,
  technicians: readonly SubjectId[],
  signature?: string,
): void => {
  const places = Array.from({ length: count }, (_, back) => {
    const n = count - back;
    return { n, sk: keys.personInterval('sub_', formerJobAt(n), jobReport(n)).sk };
  });
  const hot = onWire(sameSignature(signature ?? '', 0));
  const hotPlaces = signature === undefined ? [] : places.map(({ n }) => sameReportPlace(count - n));
  stage.world.imagine(tableName, (pk, within) => {
    if (signature !== undefined && pk === valueIndex(signature))
      return hotPlaces.map((sk) => ({ ...hot, sk: { S: sk } }));
    const technician = technicians.find((one) => pk === personIndex(one));
    return technician === undefined
      ? []
      : places.flatMap(({ sk, n }) => (within(sk) ? [onWire(formerJob(technician, n))] : []));
  });
};
