import { toJson } from '../../shared/kernel/canonical.ts';
import { decide, fileOf } from '../../shared/access/rights.ts';
import { hazard as hazardSchema } from '../../shared/contracts/hazard.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../shared/lambda/command.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { headFrom, readItem } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import { apply } from './apply.ts';
import { dueAttributes, isUnset } from './deadlines.ts';
import type { Commands } from './dependencies.ts';
import { isRectifyingParty } from './people.ts';
import { sealerFor } from './responsible.ts';
import { actionOf, commandNamed, transitions, type Situation } from './transitions.ts';

const sealsNothing: Situation['seal'] = () => {
  throw new Error('the table does not say that this command brings personal data');
};

/**
 * `POST /v1/subjects/{id}/hazards/{hazard}/{command}`: one command of the table in transitions.ts. One read (head,
 * hazard, earlier command, tail), one transaction (next version, ledger entry, memory of the command). Refuses with
 * COMMAND_UNKNOWN, SUBJECT_UNKNOWN, FORBIDDEN, NOT_FOUND and what `apply` names; RECORD_CHANGED when somebody was faster,
 * PRECONDITION_FAILED when If-Match names another version.
 */
export const commandHazard = async (
  input: unknown,
  deps: Commands,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const { caller, now } = context;
  const [subject, id, name] = [context.path('id'), context.path('hazard'), context.path('command')];
  const command = commandNamed(name);
  if (command === undefined)
    return refuse(
      problem('COMMAND_UNKNOWN', { command: name.slice(0, 40), known: Object.keys(transitions).join(', ') }),
    );
  if (!isId('sub', subject)) return refuse(problem('SUBJECT_UNKNOWN', { id: subject }));

  const place = keys.current(subject, 'HAZARD', id);
  const commandKey = commandItemKey(context.command);
  const wanted = [keys.head(subject), place, commandKey, keys.tail(subject), keys.treeHead()];
  const found = await deps.table.getAll(wanted);
  const file = headFrom(found, subject);
  if (!file.ok) return file;
  const item = found.get(keyText(place));
  const stored = item === undefined ? undefined : readItem(hazardSchema, item);
  const allowed = decide(caller, actionOf(transitions[command]), fileOf(file.value.body));
  if (!allowed.ok) {
    // The unit knows its own hazards: it is told why it may not recheck, not only that it may not.
    const isParty = command === 'recheck' && stored !== undefined && isRectifyingParty(stored.body, caller);
    return isParty ? refuse(problem('PARTY_RECHECK')) : allowed;
  }
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  if (stored === undefined) return refuse(problem('NOT_FOUND', { what: id }));
  const fresh = context.matches(stored.record);
  if (!fresh.ok) return fresh;

  const { personal, from } = transitions[command];
  // No key is made for a command that the state forbids.
  const sealer =
    personal && from.includes(stored.body.state)
      ? await sealerFor(deps, subject, stored.body, now)
      : { seal: sealsNothing, key: undefined };
  const { settings } = deps;
  const moved = apply(stored.body, command, input, { caller, now, settings, seal: sealer.seal });
  if (!moved.ok) return moved;
  const next = moved.value;
  const change = {
    subject,
    type: transitions[command].event,
    changes: [
      {
        kind: 'HAZARD' as const,
        id: next.id,
        body: toJson(next),
        state: next.state,
        previous: stored.record,
        derived: dueAttributes(next, now, settings),
      },
    ],
    companions: () => (sealer.key === undefined ? [] : [sealer.key]),
    tail: tailOf(found.get(keyText(keys.tail(subject)))),
    treeSize: sealedSizeIn(found),
  };
  const { state, dueOn, dueProvisionalOn, dueBy, late, rechecks } = next;
  return await carryOut(deps, context, change, (receipt) => ({
    status: 200,
    body: {
      id: next.id,
      state,
      due: isUnset(next) ? 'unset' : (dueOn ?? 'none'),
      dueBy,
      dueOn,
      dueProvisionalOn,
      late,
      rechecks: rechecks.length,
      receipt,
    },
  }));
};
