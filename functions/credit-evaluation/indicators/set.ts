import { factKinds, type FactKind } from '../../../shared/contracts/credit.ts';
import { canonicalJson, toJson } from '../../../shared/kernel/canonical.ts';
import { labelledSha256 } from '../../../shared/kernel/digest.ts';
import { later } from '../../../shared/kernel/later.ts';
import type { Texts } from '../../../shared/kernel/problem.ts';

/** One indicator: its name, and its weight: the most points that it can give and (as a negative number) take. */
export type Indicator = {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly most: number;
  readonly least: number;
};
/** What one kind of fact does: points of an indicator, or a veto that leads to the lowest grade by itself. */
export type FactRule = {
  readonly indicator: string;
  /** Whole points for each fact; negative for adverse ones. A veto has none. */
  readonly points: number | 'VETO';
  /** Calendar days for which it counts, from its own day on; a fact may bring an earlier end of its own. */
  readonly validDays: number;
  readonly zh: string;
  readonly en: string;
};
export type GradeStep = {
  readonly grade: string;
  readonly from: number;
  readonly zh: string;
  readonly en: string;
};

/** A set of indicators as data. `sample`: weights and thresholds have no published source (domain 8.2: GAP). */
export type IndicatorSet = {
  readonly label: string;
  readonly sample: true;
  readonly basis: Texts & { readonly source: string; readonly mark: 'G' };
  /** Points of an organisation about which nothing is known; the score stays within 0-100. */
  readonly start: number;
  /** Best first; the last one begins at 0 and is where a veto leads. */
  readonly grades: readonly GradeStep[];
  readonly indicators: readonly Indicator[];
  readonly facts: Readonly<Record<FactKind, FactRule>>;
};

/** How many adverse facts of one kind a grade keeps for counting: enough to reach the least points of any indicator. */
export const keptOfKind = 100;

const faultsOf = (set: IndicatorSet): readonly string[] => {
  const known = new Map(set.indicators.map((indicator) => [indicator.id, indicator]));
  const grades = set.grades.map(({ from }) => from);
  const faults = factKinds.flatMap((kind) => {
    const { indicator: id, points, validDays } = set.facts[kind];
    const indicator = known.get(id);
    if (indicator === undefined) return [`${kind}: no indicator ${id}`];
    if (validDays < 1) return [`${kind}: counts for no day`];
    if (points === 'VETO') return [];
    if (!Number.isInteger(points) || points === 0) return [`${kind}: points must be whole and not 0`];
    return points < 0 && -points * keptOfKind < -indicator.least ? [`${kind}: too few are kept`] : [];
  });
  return [
    ...faults,
    ...(known.size < set.indicators.length ? ['an indicator stands twice'] : []),
    ...set.indicators.flatMap(({ id, most, least }) => (most < 0 || least > 0 ? [`${id}: limits`] : [])),
    ...(grades.at(-1) === 0 && grades.every((from, i) => from > (grades[i + 1] ?? -1))
      ? []
      : ['grades: order']),
  ];
};

export type VersionedSet = IndicatorSet & { readonly version: string };

/** A set under its version: label and content hash. Throws RangeError with every fault of the data. */
export const versioned = (set: IndicatorSet): VersionedSet => {
  const faults = faultsOf(set);
  if (faults.length > 0) throw new RangeError(`indicator set ${set.label}: ${faults.join('; ')}`);
  const version = later(() => {
    const hash = labelledSha256('leian/indicator-set', canonicalJson(toJson(set)));
    return `${set.label}+${hash.slice(0, 16)}`;
  });
  return {
    ...set,
    get version() {
      return version();
    },
  };
};
