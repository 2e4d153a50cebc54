import { toJson } from '../../shared/kernel/canonical.ts';
import { decide, fileOf } from '../../shared/access/rights.ts';
import type { Instrument } from '../../shared/contracts/entities.ts';
import type { RegisterInstrument } from '../../shared/contracts/registration.ts';
import { isId, newId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../shared/lambda/command.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { goesOn } from '../../shared/subject-file/merged.ts';
import { headFrom } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import type { Dependencies } from './dependencies.ts';

/** Registers an instrument with its calibration, in the file of the organisation that owns it (domain 3.4). */
export const registerInstrument = async (
  input: RegisterInstrument,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const owner = context.path('id');
  if (!isId('sub', owner)) return refuse(problem('SUBJECT_UNKNOWN', { id: owner }));
  const commandKey = commandItemKey(context.command);
  const found = await deps.table.getAll([keys.head(owner), keys.tail(owner), keys.treeHead(), commandKey]);
  const organisation = headFrom(found, owner);
  if (!organisation.ok) return organisation;
  const { body: head } = organisation.value;
  const allowed = decide(context.caller, 'register instrument', fileOf(head));
  if (!allowed.ok) return allowed;
  if (head.subjectKind !== 'INSPECTION_ORGANISATION') {
    return refuse(
      problem('SUBJECT_WRONG_KIND', {
        id: owner,
        found: head.subjectKind,
        expected: 'INSPECTION_ORGANISATION',
      }),
    );
  }
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  const open = goesOn(head);
  if (!open.ok) return open;

  const id = newId('ins', context.now);
  const body: Instrument = { id, owner, ...input };
  const change = {
    subject: owner,
    type: 'InstrumentRegistered',
    changes: [{ kind: 'INSTRUMENT' as const, id, body: toJson(body) }],
    tail: tailOf(found.get(keyText(keys.tail(owner)))),
    treeSize: sealedSizeIn(found),
  };
  return await carryOut(deps, context, change, (receipt) => ({ status: 201, body: { id, owner, receipt } }));
};
