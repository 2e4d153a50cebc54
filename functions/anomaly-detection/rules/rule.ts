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

/** Yardstick of people who cannot have been there. */
export const noTestDone: readonly Basis[] = [
  falseReport('14(1)', {
    zh: '未经检测即出具数据、结果的，属于虚假报告（参照适用）',
    en: 'a report for which no test was done is a false report (by analogy)',
  }),
  {
    source: 'O31',
    clause: 'penalties',
    mark: 'S',
    yardstick: {
      zh: '雷电防护装置检测资质管理办法的罚则',
      en: 'penalty articles of the qualification measures',
    },
  },
];
/** Yardstick of values and verdicts that do not come from what was measured. */
export const dataNotUsed: readonly Basis[] = [
  falseReport('14(2)', {
    zh: '伪造、变造原始数据、记录，或者未按照标准等规定采用原始数据、记录的，属于虚假报告（参照适用）',
    en: 'forged, altered or unused raw data or records make a false report (by analogy)',
  }),
];

/** `2026-03-02 09:00`, Beijing time, for sentences. */
export const shownTime = (at: Instant): string =>
  fromEpochMs(toEpochMs(at) + chinaOffsetMs)
    .slice(0, 16)
    .replace('T', ' ');

/** ", and n more" for sentences that tell the first of several. */
export const more = (count: number): { readonly zh: string; readonly en: string } =>
  count > 0 ? { zh: `，另有 ${count} 处`, en: `, and ${count} more` } : { zh: '', en: '' };
