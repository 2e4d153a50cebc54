import { answerMachine, request } from '../../functions/hazard-tracking/task.ts';
import type { Envelope } from '../../shared/contracts/events.ts';
import { invoke } from '../transport/process.ts';
import { deliver } from '../unit/hazard-tracking/find.ts';
import { makeWorld, type World } from '../unit/hazard-tracking/world.ts';
import { hazardLoop, runMachine, type Run } from './machine.ts';

/** A world in which the machines really run: files, events, tokens and executions together. */
export const makeLoops = async (settings?: Parameters<typeof makeWorld>[0]) => {
  const world: World = await makeWorld(settings);
  const machine = hazardLoop();
  const runs = new Map<string, Run>();
  const lost = new Set<string>();
  let onCall: (operation: unknown) => void = () => undefined;
  const begin = (): void => {
    for (const { name, input } of world.transport.sfn.executions()) {
      if (runs.has(name)) continue;
      const started = world.now();
      const run = runMachine(machine, input, {
        invoke: async (payload) => {
          onCall(payload['operation']);
          const ended = await invoke(async () => await answerMachine(request.parse(payload), world.deps));
          if (ended.died) throw Object.assign(new Error('the function ended'), { name: 'Runtime.ExitError' });
          return ended.value;
        },
        answerTo: (token) => world.transport.sfn.answers().find((one) => one.token === token),
        startedAt: () => started,
      });
      runs.set(name, run);
    }
  };
  const advance = async (): Promise<boolean> => {
    begin();
    let moved = false;
    for (const [name, run] of runs) if (!lost.has(name) && (await run.advance())) moved = true;
    return moved;
  };
  /** Delivers until everything is worked off: what failed, or was in the hands of a process that died, comes again. */
  const hear = async (events: readonly Envelope[]): Promise<void> => {
    let left = events;
    for (let receives = 0; left.length > 0; receives += 1) {
      if (receives === 5) throw new Error(`not worked off: ${left.map(({ type }) => type).join(' ')}`);
      const given = left;
      const ended = await invoke(async () => await deliver(world, given));
      if (!ended.died) left = ended.value;
    }
  };
  /** Lets events and machines go on until all is quiet. `arrange` may repeat or reorder the deliveries. */
  const settle = async (arrange = (events: readonly Envelope[]) => events): Promise<void> => {
    for (;;) {
      const events = await world.events();
      await hear(arrange(events));
      const moved = await advance();
      if (!moved && events.length === 0) return;
    }
  };
  const open = async (): Promise<{ readonly id: string; readonly run: Run }> => {
    await world.fileReport([{ number: '17', verdict: 'FAIL' }]);
    await settle();
    const id = (await world.hazards()).at(-1)?.id ?? '';
    const run = runs.get(`${id}-1`);
    if (run === undefined) throw new Error('no execution began');
    return { id, run };
  };
  /** Something that befalls each call of the task, before it: what is thrown is the error that the machine sees. */
  const delay = (how: typeof onCall): void => {
    onCall = how;
  };
  return { ...world, machine, runs, settle, advance, open, delay };
};
export type Loops = Awaited<ReturnType<typeof makeLoops>>;
