import { decide, fileOf } from '../../shared/access/rights.ts';
import { creditGrade } from '../../shared/contracts/credit.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { dayOf } from '../../shared/kernel/time.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { headFrom, readItem } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import type { Dependencies } from './dependencies.ts';
import { evaluate } from './evaluate.ts';
import { sampleSet } from './indicators/sample-1.ts';
import { fedKinds } from './indicators/sources.ts';
import { gradeIdOf } from './record-fact.ts';

/** How a grade is questioned (law 5 of the house; domain 8.3: who decided repairs, days for it are a GAP). */
const questioning = {
  zh: '对任何一项事实有异议的，可凭该事实编号向主管气象机构书面提出；由人员核查决定，更正以新事实记入档案，等级随即重新计算。受理与办结期限尚无现行规定，按主管机构告知为准。',
  en: 'Whoever disagrees with a fact may object in writing to the supervising weather office, naming the id of the fact. A person examines and decides; a correction enters the file as another fact and the grade is computed again. No period for this is in force today: the office names one.',
} as const;

const noGrade = (organisation: string): ReturnType<typeof refuse> => ({
  ...refuse({
    ...problem('NOT_FOUND', { what: organisation }),
    zh: `${organisation} 尚无信用等级：还没有任何信用事实。登记、上传检测报告等事实记入后即会形成`,
    en: `${organisation} has no credit grade yet: no credit fact is on file. One follows from its registration, its uploads and so on`,
  }),
});

/**
 * `GET /v1/subjects/{id}/credit-grade`: grade of an inspection organisation as of today, every fact that moved it, what
 * would raise it, and the version that the ledger holds. Facts that expired since that version no longer count.
 */
export const readCreditGrade = async (
  { table }: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const organisation = context.path('id');
  if (!isId('sub', organisation)) return refuse(problem('SUBJECT_UNKNOWN', { id: organisation }));
  const gradeKey = keys.current(organisation, 'CREDIT_GRADE', gradeIdOf(organisation));
  const found = await table.getAll([keys.head(organisation), gradeKey]);
  const head = headFrom(found, organisation);
  if (!head.ok) return head;
  const { subjectKind } = head.value.body;
  const allowed = decide(context.caller, 'read credit grade', fileOf(head.value.body));
  if (!allowed.ok) return allowed;
  if (subjectKind !== 'INSPECTION_ORGANISATION') {
    return refuse(
      problem('SUBJECT_WRONG_KIND', {
        id: organisation,
        found: subjectKind,
        expected: 'INSPECTION_ORGANISATION',
      }),
    );
  }
  const item = found.get(keyText(gradeKey));
  if (item === undefined) return noGrade(organisation);
  const { record, body } = readItem(creditGrade, item);
  const evaluation = evaluate(body.facts, sampleSet, dayOf(context.now));
  return ok({
    status: 200,
    record,
    body: {
      organisation,
      ...evaluation,
      set: { label: sampleSet.label, version: sampleSet.version, sample: true, basis: sampleSet.basis },
      notYetCounted: Object.entries(sampleSet.facts).flatMap(([kind, { zh, en }]) =>
        fedKinds.some((fed) => fed === kind) ? [] : [{ kind, zh, en }],
      ),
      recorded: {
        id: body.id,
        version: record.version,
        entry: record.entry,
        grade: body.grade,
        score: body.score,
        setVersion: body.setVersion,
        asOf: body.asOf,
      },
      questioning,
    },
  });
};
