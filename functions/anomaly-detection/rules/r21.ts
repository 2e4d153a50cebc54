import { copying } from '../../../shared/rules/data/copying.ts';
import { items } from '../../../shared/rules/data/items.ts';
import type { Finding } from '../../../shared/rules/engine.ts';
import { threeValued } from '../../../shared/rules/engine.ts';
import type { ValueSignature, ValueVector } from '../../../shared/rules/signatures.ts';
import { vectorsOf } from '../../../shared/rules/signatures.ts';
import type { CopyEvidence } from '../evidence.ts';
import type { CopyEntry, DetectionSettings, ReportFacts } from '../facts.ts';
import type { ReportRule } from './rule.ts';
import { dataNotUsed, more } from './rule.ts';

type Seen = { readonly evidence: readonly CopyEvidence[]; readonly missing: readonly string[] };
type Column = Pick<ValueVector, 'structure' | 'item'>;

const columnIn = (vectors: readonly ValueVector[], { structure, item }: Column): ValueVector | undefined =>
  vectors.find((vector) => vector.structure === structure && vector.item === item);
const sameValues = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

/** The same structure of the same unit over the years is another question (R23); the report's own columns are compared without an index. */
export const isCandidate = (
  entry: CopyEntry,
  own: ValueSignature,
  { report }: Pick<ReportFacts, 'report'>,
): boolean =>
  entry.report !== report.id &&
  entry.exact === own.exact &&
  (entry.keyUnit !== report.keyUnit || entry.structure !== own.structure);

type Other = Pick<CopyEvidence, 'otherReport' | 'otherKeyUnit' | 'otherOrganisation'>;
const evidenceOf = (own: ValueVector, other: ValueVector, whose: Other): CopyEvidence => ({
  kind: 'COPIED_VALUES',
  structure: own.structure,
  item: own.item,
  length: own.values.length,
  points: own.points,
  values: own.values,
  ...whose,
  otherStructure: other.structure,
  otherPoints: other.points,
});

/** The report's own columns, made when something is to be compared: most reports have nothing to compare. */
type Columns = (own: ValueSignature) => ValueVector | undefined;
const columnsOf = (facts: ReportFacts): Columns => {
  let vectors: readonly ValueVector[] | undefined;
  return (own) => columnIn((vectors ??= vectorsOf(facts.points)), own);
};

const compareWithOthers = (own: ValueSignature, columns: Columns, facts: ReportFacts): Seen => {
  const copies = facts.copies.get(own.signature);
  if (copies === undefined) return { evidence: [], missing: [`copies/${own.structure}/${own.item}`] };
  const evidence: CopyEvidence[] = [];
  const missing = new Set<string>();
  for (const entry of copies.entries) {
    if (!isCandidate(entry, own, facts)) continue;
    const vectors = facts.otherPoints.get(entry.report);
    if (vectors === undefined) missing.add(`points/${entry.report}`);
    const [column, other] = [columns(own), columnIn(vectors ?? [], entry)];
    // The entry may be older than the report's points: what stands in the report decides.
    if (column === undefined || other === undefined || !sameValues(column.values, other.values)) continue;
    const whose = {
      otherReport: entry.report,
      otherKeyUnit: entry.keyUnit,
      otherOrganisation: entry.organisation,
    };
    evidence.push(evidenceOf(column, other, whose));
  }
  if (copies.truncated) missing.add(`copies/${own.structure}/${own.item}/rest`);
  return { evidence, missing: [...missing] };
};

/** Structures of one report need no index; the exact hash covers the item. */
const compareWithin = (
  signatures: readonly ValueSignature[],
  columns: Columns,
  { report }: ReportFacts,
): readonly CopyEvidence[] =>
  signatures.flatMap((own, index) =>
    signatures.slice(index + 1).flatMap((twin) => {
      if (twin.exact !== own.exact) return [];
      const [column, other] = [columns(own), columns(twin)];
      if (column === undefined || other === undefined) return [];
      const whose = {
        otherReport: report.id,
        otherKeyUnit: report.keyUnit,
        otherOrganisation: report.organisation,
      };
      return [evidenceOf(column, other, whose)];
    }),
  );

const sentence = (seen: Seen, minimum: number, compared: number): Finding<CopyEvidence>['explanation'] => {
  const [first] = seen.evidence;
  if (first !== undefined) {
    const rest = more(seen.evidence.length - 1);
    const item = items[first.item];
    return {
      zh: `检测数值与他处依次相同的线索：单体 ${first.structure} 的${item.zh} ${first.length} 个数值与报告 ${first.otherReport} 单体 ${first.otherStructure} 的完全相同（阈值 ${minimum} 个）${rest.zh}。`,
      en: `A lead to copied values: the ${first.length} values of ${item.en} at structure ${first.structure} equal those at structure ${first.otherStructure} of report ${first.otherReport}, in the same order (threshold ${minimum} values)${rest.en}.`,
    };
  }
  return seen.missing.length > 0
    ? {
        zh: `无法判断检测数值是否与他处相同：有 ${seen.missing.length} 项数据缺失或不全。`,
        en: `Whether values are the same as elsewhere cannot be told: ${seen.missing.length} inputs are missing or incomplete.`,
      }
    : {
        zh: `所比对的 ${compared} 组数值（每组不少于 ${minimum} 个）与他处均不相同。`,
        en: `None of the ${compared} columns of at least ${minimum} values is the same as elsewhere.`,
      };
};

const judge = (facts: ReportFacts, settings: DetectionSettings): Finding<CopyEvidence> => {
  const minimum = settings.thresholds.r21MinimumValues.value;
  const columns = columnsOf(facts);
  const compared = facts.signatures.signatures.filter(({ length }) => length >= minimum);
  const each = compared.map((own) => compareWithOthers(own, columns, facts));
  const within = compareWithin(compared, columns, facts);
  const capped = facts.signatures.leftOut.filter(({ why, length }) => why === 'CAP' && length >= minimum);
  const seen: Seen = {
    evidence: [...each.flatMap(({ evidence }) => evidence), ...within],
    missing: [
      ...new Set(each.flatMap(({ missing }) => missing)),
      ...capped.map(({ structure, item }) => `signature/${structure}/${item}`),
    ],
  };
  const others = seen.evidence.map(({ otherOrganisation }) => otherOrganisation);
  return {
    outcome: threeValued(seen.evidence.length, seen.missing.length),
    inputs: {
      columnsCompared: compared.map(({ structure, item, length }) => ({ structure, item, values: length })),
      columnsLeftOut: facts.signatures.leftOut
        .slice(0, copying.maxSignatures)
        .map(({ structure, item, why }) => ({ structure, item, why })),
      reportsRead: [...facts.otherPoints.keys()],
    },
    missing: seen.missing,
    explanation: sentence(seen, minimum, compared.length),
    evidence: seen.evidence,
    concerns: others.length > 0 ? [...new Set([facts.report.organisation, ...others])] : [],
  };
};

/** Values copied between reports of different sites or structures (domain 5.2, R21). */
export const r21: ReportRule = {
  id: 'R21',
  title: { zh: '检测数值与他处依次相同的线索', en: 'lead: values copied between reports' },
  label: '1',
  logic: 1,
  severity: 3,
  basis: dataNotUsed,
  thresholds: ({ thresholds }) => [
    { name: 'r21MinimumValues', unit: 'values', ...thresholds.r21MinimumValues },
  ],
  data: copying,
  judge,
};
