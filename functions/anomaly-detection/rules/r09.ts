import type { Finding } from '../../../shared/rules/engine.ts';
import { threeValued } from '../../../shared/rules/engine.ts';
import type { Certificate } from '../../../shared/rules/validity.ts';
import type { AbilityEvidence } from '../evidence.ts';
import type { ReportFacts } from '../facts.ts';
import type { ReportRule } from './rule.ts';
import { more } from './rule.ts';
import { daysOfWork, proofOf, shownDays, shownNearest } from './standing.ts';

/** The number of a person's certificate names the person: it stays in that person's file. */
const withoutNumber = (found: Certificate | null): AbilityEvidence['nearest'] =>
  found === null ? null : { from: found.from, to: found.to };

const sentence = (
  evidence: readonly AbilityEvidence[],
  missing: readonly string[],
  people: number,
): Finding<AbilityEvidence>['explanation'] => {
  const [first] = evidence;
  if (first !== undefined) {
    const rest = more(evidence.length - 1);
    const on = shownDays(first);
    const nearest = shownNearest({ zh: '能力证明', en: 'certificate' }, first.nearest);
    return {
      zh: `检测人员当日无有效能力证明的线索：人员 ${first.technician} 于 ${on} 参加检测${nearest.zh}${rest.zh}。`,
      en: `A lead to a technician without proof of ability on the day: ${first.technician} worked on ${on}${nearest.en}${rest.en}.`,
    };
  }
  return missing.length > 0
    ? {
        zh: `无法判断检测人员当日是否具备有效能力证明：有 ${missing.length} 项数据缺失或不全。`,
        en: `Whether all technicians had proof of ability cannot be told: ${missing.length} inputs are missing or incomplete.`,
      }
    : {
        zh: `${people} 名检测人员当日均具备有效能力证明。`,
        en: `All ${people} technicians had proof of ability on the day.`,
      };
};

const judge = (facts: ReportFacts): Finding<AbilityEvidence> => {
  const { activity, tester, organisation } = facts.report;
  const days = daysOfWork(facts);
  const people = [...new Set([...activity.technicians, tester])];
  const evidence: AbilityEvidence[] = [];
  const missing: string[] = [];
  for (const technician of people) {
    const proof = proofOf(facts.parties.technicians.get(technician), days);
    if (proof.kind === 'OPEN') missing.push(`${technician}: ${proof.why}`);
    if (proof.kind === 'NOT_PROVEN') {
      const nearest = withoutNumber(proof.nearest);
      evidence.push({ kind: 'NO_PROOF_OF_ABILITY', technician, ...days, nearest });
    }
  }
  return {
    outcome: threeValued(evidence.length, missing.length),
    inputs: { technicians: people, ...days },
    missing,
    explanation: sentence(evidence, missing, people.length),
    evidence,
    concerns: evidence.length > 0 ? [organisation] : [],
  };
};

/** Technician without proof of ability on the day of the work (domain 5.2, R09): who worked on site, and who tested. */
export const r09: ReportRule = {
  id: 'R09',
  title: {
    zh: '检测人员当日无有效能力证明的线索',
    en: 'lead: technician without proof of ability on the day',
  },
  label: '1',
  logic: 1,
  severity: 3,
  basis: [
    {
      source: 'O31',
      clause: '7',
      mark: 'S',
      yardstick: {
        zh: '检测人员应通过能力评价',
        en: 'people of an inspection organisation have proven their ability',
      },
    },
  ],
  thresholds: () => [],
  data: {},
  judge,
};
