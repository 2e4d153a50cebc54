import { retest } from '../../../shared/rules/data/retest.ts';
import type { Finding } from '../../../shared/rules/engine.ts';
import type { ConclusionEvidence } from '../evidence.ts';
import type { ReportFacts } from '../facts.ts';
import type { ReportRule } from './rule.ts';
import { dataNotUsed, more } from './rule.ts';

const patterns = retest.patterns.map((source) => new RegExp(source, 'i'));

const failedPoints = ({ points }: ReportFacts): readonly ConclusionEvidence[] =>
  points
    .filter(({ verdict }) => verdict === 'FAIL')
    .map(({ number, structure, item }) => ({ kind: 'FAILED_POINT', point: number, structure, item }));

const sentence = (
  evidence: readonly ConclusionEvidence[],
  open: number,
): Finding<ConclusionEvidence>['explanation'] => {
  const [first] = evidence;
  if (first !== undefined) {
    const rest = more(evidence.length - 1);
    return {
      zh: `总体结论与单项判定不符的线索：结论为合格，检测点 ${first.point}（单体 ${first.structure}）判为不合格，未见复测记录${rest.zh}。`,
      en: `A lead to a conclusion that conflicts with its parts: the report passed, point ${first.point} (structure ${first.structure}) failed, and no retest is told of${rest.en}.`,
    };
  }
  return open > 0
    ? {
        zh: `无法判断结论与单项判定是否相符：${open} 个检测点判为不合格，整改意见提及复测，须由人员核对。`,
        en: `Whether the conclusion fits its parts cannot be told: ${open} points failed, and the advice speaks of a retest, which a person must read.`,
      }
    : {
        zh: '总体结论与单项判定相符。',
        en: 'The conclusion fits its parts.',
      };
};

const judge = (facts: ReportFacts): Finding<ConclusionEvidence> => {
  const { conclusion, rectificationAdvice = '', organisation } = facts.report;
  const failed = failedPoints(facts);
  const conflicts = conclusion === 'PASS' ? failed : [];
  const speaksOfRetest = conflicts.length > 0 && patterns.some((one) => one.test(rectificationAdvice));
  const evidence = speaksOfRetest ? [] : conflicts;
  return {
    outcome: speaksOfRetest ? 'cannot tell' : evidence.length > 0 ? 'applies' : 'does not',
    inputs: { conclusion, failedPoints: failed.length },
    missing: speaksOfRetest ? ['retest'] : [],
    explanation: sentence(evidence, conflicts.length),
    evidence,
    concerns: evidence.length > 0 ? [organisation] : [],
  };
};

/**
 * Conclusion conflicts with parts (domain 5.2, R30): some point failed, the report passed, and nothing tells of a retest. A
 * conclusion of fail without a failed point is none: parts that are not measured may have failed.
 */
export const r30: ReportRule = {
  id: 'R30',
  title: { zh: '总体结论与单项判定不符的线索', en: 'lead: conclusion conflicts with parts' },
  label: '1',
  logic: 1,
  severity: 3,
  basis: dataNotUsed,
  thresholds: () => [],
  data: retest,
  judge,
};
