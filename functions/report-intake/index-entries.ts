import type { ReportSummary } from '../../shared/contracts/entities.ts';
import type { SubmitReport } from '../../shared/contracts/report.ts';
import { valueSignatures } from '../../shared/rules/signatures.ts';
import type { KeyedItem } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';

/**
 * Small entries under keys of their own, by which rules find other reports without a scan: one per technician (where
 * and when), one per vector of values. They are written with the report, so two reports at one moment see each other.
 */
export const indexEntries = (
  report: ReportSummary,
  input: SubmitReport,
  minimumValues: number,
): readonly KeyedItem[] => {
  const { id, keyUnit, organisation, activity } = report;
  const about = { report: id, keyUnit, organisation };
  const intervals = input.activity.technicians.map((technician) => ({
    ...keys.personInterval(technician, activity.startedAt, id),
    body: JSON.stringify({
      ...about,
      startedAt: activity.startedAt,
      endedAt: activity.endedAt,
      position: activity.position,
    }),
  }));
  const vectors = valueSignatures(input.points, minimumValues).signatures.map((vector) => ({
    ...keys.valueVector(vector.signature, id, `${vector.structure}#${vector.item}`),
    body: JSON.stringify({
      ...about,
      structure: vector.structure,
      item: vector.item,
      exact: vector.exact,
      length: vector.length,
    }),
  }));
  return [...intervals, ...vectors];
};
