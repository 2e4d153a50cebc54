import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { lambdaContext } from '../../builders/queue-event.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import { tableName } from '../../builders/stage.ts';
import { poll } from '../../transport/poll.ts';
import { invoke } from '../../transport/process.ts';
import { between, chance, moveClock, oneOf } from './chance.ts';
import { commandOf, sendReadings, type Command, type DeedName } from './deeds.ts';
import { sideBySide, stepClock, type Kind } from './kinds.ts';
import {
  listeners,
  makeFunctions,
  queueNames,
  visibilitySeconds,
  type Cast,
  type Functions,
} from './province.ts';
import { makeReader, type Reader } from './readers.ts';

type Step = () => Promise<void>;
export interface Accepted {
  readonly name: DeedName;
  readonly text: string;
}
/** How deeds go on: under which kind of fault, and whether each command is sent by two who do not know of each other. */
export interface Manner {
  readonly kind?: Kind;
  readonly twice?: boolean;
}
export interface Played {
  readonly accepted: readonly Accepted[];
  /** Entries that the stream gave up on, for the publisher and for the integrator. */
  readonly untold: number;
  readonly withoutPlace: number;
}

/** A table's stream has several shards; all entries of one file are in one of them. */
const shardOf = (record: DynamoDBRecord): number =>
  (record.dynamodb?.Keys?.['pk']?.S ?? '').charCodeAt(29) % 2;
const setAsideBy = (readers: readonly Reader[]): number =>
  readers.reduce((sum, one) => sum + one.setAside(), 0);

/** Invocations after which a run is said to go on for ever; an undisturbed one needs about thirty. */
const mostSteps = 2_000;

/**
 * Lets deeds and all that follows from them go on until nothing is left: callers ask again with the same key until they
 * are answered, the stream goes on from the entry that failed, queues deliver until a message is worked off.
 */
export const play = async (
  loaded: Functions,
  cast: Cast,
  deeds: readonly DeedName[],
  { kind, twice = false }: Manner,
): Promise<Played> => {
  let functions = loaded;
  const { world } = loaded.stage;
  const accepted: Accepted[] = [];
  let [steps, busy, heard] = [0, 0, world.events.list().length];

  const commands = deeds.flatMap((name) => commandOf(name, cast) ?? []);
  let toSend: readonly Command[] = twice ? [...commands, ...commands] : commands;
  if (deeds.includes('readings')) sendReadings(loaded.stage, cast);

  /** An invocation as a process of its own; what is left of one that died is thrown away. */
  const run = async <T>(work: () => Promise<T>): Promise<T | 'died'> => {
    const ended = await invoke(work, stepClock(kind));
    if (!ended.died) return ended.value;
    functions = makeFunctions(world);
    return 'died';
  };

  const send = async (command: Command): Promise<void> => {
    toSend = toSend.toSpliced(toSend.indexOf(command), 1);
    const { name, route, caller, given } = command;
    const answer = await run(async () => await functions.stage.ask(route, caller, given));
    if (answer !== 'died' && answer.status < 300) {
      accepted.push({ name, text: answer.text });
      return;
    }
    // No answer, an outage, or somebody was faster: the caller asks again, under the same key.
    const isFinal = answer !== 'died' && answer.status < 500 && !answer.text.includes('RECORD_CHANGED');
    if (isFinal) throw new Error(`${name} was refused: ${answer.text}`);
    toSend = [...toSend, command];
  };

  const readBy = (
    most: number,
    work: (records: readonly DynamoDBRecord[]) => Promise<DynamoDBBatchResponse>,
  ) =>
    [0, 1].map((shard) =>
      makeReader({
        ...{ world, most, begin: world.stream(tableName).length },
        from: (place) => functions.stage.entries(place).filter((record) => shardOf(record) === shard),
        work: async (records) => await run(async () => await work(records)),
      }),
    );
  const publishers = readBy(6, async (given) => await functions.stage.publish({ Records: [...given] }));
  const integrators = readBy(20, async (given) => await functions.stage.integrate({ Records: [...given] }));
  const publish = async (publisher: Reader): Promise<void> => {
    await publisher.read();
    const events = world.events.list().slice(heard);
    heard += events.length;
    for (const { detail, detailType } of world.deliver(events, 'bus'))
      for (const queue of listeners(detailType)) world.sqs.put(queue, JSON.stringify({ detail }));
  };

  const due = keys.current(cast.west, 'HAZARD', cast.due);
  const versionOfDue = () => JSON.stringify(world.item(tableName, due)?.['version']);
  const before = versionOfDue();
  const sweeps = (): boolean => deeds.includes('sweep') && versionOfDue() === before;
  /** The schedule's minute, as long as it finds something. */
  const sweep = async (): Promise<void> => {
    await run(async () => await functions.sweep({ operation: 'sweep' }, lambdaContext)).catch(() => 'failed');
  };

  const others = (): readonly Step[] => [
    ...toSend.map((command) => async () => await send(command)),
    ...publishers.filter((one) => one.hasWork()).map((one) => async () => await publish(one)),
    ...queueNames
      .filter((name) => world.sqs.visible(name) > 0)
      .map((name) => async () => {
        const work = functions.queues[name];
        const end = await poll(
          world,
          name,
          between(1, 10),
          (event) => work(event, lambdaContext),
          stepClock(kind),
        );
        if (end === 'died') functions = makeFunctions(world);
      }),
    ...(sweeps() && world.sqs.left('hazard-due') === 0 ? [sweep] : []),
  ];
  /** Integrators take what has gathered, mostly when nothing else is to be done: many entries at once. */
  const ready = (): readonly Step[] => {
    const waiting = others();
    const gathered = integrators.filter((one) => one.hasWork());
    const areNext = gathered.length > 0 && (waiting.length === 0 || chance() < 0.05);
    return areNext ? gathered.map((one) => async () => await one.read()) : waiting;
  };
  const isOver = (): boolean => queueNames.every((name) => world.sqs.left(name) === 0) && !sweeps();

  const worker = async (): Promise<void> => {
    for (; steps < mostSteps;) {
      const step = oneOf(ready());
      if (step !== undefined) {
        [steps, busy] = [steps + 1, busy + 1];
        await step();
        busy -= 1;
        continue;
      }
      if (busy === 0) {
        if (isOver()) return;
        world.sqs.pass(visibilitySeconds);
        moveClock(visibilitySeconds * 1000);
      }
      await new Promise<void>((resolve) => void setImmediate(resolve));
    }
    throw new Error(`the run goes on after ${mostSteps} invocations`);
  };
  await Promise.all(Array.from({ length: sideBySide(kind) }, worker));
  return { accepted, untold: setAsideBy(publishers), withoutPlace: setAsideBy(integrators) };
};
