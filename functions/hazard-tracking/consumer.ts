import { toJson } from '../../shared/kernel/canonical.ts';
import { deviceAlarm } from '../../shared/contracts/device.ts';
import {
  eventStates,
  type Envelope,
  type EventState,
  type EventType,
} from '../../shared/contracts/events.ts';
import type { Hazard } from '../../shared/contracts/hazard.ts';
import { unpackPoints } from '../../shared/contracts/packed-points.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { defineConsumer, on, type Received } from '../../shared/lambda/consumer.ts';
import { appendAll } from '../../shared/subject-file/append.ts';
import { bytesOf } from '../../shared/subject-file/item.ts';
import { keys } from '../../shared/subject-file/keys.ts';
import { readRecord } from '../../shared/subject-file/read.ts';
import type { RecordChange } from '../../shared/subject-file/record.ts';
import { dueAttributes } from './deadlines.ts';
import { loopDependencies, type Files, type LoopParts } from './dependencies.ts';
import { hazardOfAlarm, hazardsOfReport } from './found.ts';
import { executionName, settle, type LoopInput } from './loop.ts';

const startsAtOnce = 8;

/**
 * Writes new hazards into the file of their key unit. Ids and entries follow from the event (its id and time), so a
 * second delivery finds them written and adds only what a crash left out.
 */
const open = async (
  hazards: readonly Hazard[],
  event: Envelope,
  now: Instant,
  deps: Files,
): Promise<void> => {
  if (hazards.length === 0) return;
  const changes = hazards.map((hazard): RecordChange => ({
    kind: 'HAZARD',
    id: hazard.id,
    body: toJson(hazard),
    state: hazard.state,
    derived: dueAttributes(hazard, now, deps.settings),
  }));
  const written = await appendAll(deps.table, {
    subject: event.subject,
    type: 'HazardFound',
    cause: event.id,
    time: event.time,
    actor: { ref: 'function:hazard-tracking-consumer', role: 'system' },
    source: { channel: 'system' },
    causation: event.id,
    correlation: event.correlation,
    changes,
  });
  if (!written.ok) throw new Error(`hazards of ${event.id} were refused: ${written.code}`);
};

type State<T extends EventType> = Received<EventState<T>>;

const findInReport = async (
  { event, state, now }: State<'InspectionReportReceived'>,
  deps: Files,
): Promise<void> => {
  if (state.failedPointCount === 0) return;
  const item = await deps.table.get(keys.current(event.subject, 'POINTS', state.id));
  if (item === undefined) throw new Error(`${event.subject} holds no points of ${state.id}`);
  const { points } = unpackPoints(bytesOf(item, 'packed'));
  const found = { keyUnit: event.subject, at: event.time, settings: deps.settings };
  await open(hazardsOfReport(state, points, found), event, now, deps);
};

const findInAlarm = async ({ event, state, now }: State<'DeviceAlarmRaised'>, deps: Files): Promise<void> => {
  const alarm = await readRecord(deps.table, deviceAlarm, event.subject, 'DEVICE_ALARM', state.id);
  if (alarm === undefined) throw new Error(`${event.subject} holds no ${state.id}`);
  const found = { keyUnit: event.subject, at: event.time, settings: deps.settings };
  await open([hazardOfAlarm(alarm.body, found)], event, now, deps);
};

/** One execution for each hazard; one that runs already is as good. */
const startLoops = async (
  { event, state }: State<'HazardFound'>,
  { machine }: Pick<LoopParts, 'machine'>,
): Promise<void> => {
  for (let from = 0; from < state.hazards.length; from += startsAtOnce) {
    await Promise.all(
      state.hazards.slice(from, from + startsAtOnce).map(async ({ id }) => {
        const input: LoopInput = { subject: event.subject, hazard: id, run: 1 };
        await machine.start(executionName(id, input.run), input);
      }),
    );
  }
};

const tellMachine = async (
  { event, state }: State<'HazardMoved' | 'HazardOverdue'>,
  deps: LoopParts,
): Promise<void> => {
  await settle(deps, event.subject, state.id);
};

export const consumerWith = (dependencies: () => LoopParts) =>
  defineConsumer<LoopParts>({
    capability: 'hazard-tracking',
    dependencies,
    reactions: [
      on('InspectionReportReceived', eventStates.InspectionReportReceived, findInReport),
      on('DeviceAlarmRaised', eventStates.DeviceAlarmRaised, findInAlarm),
      on('HazardFound', eventStates.HazardFound, startLoops),
      on('HazardMoved', eventStates.HazardMoved, tellMachine),
      on('HazardOverdue', eventStates.HazardOverdue, tellMachine),
    ],
  });

/** Opens hazards, starts their loops, and tells the machine what has happened in the file. */
export const handler = consumerWith(loopDependencies);
