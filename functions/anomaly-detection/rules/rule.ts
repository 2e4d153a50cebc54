import type { Instant } from '../../../shared/kernel/time.ts';
import { chinaOffsetMs, fromEpochMs, toEpochMs } from '../../../shared/kernel/time.ts';
import type { Basis, Outcome, Rule } from '../../../shared/rules/engine.ts';
import type { Evidence } from '../evidence.ts';
import type { DetectionSettings, ReportFacts } from '../facts.ts';

export type ReportRule = Rule<ReportFacts, DetectionSettings, Evidence>;
export type ReportOutcome = Outcome<Evidence>;

/** S39 binds bodies with the CMA mark; it is the nearest written definition and serves here by analogy (domain 5.1). */
export const falseReport = (clause: string, yardstick: Basis['yardstick']): Basis => ({
  source: 'S39',
  clause,
  mark: 'S',
  yardstick,
});

/** `2026-03-02 09:00`, Beijing time, for sentences. */
export const shownTime = (at: Instant): string =>
  fromEpochMs(toEpochMs(at) + chinaOffsetMs)
    .slice(0, 16)
    .replace('T', ' ');

/** ", and n more" for sentences that tell the first of several. */
export const more = (count: number): { readonly zh: string; readonly en: string } =>
  count > 0 ? { zh: `，另有 ${count} 处`, en: `, and ${count} more` } : { zh: '', en: '' };
