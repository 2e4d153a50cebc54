import { indexEntries } from '../../functions/report-intake/index-entries.ts';
import { summaryOf } from '../../functions/report-intake/summary.ts';
import type { SubjectId } from '../../shared/kernel/ids.ts';
import { addMs } from '../../shared/kernel/time.ts';
import type { KeyedItem } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { file } from './filed.ts';
import { instant } from './heads.ts';
import { honestReport } from './report.ts';
import { settings, tableName, type Stage } from './stage.ts';

const load = ({ world }: Stage, items: readonly KeyedItem[]): void => {
  world.load(
    tableName,
    items.map((item) =>
      Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: String(value) }])),
    ),
  );
};

const longAgo = instant('2019-01-07T01:00:00Z');
/** Entries stand for reports of 100 points; this many are made of whole reports, the rest repeat them under other ids. */
const distinct = 200;

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
    Array.from({ length: count }, (_, n): KeyedItem => {
      const startedAt = addMs(longAgo, n * 6 * 3_600_000);
      const report = `rep_01KJJ0B${String(n).padStart(19, '0')}`;
      const about = { report, keyUnit: technician, organisation: technician };
      const body = {
        ...about,
        startedAt,
        endedAt: addMs(startedAt, 3_600_000),
        position: { lon: 120, lat: 30, datum: 'CGCS2000' },
      };
      return { ...keys.personInterval(technician, startedAt, report), body: JSON.stringify(body) };
    }),
  );
  load(stage, [...reports, ...repeated.map((key) => ({ ...key, body: '{}' })), ...jobs]);
};

/** As many other reports under one signature: an index entry that everybody shares. */
export const hotSignature = (stage: Stage, signature: string, count: number): void => {
  const entry = (n: number): KeyedItem => {
    const report = `rep_01KJH0T${String(n).padStart(19, '0')}`;
    const about = {
      report,
      keyUnit: 'sub_01KJKEY0000000000000000000',
      organisation: 'sub_01KJ0RG0000000000000000000',
    };
    const vector = { structure: '1', item: 'EARTH_RESISTANCE', exact: 'other', length: 12 };
    return {
      ...keys.valueVector(signature, report, '1#EARTH_RESISTANCE'),
      body: JSON.stringify({ ...about, ...vector }),
    };
  };
  load(
    stage,
    Array.from({ length: count }, (_, n) => entry(n)),
  );
};
