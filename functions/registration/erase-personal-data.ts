import { decide, fileOf } from '../../shared/access/rights.ts';
import type { Head } from '../../shared/contracts/entities.ts';
import type { ErasePersonalData, Erasure } from '../../shared/contracts/subject-change.ts';
import { toJson } from '../../shared/kernel/canonical.ts';
import { isId, newId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../shared/lambda/command.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import { whileRaced } from './again.ts';
import type { Dependencies } from './dependencies.ts';
import { namedIn, wholePerson, type Target } from './erasing.ts';

const targetOf = async (
  input: ErasePersonalData,
  head: Head,
  deps: Dependencies,
): Promise<Result<Target>> => {
  const isPerson = head.subjectKind === 'CERTIFICATE_HOLDER';
  if (isPerson && input.scope === 'PERSON') return await wholePerson(head, input, deps);
  if (!isPerson && input.scope === 'FIELD') return await namedIn(head.id, input, deps);
  const expected = isPerson ? 'KEY_UNIT | INSPECTION_ORGANISATION' : 'CERTIFICATE_HOLDER';
  return refuse(problem('SUBJECT_WRONG_KIND', { id: head.id, found: head.subjectKind, expected }, '/scope'));
};

const attempt = async (
  input: ErasePersonalData,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const subject = context.path('id');
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));
  const commandKey = commandItemKey(context.command);
  const found = await deps.table.getAll([
    keys.head(subject),
    keys.tail(subject),
    keys.treeHead(),
    commandKey,
  ]);
  const file = headFrom(found, subject);
  if (!file.ok) return file;
  const { body: head } = file.value;
  const allowed = decide(context.caller, 'erase personal data', fileOf(head));
  if (!allowed.ok) return allowed;
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  const target = await targetOf(input, head, deps);
  if (!target.ok) return target;

  const { keys: destroyed, record, field, removals } = target.value;
  const { scope, reason, basis } = input;
  const by = context.caller.principal;
  const id = newId('ers', context.now);
  const body: Erasure = { id, keys: [...destroyed], scope, record, field, reason, basis, by };
  const change = {
    subject,
    type: 'PersonalDataErased',
    changes: [{ kind: 'ERASURE' as const, id, body: toJson(body) }],
    companions: () => removals,
    tail: tailOf(found.get(keyText(keys.tail(subject)))),
    treeSize: sealedSizeIn(found),
  };
  const linked = [...(head.absorbed ?? []), ...(head.mergedInto === undefined ? [] : [head.mergedInto])];
  const done = await carryOut(deps, context, change, (receipt) => ({
    status: 200,
    // Files of the same person that were merged are erased each by a command of its own.
    body: { id, subject, keys: destroyed, ...(linked.length === 0 ? {} : { linked }), receipt },
  }));
  if (done.ok) deps.keyRing.forget(subject, destroyed);
  return done;
};

/**
 * `POST /v1/subjects/{id}/erase`: destroys the data keys of one person (PIPL art. 47), by an entry of the ledger that says
 * which. `PERSON`: the holder whose file it is, with the alias of the person's number; `FIELD`: whoever was named in one
 * field of a record. Every version keeps its ciphertext and its digest, so chain, proofs and rebuild hold; nobody can
 * open it any more. Refuses with SUBJECT_UNKNOWN, FORBIDDEN, SUBJECT_WRONG_KIND, FIELD_INVALID, NOT_FOUND,
 * NOTHING_TO_ERASE; RECORD_CHANGED when others were faster again and again.
 */
export const erasePersonalData = async (
  input: ErasePersonalData,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => await whileRaced(async () => await attempt(input, deps, context));
