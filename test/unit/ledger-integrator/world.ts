import { append } from '../../../shared/subject-file/append.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { fromItem } from '../../../shared/subject-file/record.ts';
import { newId, type SubjectId } from '../../../shared/kernel/ids.ts';
import { auditTree } from '../../builders/tree-audit.ts';
import { someTime } from '../../builders/files.ts';
import { archiveName, makeStage, tableName, type Stage } from '../../builders/stage.ts';

export const subjectOf = (n: number): SubjectId =>
  newId('sub', someTime, (length) => Buffer.alloc(length, n + 1));

/** Writes one entry into a file: a new version of one of its two hazards. */
export const write = async (stage: Stage, n: number, cause: string): Promise<void> => {
  const subject = subjectOf(n);
  const id = `haz_01KJHAZ0000000000000000000${cause.length % 2}`;
  const found = await stage.table.get(keys.current(subject, 'HAZARD', id));
  const done = await append(stage.table, {
    ...{ subject, type: 'HazardMoved', cause, time: someTime },
    actor: { ref: 'test', role: 'system' },
    source: { channel: 'system' },
    correlation: cause,
    changes: [
      {
        ...{ kind: 'HAZARD', id, body: { cause } },
        ...(found === undefined ? {} : { previous: fromItem(found) }),
      },
    ],
  });
  if (!done.ok) throw new Error(done.code);
};
/** A province in which so many entries lie, over three files, and none is in the tree. */
export const stageWith = async (count: number, seed = 1): Promise<Stage> => {
  const stage = makeStage({ seed });
  for (let n = 0; n < count; n += 1) await write(stage, n % 3, `cause ${n}`);
  stage.world.reset();
  return stage;
};
export const batch = (stage: Stage, from = 0, to = Infinity) => ({
  Records: [...stage.entries()].slice(from, to),
});
export const auditOf = async (stage: Stage) =>
  auditTree(stage.world, tableName, archiveName, await stage.ledgerKey());
/** A tree in which every entry has its place, under a head. */
export const sealed = (size: number) => ({ size, waiting: 0, faults: [] });
