import { grades } from '../../../shared/rules/data/grades.ts';
import type { ProtectionClass } from '../../../shared/rules/data/limits/row.ts';
import type { Finding } from '../../../shared/rules/engine.ts';
import { inForceOn } from '../../../shared/rules/validity.ts';
import type { GradeEvidence } from '../evidence.ts';
import type { GradeCertificate, ReportFacts } from '../facts.ts';
import type { ReportRule } from './rule.ts';
import { more } from './rule.ts';
import { daysOfWork } from './standing.ts';

type Structure = ReportFacts['report']['structures'][number];

const reaches = (grade: keyof typeof grades.mayInspect, wanted: ProtectionClass): boolean =>
  grades.mayInspect[grade].some((known: ProtectionClass) => known === wanted);

/** Structures that the lowest grade may not inspect: without any, the grade does not matter. */
const demanding = (structures: readonly Structure[]): readonly Structure[] =>
  structures.filter(({ protectionClass }) => !reaches('B', protectionClass));

const evidenceOf = (
  { number, grade }: GradeCertificate,
  structures: readonly Structure[],
  day: GradeEvidence['day'],
): readonly GradeEvidence[] =>
  structures
    .filter(({ protectionClass }) => !reaches(grade, protectionClass))
    .map(({ number: structure, protectionClass }) => ({
      kind: 'GRADE_EXCEEDED',
      structure,
      protectionClass,
      grade,
      certificate: number,
      day,
    }));

const grading = { A: { zh: '甲级', en: 'A' }, B: { zh: '乙级', en: 'B' } } as const;

const sentence = (
  evidence: readonly GradeEvidence[],
  missing: readonly string[],
): Finding<GradeEvidence>['explanation'] => {
  const [first] = evidence;
  if (first !== undefined) {
    const rest = more(evidence.length - 1);
    const grade = grading[first.grade];
    return {
      zh: `超出资质等级检测的线索：单体 ${first.structure} 为第 ${first.protectionClass} 类防雷建筑物，检测机构 ${first.day} 的资质为${grade.zh}${rest.zh}。`,
      en: `A lead to an exceeded grade: structure ${first.structure} is of class ${first.protectionClass}, and on ${first.day} the organisation's grade was ${grade.en}${rest.en}.`,
    };
  }
  return missing.length > 0
    ? {
        zh: '无法判断是否超出资质等级：检测机构当日的资质等级不明。',
        en: 'Whether the grade was exceeded cannot be told: the grade on the day is not known.',
      }
    : {
        zh: '所检单体均在资质等级范围内。',
        en: 'All structures lie within what the grade may inspect.',
      };
};

const judge = ({ report, parties }: ReportFacts): Finding<GradeEvidence> => {
  const { from: day } = daysOfWork({ report });
  const structures = demanding(report.structures);
  const certificate = parties.organisation === undefined ? undefined : inForceOn(parties.organisation, day);
  const evidence = certificate === undefined ? [] : evidenceOf(certificate, structures, day);
  const isOpen = structures.length > 0 && certificate === undefined;
  const why = parties.organisation?.versionsUnread === true ? 'VERSIONS_UNREAD' : 'NOT_IN_FORCE';
  const missing = isOpen
    ? [`certificate: ${parties.organisation === undefined ? 'NOT_READ' : why} ${day}`]
    : [];
  return {
    outcome: evidence.length > 0 ? 'applies' : isOpen ? 'cannot tell' : 'does not',
    inputs: {
      day,
      grade: certificate?.grade ?? null,
      classes: [...new Set(report.structures.map(({ protectionClass }) => protectionClass))],
    },
    missing,
    explanation: sentence(evidence, missing),
    evidence,
    concerns: evidence.length > 0 ? [report.organisation] : [],
  };
};

/**
 * Grade exceeded (domain 5.2, R12): a structure of class 1 or 2 inspected with grade B on the day the work began. Whether
 * there was a certificate at all on that day is another question (R13).
 */
export const r12: ReportRule = {
  id: 'R12',
  title: { zh: '超出资质等级检测的线索', en: 'lead: grade exceeded' },
  label: '1',
  logic: 1,
  severity: 3,
  basis: [
    {
      source: 'MDR',
      clause: '45(1)',
      mark: 'S',
      yardstick: {
        zh: '不具备或者超越资质等级从事雷电防护装置检测的，依法处罚',
        en: 'inspecting without a qualification or beyond its grade is punished',
      },
    },
    {
      source: 'O31',
      clause: '4, 23',
      mark: 'S',
      yardstick: {
        zh: '甲级可检测第一、二、三类，乙级只可检测第三类防雷建筑物',
        en: 'grade A may inspect classes 1 to 3, grade B class 3 only',
      },
    },
  ],
  thresholds: () => [],
  data: grades,
  judge,
};
