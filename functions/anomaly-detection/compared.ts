import type { Id } from '../../shared/kernel/ids.ts';
import type { CopyEntry, ReportFacts } from './facts.ts';
import { isCandidate } from './rules/r21.ts';

/**
 * Reports whose points should be read before the rule can decide, most promising first, at most `limit`: those whose exact
 * hash equals one of ours.
 */
export const reportsToCompare = (
  facts: Pick<ReportFacts, 'report' | 'signatures' | 'copies'>,
  limit: number,
): readonly { readonly report: Id<'rep'>; readonly keyUnit: CopyEntry['keyUnit'] }[] => {
  const found = new Map<Id<'rep'>, { report: Id<'rep'>; keyUnit: CopyEntry['keyUnit'] }>();
  for (const own of facts.signatures.signatures) {
    for (const entry of facts.copies.get(own.signature)?.entries ?? []) {
      if (isCandidate(entry, own, facts)) {
        found.set(entry.report, { report: entry.report, keyUnit: entry.keyUnit });
      }
    }
  }
  return [...found.values()].slice(0, limit);
};
