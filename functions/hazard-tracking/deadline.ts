import { toJson } from '../../shared/kernel/canonical.ts';
import { hazard as hazardSchema } from '../../shared/contracts/hazard.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { defineWorker } from '../../shared/lambda/worker.ts';
import { append } from '../../shared/subject-file/append.ts';
import { readRecord } from '../../shared/subject-file/read.ts';
import { toItem } from '../../shared/subject-file/record.ts';
import { dueAttributes } from './deadlines.ts';
import { deadlineDependencies, type Files } from './dependencies.ts';
import { dueKey, type DueKey } from './due-index.ts';
import { lookAt, type Outcome } from './lateness.ts';
import { moveSlot } from './move-slot.ts';

/**
 * Looks at one hazard that the sweep found: reads it strongly, and writes its next level of lateness if it is still due.
 * That write alone takes it off its slot, or moves it to the next level's date. A second message changes nothing.
 */
export const workOff = async (
  { subject, hazard: id }: DueKey,
  { table, settings }: Files,
  now: Instant,
): Promise<Outcome['kind']> => {
  const stored = await readRecord(table, hazardSchema, subject, 'HAZARD', id);
  if (stored === undefined) throw new Error(`${subject} holds no ${id}`);
  const { record, body } = stored;
  const outcome = lookAt(body, record.derived, now, settings);
  if (outcome.kind === 'nothing') return outcome.kind;
  if (outcome.kind === 'other slot') {
    await moveSlot(table, toItem({ ...record, derived: outcome.derived }), record.version);
    return outcome.kind;
  }
  const { hazard, cause } = outcome;
  const written = await append(table, {
    subject,
    type: outcome.kind === 'late' ? 'HazardOverdue' : 'HazardMoved',
    cause,
    time: now,
    actor: { ref: 'function:hazard-tracking-deadline', role: 'system' },
    source: { channel: 'system' },
    correlation: id,
    changes: [
      {
        kind: 'HAZARD',
        id,
        body: toJson(hazard),
        state: hazard.state,
        previous: record,
        derived: dueAttributes(hazard, now, settings),
      },
    ],
  });
  // Somebody was faster: the message comes back and looks again.
  if (!written.ok) throw new Error(`lateness of ${id} was refused: ${written.code}`);
  return outcome.kind;
};

export const workerWith = (dependencies: () => Files) =>
  defineWorker({
    capability: 'hazard-tracking',
    done: 'DEADLINE_HANDLED',
    failed: 'DEADLINE_FAILED',
    dependencies,
    message: dueKey,
    work: workOff,
  });

/** Works off the queue of due hazards. */
export const handler = workerWith(deadlineDependencies);
