import type { Parties, ReportFacts } from '../../functions/anomaly-detection/facts.ts';
import { reportsToCompare } from '../../functions/anomaly-detection/compared.ts';
import { submitReport } from '../../shared/contracts/report.ts';
import { validate } from '../../shared/contracts/validate.ts';
import type { SubmitReport } from '../../shared/contracts/report.ts';
import type { Id } from '../../shared/kernel/ids.ts';
import { valueSignatures, vectorsOf } from '../../shared/rules/signatures.ts';
import { honestParties } from './register.ts';
import type { ReportBody } from './report.ts';

/** A report that passed the contract, under an id. */
export interface Filed {
  readonly id: Id<'rep'>;
  readonly report: SubmitReport;
}

/** Files bodies under invented ids, in order. Throws when the contract refuses one: a fault of the builder. */
export const file = (bodies: readonly ReportBody[]): readonly Filed[] =>
  bodies.map((body, index) => {
    const result = validate(submitReport, body);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return { id: `rep_01KJREP${String(index).padStart(19, '0')}`, report: result.value };
  });

const grouped = <T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> =>
  new Map(
    [...Map.groupBy(pairs, ([key]) => key)].map(([key, found]) => [key, found.map(([, value]) => value)]),
  );

/**
 * The facts of any of these reports, as if all of them lay in one province and every look-up was complete. `partiesOf`: what
 * the files tell of those whom a report names; all in order without it.
 */
export const factsAmong = (
  filed: readonly Filed[],
  minimumValues = 8,
  partiesOf: (report: SubmitReport) => Parties = honestParties,
): ((id: Id<'rep'>) => ReportFacts) => {
  const prepared = filed.map(({ id, report }) => ({
    id,
    report,
    signatures: valueSignatures(report.points, minimumValues),
  }));
  const about = ({ id, report }: Filed) => ({
    report: id,
    keyUnit: report.keyUnit,
    organisation: report.organisation,
  });
  const intervals = grouped(
    filed.flatMap((one) =>
      one.report.activity.technicians.map(
        (technician) => [technician, { ...about(one), ...one.report.activity }] as const,
      ),
    ),
  );
  const copies = grouped(
    prepared.flatMap((one) =>
      one.signatures.signatures.map(
        ({ signature, structure, item, exact }) =>
          [signature, { ...about(one), structure, item, exact }] as const,
      ),
    ),
  );
  return (id) => {
    const found = prepared.find((one) => one.id === id);
    if (found === undefined) throw new RangeError(id);
    const { report, signatures } = found;
    const known = {
      report: { ...report, id },
      points: report.points,
      parties: partiesOf(report),
      signatures,
      personIntervals: new Map(
        report.activity.technicians.map(
          (one) => [one, { entries: intervals.get(one) ?? [], truncated: false }] as const,
        ),
      ),
      copies: new Map(
        signatures.signatures.map(
          ({ signature }) => [signature, { entries: copies.get(signature) ?? [], truncated: false }] as const,
        ),
      ),
    };
    const read = new Set(reportsToCompare(known, 10).map((other) => other.report));
    const otherPoints = new Map(
      filed.filter((one) => read.has(one.id)).map((one) => [one.id, vectorsOf(one.report.points)] as const),
    );
    return { ...known, otherPoints };
  };
};
