import { tableName } from '../../builders/stage.ts';
import type { FaultRule } from '../../transport/faults.ts';
import { holdTime, reseed, setClock, some } from './chance.ts';
import { deedNames, type DeedName } from './deeds.ts';
import { arm, type Kind } from './kinds.ts';
import { makeFunctions, prepare } from './province.ts';
import { play, type Manner } from './run.ts';
import { traceOf } from './trace.ts';
import { faultsOf, shapeOf } from './shape.ts';

const begin = '2026-11-16T16:30:00.000Z';

/** A prepared province to which every run comes back. `close` gives clock, timers and dice back. */
export const makeHouse = async () => {
  const functions = makeFunctions();
  const { world } = functions.stage;
  const close = holdTime(world);
  reseed(world, 1);
  const cast = await prepare(functions);
  const ledgerKey = await functions.stage.ledgerKey();
  const restore = world.save();
  const shapes = new Map<string, { readonly shape: readonly string[]; readonly calls: number }>();

  const start = (seed: number): void => {
    world.calm();
    restore();
    setClock(begin);
    reseed(world, seed);
  };
  /** How the same deeds end, and how many calls they cost, when nothing goes wrong. */
  const undisturbed = async (deeds: readonly DeedName[], withScore: boolean) => {
    const name = [...deeds.toSorted(), withScore].join(' ');
    const known = shapes.get(name);
    if (known !== undefined) return known;
    start(1);
    const played = await play(functions, cast, deeds, {});
    const { calls } = world.counts();
    const shape = shapeOf(world, cast, withScore);
    const faults = faultsOf(world, cast, played, shape, { withScore, ledgerKey });
    if (faults.length > 0) throw new Error(`undisturbed, and yet: ${faults.join('; ')}`);
    shapes.set(name, { shape, calls });
    return { shape, calls };
  };
  const playWith = async (
    seed: number,
    deeds: readonly DeedName[],
    manner: Manner,
    armed: (calls: number) => void,
  ): Promise<readonly string[]> => {
    const withScore = manner.kind !== 'clock step';
    const { shape, calls } = await undisturbed(deeds, withScore);
    start(seed);
    armed(calls);
    try {
      const played = await play(functions, cast, deeds, manner);
      return faultsOf(world, cast, played, shape, { withScore, ledgerKey });
    } catch (error) {
      return [String(error)];
    }
  };
  return {
    close,
    undisturbed: async () => await undisturbed(deedNames, true),
    /** Three deeds of the seed's choice under one kind of fault; gives what is wrong at the end. */
    run: async (kind: Kind, seed: number): Promise<readonly string[]> => {
      reseed(world, seed);
      const deeds = some(deedNames, 3);
      const manner = { kind, twice: kind === 'duplicate' };
      return await playWith(seed, deeds, manner, (calls) => arm(world, kind, calls));
    },
    /** All deeds, one process after another, with one fault at one call. */
    runWith: async (rule: FaultRule): Promise<readonly string[]> =>
      await playWith(1, deedNames, {}, () => world.inject(rule)),
    /** What the last run did to the table, item by item in their order, and how many calls it took. */
    trace: () => traceOf(world, tableName),
  };
};
