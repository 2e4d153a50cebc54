import { decide, fileOf } from '../../shared/access/rights.ts';
import type { KeyUnitHead, OrganisationHead } from '../../shared/contracts/entities.ts';
import type { ReAliasSubject } from '../../shared/contracts/subject-change.ts';
import { toJson } from '../../shared/kernel/canonical.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../shared/lambda/command.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { goesOn } from '../../shared/subject-file/merged.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf, type Companion } from '../../shared/subject-file/writes.ts';
import { whileRaced } from './again.ts';
import { givenUp, isTaken, readAlias, takenOver } from './aliases.ts';
import type { Dependencies } from './dependencies.ts';

type CodedHead = KeyUnitHead | OrganisationHead;

/** The new code leads to the subject, the old one goes on leading to it; nothing where only the name is new. */
const aliasesFor = async (
  { uscc }: ReAliasSubject,
  head: CodedHead,
  { table }: Dependencies,
): Promise<Result<readonly Companion[]>> => {
  if (uscc === head.uscc) return ok([]);
  const [from, to] = [keys.creditCode(head.uscc), keys.creditCode(uscc)];
  const found = await table.getAll([from, to]);
  const next = readAlias(found.get(keyText(to)));
  const holder = { id: head.id, kind: head.subjectKind, place: head.address };
  if (isTaken(next, holder))
    return refuse(problem('ALREADY_REGISTERED', { what: `${head.subjectKind} ${uscc}` }, '/uscc'));
  return ok([
    takenOver(uscc, next, holder),
    givenUp(head.uscc, readAlias(found.get(keyText(from))), head.id),
  ]);
};

const attempt = async (
  input: ReAliasSubject,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const id = context.path('id');
  if (!isId('sub', id)) return refuse(problem('SUBJECT_UNKNOWN', { id }));
  const commandKey = commandItemKey(context.command);
  const found = await deps.table.getAll([keys.head(id), keys.tail(id), keys.treeHead(), commandKey]);
  const file = headFrom(found, id);
  if (!file.ok) return file;
  const { body: head, record } = file.value;
  const allowed = decide(context.caller, 're-alias subject', fileOf(head));
  if (!allowed.ok) return allowed;
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  if (head.subjectKind === 'CERTIFICATE_HOLDER') {
    const expected = 'KEY_UNIT | INSPECTION_ORGANISATION';
    return refuse(problem('SUBJECT_WRONG_KIND', { id, found: head.subjectKind, expected }));
  }
  const fresh = context.matches(record);
  if (!fresh.ok) return fresh;
  const open = goesOn(head);
  if (!open.ok) return open;
  const { uscc, name = head.name, reason } = input;
  if (uscc === head.uscc && name === head.name)
    return refuse(problem('FIELD_INVALID', { reason: 'neither code nor name is new' }, '/uscc'));
  const aliases = await aliasesFor(input, head, deps);
  if (!aliases.ok) return aliases;

  const was = { uscc: head.uscc, name: head.name, until: context.now, reason };
  const next: CodedHead = { ...head, uscc, name, former: [...(head.former ?? []), was] };
  const change = {
    subject: id,
    type: 'SubjectRealiased',
    changes: [{ kind: 'HEAD' as const, id, body: toJson(next), previous: record }],
    companions: () => aliases.value,
    tail: tailOf(found.get(keyText(keys.tail(id)))),
    treeSize: sealedSizeIn(found),
  };
  return await carryOut(deps, context, change, (receipt) => ({
    status: 200,
    body: { id, supervisionCode: head.supervisionCode, receipt },
  }));
};

/**
 * `POST /v1/subjects/{id}/re-alias`: another credit code, another name, or both. The old code goes on leading to the
 * subject, marked as former; file and supervision code stay. Refuses with SUBJECT_UNKNOWN, FORBIDDEN,
 * SUBJECT_WRONG_KIND, SUBJECT_MERGED, FIELD_INVALID, ALREADY_REGISTERED (somebody has the code), PRECONDITION_FAILED;
 * RECORD_CHANGED when others were faster again and again.
 */
export const reAliasSubject = async (
  input: ReAliasSubject,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => await whileRaced(async () => await attempt(input, deps, context));
