import { toJson } from '../../shared/kernel/canonical.ts';
import { decide, fileOf } from '../../shared/access/rights.ts';
import type { DecideAnomaly } from '../../shared/contracts/anomaly.ts';
import { anomaly } from '../../shared/contracts/entities.ts';
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
import { decideOn, decisions, isDecision } from './decisions.ts';
import type { Commands } from './dependencies.ts';

/** An officer releases, confirms or dismisses a lead. Only then does it begin to count, and always with a name and a reason. */
export const decideAnomaly = async (
  input: DecideAnomaly,
  deps: Commands,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const [organisation, id, command] = [context.path('id'), context.path('anomaly'), context.path('command')];
  if (!isId('sub', organisation)) return refuse(problem('SUBJECT_UNKNOWN', { id: organisation }));
  if (!isId('ano', id)) return refuse(problem('ID_MALFORMED', { kind: 'ano', given: id }));
  if (!isDecision(command)) {
    return refuse(
      problem('COMMAND_UNKNOWN', { command: command.slice(0, 40), known: Object.keys(decisions).join(', ') }),
    );
  }
  const commandKey = commandItemKey(context.command);
  const recordKey = keys.current(organisation, 'ANOMALY', id);
  const found = await deps.table.getAll([
    keys.head(organisation),
    keys.tail(organisation),
    recordKey,
    commandKey,
    keys.treeHead(),
  ]);
  const file = headFrom(found, organisation);
  if (!file.ok) return file;
  const allowed = decide(context.caller, 'decide anomaly', fileOf(file.value.body));
  if (!allowed.ok) return allowed;
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  const item = found.get(keyText(recordKey));
  if (item === undefined) return refuse(problem('NOT_FOUND', { what: id }));

  const { record, body } = readItem(anomaly, item);
  const fresh = context.matches(record);
  if (!fresh.ok) return fresh;
  const decided = decideOn(body, command, {
    by: context.caller.principal,
    at: context.now,
    reason: input.reason,
  });
  if (!decided.ok) return decided;
  const { state } = decided.value;
  const from = { states: decisions[command].from, command };
  const change = {
    subject: organisation,
    type: 'AnomalyDecided',
    changes: [{ kind: 'ANOMALY' as const, id, body: toJson(decided.value), state, previous: record, from }],
    tail: tailOf(found.get(keyText(keys.tail(organisation)))),
    treeSize: sealedSizeIn(found),
  };
  return await carryOut(deps, context, change, (receipt) => ({ status: 200, body: { id, state, receipt } }));
};
