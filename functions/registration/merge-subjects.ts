import { decide, fileOf } from '../../shared/access/rights.ts';
import type { Head } from '../../shared/contracts/entities.ts';
import type { MergeSubjects } from '../../shared/contracts/subject-change.ts';
import { toJson } from '../../shared/kernel/canonical.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { ok, problem, refuse, type Refusal, type Result } from '../../shared/kernel/problem.ts';
import { carryOut, commandItemKey, earlierAnswer } from '../../shared/lambda/command.ts';
import type { RequestContext } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { append } from '../../shared/subject-file/append.ts';
import { textOf, type Item } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { goesOn } from '../../shared/subject-file/merged.ts';
import { headFrom, type Read } from '../../shared/subject-file/read.ts';
import { keyText } from '../../shared/subject-file/table.ts';
import { sealedSizeIn } from '../../shared/subject-file/tree.ts';
import { tailOf } from '../../shared/subject-file/writes.ts';
import { whileRaced } from './again.ts';
import type { Dependencies } from './dependencies.ts';
import { leadOver } from './lead-over.ts';

/** Most files that one file takes in: what leads to them must be led over in one transaction. */
const mostAbsorbed = 40;

interface Pair {
  readonly source: Read<Head>;
  readonly target: Read<Head>;
}

/** A merge of this subject has begun, perhaps by somebody else: into another file it may not go, and none may go into it. */
const elsewhere = (id: SubjectId, pointer: Item | undefined): Refusal =>
  refuse(problem('SUBJECT_MERGED', { id, into: pointer === undefined ? '?' : textOf(pointer, 'subject') }));
const goesElsewhere = (pointer: Item | undefined, ...here: readonly string[]): boolean =>
  pointer !== undefined && !here.includes(textOf(pointer, 'subject'));

const check = ({ source, target }: Pair, own: Item | undefined, other: Item | undefined): Result<true> => {
  const [from, to] = [source.body, target.body];
  if (from.subjectKind !== to.subjectKind) {
    const found = { id: to.id, found: to.subjectKind, expected: from.subjectKind };
    return refuse(problem('SUBJECT_WRONG_KIND', found, '/into'));
  }
  const open = goesOn(from);
  if (!open.ok) return open;
  if (goesElsewhere(own, from.id, to.id)) return elsewhere(from.id, own);
  // Half of it was done before: it is finished, wherever the other file has gone since.
  if (to.absorbed?.includes(from.id) === true) return ok(true);
  if (goesElsewhere(other, to.id)) return elsewhere(to.id, other);
  if ((to.absorbed ?? []).length >= mostAbsorbed)
    return refuse(problem('FIELD_INVALID', { reason: `at most ${mostAbsorbed} merged files` }, '/into'));
  return goesOn(to, '/into');
};

/** First half: the file that goes on says whom it takes in. Done before by a merge that broke off: nothing. */
const absorb = async (
  { source, target }: Pair,
  { table }: Dependencies,
  { command, caller, now, requestId }: RequestContext,
): Promise<Result<unknown>> => {
  const { id, absorbed = [] } = target.body;
  if (absorbed.includes(source.body.id)) return ok(undefined);
  const next: Head = { ...target.body, absorbed: [...absorbed, source.body.id] };
  return await append(table, {
    subject: id,
    type: 'SubjectAbsorbed',
    cause: `${command.scope}#${command.key}`,
    time: now,
    actor: { ref: caller.principal, role: caller.role },
    source: { channel: 'api' },
    correlation: requestId,
    changes: [{ kind: 'HEAD', id, body: toJson(next), previous: target.record }],
    companions: () => [
      {
        item: { ...keys.survivor(source.body.id), subject: id },
        unless: { absentOr: { subject: source.body.id } },
        refusal: (old) => elsewhere(source.body.id, old),
      },
      // It is itself going nowhere else: two merges crosswise, or in a ring, cannot both begin.
      {
        item: { ...keys.survivor(id), subject: id },
        unless: { absentOr: { subject: id } },
        refusal: (old) => elsewhere(id, old),
      },
    ],
  });
};

const attempt = async (
  input: MergeSubjects,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => {
  const { table } = deps;
  const [id, { into }] = [context.path('id'), input];
  if (!isId('sub', id)) return refuse(problem('SUBJECT_UNKNOWN', { id }));
  const [commandKey, own, other] = [commandItemKey(context.command), keys.survivor(id), keys.survivor(into)];
  const found = await table.getAll([
    keys.head(id),
    keys.tail(id),
    keys.head(into),
    commandKey,
    own,
    other,
    keys.treeHead(),
  ]);
  const source = headFrom(found, id);
  if (!source.ok) return source;
  const allowed = decide(context.caller, 'merge subjects', fileOf(source.value.body));
  if (!allowed.ok) return allowed;
  const earlier = earlierAnswer(context.command, found.get(keyText(commandKey)), context.now);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return ok(earlier.value);
  const target = headFrom(found, into, '/into');
  if (!target.ok) return target;
  const alsoThere = decide(context.caller, 'merge subjects', fileOf(target.value.body));
  if (!alsoThere.ok) return alsoThere;
  if (into === id) return refuse(problem('FIELD_INVALID', { reason: 'another subject' }, '/into'));
  const fresh = context.matches(source.value.record);
  if (!fresh.ok) return fresh;
  const pair = { source: source.value, target: target.value };
  const fits = check(pair, found.get(keyText(own)), found.get(keyText(other)));
  if (!fits.ok) return fits;

  const absorbed = await absorb(pair, deps, context);
  if (!absorbed.ok) return absorbed;
  // The file that goes on may have gone into another one since the first half: then everything leads there.
  const aliases = await leadOver(deps, pair.source.body, target.value.body.mergedInto ?? into);
  const head: Head = { ...pair.source.body, mergedInto: into, mergeReason: input.reason };
  const change = {
    subject: id,
    type: 'SubjectMerged',
    changes: [{ kind: 'HEAD' as const, id, body: toJson(head), previous: pair.source.record }],
    companions: () => aliases,
    tail: tailOf(found.get(keyText(keys.tail(id)))),
    treeSize: sealedSizeIn(found),
  };
  return await carryOut(deps, context, change, (receipt) => ({
    status: 200,
    body: { id, mergedInto: into, receipt },
  }));
};

/**
 * `POST /v1/subjects/{id}/merge`: the subject was registered twice; `into` goes on. Both of one kind, both under the
 * caller's office. Two files, so two entries: the one that goes on first, then the other with the memory of the command.
 * Whoever repeats a merge that broke off between them finishes it. Records stay where they are; codes and persons lead to
 * the survivor. Refuses with SUBJECT_UNKNOWN, FORBIDDEN, SUBJECT_WRONG_KIND, SUBJECT_MERGED, FIELD_INVALID,
 * PRECONDITION_FAILED; RECORD_CHANGED when others were faster again and again.
 */
export const mergeSubjects = async (
  input: MergeSubjects,
  deps: Dependencies,
  context: RequestContext,
): Promise<Result<Reply>> => await whileRaced(async () => await attempt(input, deps, context));
