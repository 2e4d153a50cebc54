import { hazard as hazardSchema, type Hazard, type HazardState } from '../../shared/contracts/hazard.ts';
import type { Id, SubjectId } from '../../shared/kernel/ids.ts';
import { say } from '../../shared/lambda/log.ts';
import { readRecord } from '../../shared/subject-file/read.ts';
import type { Table } from '../../shared/subject-file/table.ts';
import type { LoopParts } from './dependencies.ts';
import type { Waiting } from './loop-item.ts';
import { usualNext } from './transitions.ts';

/** Name of a hazard's execution: derived, so that a repeated start finds the first one. `run` grows when it renews itself. */
export const executionName = (hazard: Id<'haz'>, run: number): string => `${hazard}-${run}`;
export interface LoopInput {
  readonly subject: SubjectId;
  readonly hazard: Id<'haz'>;
  readonly run: number;
}

/** What the machine is told: the usual step was done, the file went another way, or the date passed. */
export type Answer =
  | { readonly kind: 'usual'; readonly state: HazardState }
  | { readonly kind: 'moved'; readonly state: HazardState }
  | { readonly kind: 'overdue'; readonly lateness: string; readonly level: number };

const latenessOf = ({ state, late }: Hazard): string | undefined =>
  late === undefined ? undefined : `${state}#${late.since}#${late.level}`;

/**
 * Compares where the machine waits with where the file stands; undefined when there is nothing to tell. The file decides,
 * never the event that led here. A level of lateness is told once, but again under the same token: whether that answer
 * arrived is not known, and a token takes only one.
 */
export const answerFor = (waiting: Omit<Waiting, 'hazard'>, hazard: Hazard): Answer | undefined => {
  if (hazard.state !== waiting.awaits) {
    const kind = hazard.state === usualNext(waiting.awaits) ? 'usual' : 'moved';
    return { kind, state: hazard.state };
  }
  const lateness = latenessOf(hazard);
  if (lateness === undefined || hazard.late === undefined) return undefined;
  const { told, token } = waiting;
  if (told?.lateness === lateness && told.token !== token) return undefined;
  return { kind: 'overdue', lateness, level: hazard.late.level };
};

/** The hazard as it stands now, strongly consistent. Throws when the file has none of that id: events name only what is written. */
export const standing = async (table: Table, subject: SubjectId, id: Id<'haz'>): Promise<Hazard> => {
  const found = await readRecord(table, hazardSchema, subject, 'HAZARD', id);
  if (found === undefined) throw new Error(`${subject} holds no ${id}`);
  return found.body;
};

const send = async (
  { machine }: LoopParts,
  { token }: Waiting,
  answer: Answer,
): Promise<'answered' | 'gone'> => {
  switch (answer.kind) {
    case 'usual':
      return await machine.succeed(token, { state: answer.state });
    case 'moved':
      return await machine.fail(token, 'Hazard.Moved', `the file stands at ${answer.state}`);
    case 'overdue':
      return await machine.fail(token, 'Hazard.Overdue', `late: level ${answer.level}`);
  }
};

/**
 * Answers the stored token by what the file says. Both who stores a token and who hears an event call this after their
 * own write or event, so whichever comes last sees the other: no answer is missed, and a second one meets a spent token.
 */
export const settle = async (
  deps: LoopParts,
  subject: SubjectId,
  id: Id<'haz'>,
): Promise<Answer['kind'] | 'none'> => {
  const waiting = await deps.loops.read(id);
  if (waiting === undefined) return 'none';
  const answer = answerFor(waiting, await standing(deps.table, subject, id));
  if (answer === undefined) return 'none';
  if (answer.kind === 'overdue') {
    // Noted first: the machine comes back with a new token at once and must not be told the same again.
    const told = { lateness: answer.lateness, token: waiting.token };
    if (!(await deps.loops.note({ ...waiting, told }))) return 'none';
  }
  const heard = await send(deps, waiting, answer);
  if (heard === 'gone') say('TOKEN_ANSWER_LATE', { hazard: id, answer: answer.kind });
  if (answer.kind !== 'overdue') await deps.loops.forget(waiting);
  return answer.kind;
};
