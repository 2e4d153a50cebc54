import { items } from '../../shared/rules/data/items.ts';
import type { PointBody, ReportBody } from './report.ts';

/** R01: the report's people as if they worked here while the other report has them elsewhere. */
export const plantTwoPlaces = (report: ReportBody, elsewhere: ReportBody): ReportBody => ({
  ...report,
  activity: {
    ...report.activity,
    startedAt: elsewhere.activity.startedAt,
    endedAt: elsewhere.activity.endedAt,
    technicians: [...elsewhere.activity.technicians],
  },
});

/** R21: one column of values (an item at a structure) taken over from another report, verdicts with it. */
export const plantCopiedColumn = (
  report: ReportBody,
  from: ReportBody,
  structure: string,
  item: PointBody['item'],
): ReportBody => {
  const isOf = (point: PointBody): boolean => point.structure === structure && point.item === item;
  const source = from.points.filter(isOf);
  let next = 0;
  const points = report.points.map((point) => {
    if (!isOf(point)) return point;
    const { value, verdict } = source[next++] ?? point;
    return { ...point, value, verdict };
  });
  const anyFailed = points.some(({ verdict }) => verdict === 'FAIL');
  return { ...report, points, conclusion: anyFailed ? 'FAIL' : 'PASS' };
};

/** R29: a bad value that passes, or a good value that fails, at the point with that number. */
export const plantVerdictConflict = (
  report: ReportBody,
  number: string,
  direction: 'BAD_VALUE_PASSES' | 'GOOD_VALUE_FAILS',
): ReportBody => ({
  ...report,
  ...(direction === 'GOOD_VALUE_FAILS' ? { conclusion: 'FAIL' as const } : {}),
  points: report.points.map((point) =>
    point.number !== number
      ? point
      : direction === 'BAD_VALUE_PASSES'
        ? {
            ...point,
            value: items[point.item].operator === '<=' ? '500' : '1',
            qualifier: undefined,
            verdict: 'PASS' as const,
          }
        : { ...point, verdict: 'FAIL' as const },
  ),
});
