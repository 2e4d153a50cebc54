import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archivedHeads } from '../../builders/tree-audit.ts';
import { archiveName, makeStage, type Stage } from '../../builders/stage.ts';
import { invoke } from '../../transport/process.ts';
import { auditOf, batch, sealed, stageWith, write } from './world.ts';

const nothingBack = { batchItemFailures: [] };

/** Gives the batch as often as the stream would, until it is taken. */
const untilTaken = async (stage: Stage, records = batch(stage)): Promise<number> => {
  for (let tries = 1; tries <= 20; tries += 1) {
    const { batchItemFailures } = await stage.integrate(records);
    if (batchItemFailures.length === 0) return tries;
  }
  throw new Error('never taken');
};

describe('two writers at once', () => {
  it('of the same entries: each gets one place', async () => {
    const stage = await stageWith(12);
    stage.world.inject({ fault: 'shuffle' });
    const other = makeStage({ on: stage.world });
    const answers = await Promise.all([
      stage.integrate(batch(stage)),
      other.integrate(batch(stage)),
      other.integrate(batch(stage, 4)),
    ]);
    expect(answers).toEqual([nothingBack, nothingBack, nothingBack]);
    expect(await auditOf(stage)).toMatchObject(sealed(12));
  });

  it.each([1, 2, 3, 4, 5])(
    'of different ones: nobody’s places are lost, whoever was slower looks again (seed %i)',
    async (seed) => {
      const stage = await stageWith(40, seed);
      stage.world.inject({ fault: 'shuffle' });
      const answers = await Promise.all(
        [0, 10, 20, 30].map(async (from) =>
          makeStage({ on: stage.world }).integrate(batch(stage, from, from + 10)),
        ),
      );
      expect(answers).toEqual([nothingBack, nothingBack, nothingBack, nothingBack]);
      const audit = await auditOf(stage);
      expect(audit).toMatchObject(sealed(40));
      expect(audit.heads.at(-1)).toBe(40);
      expect(stage.world.counts().operations['dynamodb.TransactWriteItems']?.failed).toBeGreaterThan(0);
    },
  );

  it('a conflict that the table reports is a race, no failure', async () => {
    const stage = await stageWith(5);
    stage.world.inject({ fault: 'conflict', operation: 'dynamodb.TransactWriteItems', times: 3 });
    expect(await stage.integrate(batch(stage))).toEqual(nothingBack);
    expect(await auditOf(stage)).toMatchObject({ ...sealed(5), heads: [5] });
  });
});

describe('a process that dies', () => {
  it.each(['crash', 'crash-late'] as const)(
    '%s, at any of its calls: the batch comes again and ends in the same tree',
    async (fault) => {
      const stage = await stageWith(70);
      await stage.integrate(batch(stage, 0, 3));
      await write(stage, 0, 'later');
      const back = stage.world.save();
      stage.world.reset();
      await makeStage({ on: stage.world }).integrate(batch(stage));
      const { calls } = stage.world.counts();
      expect(calls).toBeGreaterThan(12);
      const wanted = await auditOf(stage);
      for (let at = 0; at < calls; at += 1) {
        back();
        stage.world.inject({ fault, skip: at, times: 1 });
        const dying = makeStage({ on: stage.world });
        const ended = await invoke(async () => dying.integrate(batch(stage)));
        stage.world.calm();
        expect(ended.died, `call ${at}`).toBe(true);
        await untilTaken(makeStage({ on: stage.world }), batch(stage));
        const audit = await auditOf(stage);
        expect(audit.faults, `call ${at}`).toEqual([]);
        expect([audit.size, audit.waiting, audit.heads.at(-1)], `call ${at}`).toEqual([71, 0, 71]);
        expect(audit.heads, `call ${at}`).toEqual(expect.arrayContaining([...wanted.heads]));
      }
    },
  );
});

it('whatever is repeated, reordered, lost, refused or raced, every entry ends at one place, under heads that begin with one another', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 2 ** 30 }),
      fc.integer({ min: 1, max: 45 }),
      fc.array(fc.record({ from: fc.nat(44), count: fc.integer({ min: 1, max: 30 }), mixed: fc.boolean() }), {
        minLength: 1,
        maxLength: 5,
      }),
      async (seed, count, given) => {
        const stage = await stageWith(count, seed);
        stage.world.inject({ fault: 'shuffle' });
        stage.world.inject({ fault: 'conflict', operation: 'dynamodb.TransactWriteItems', rate: 0.2 });
        for (const fault of ['timeout', 'throttle'] as const) stage.world.inject({ fault, rate: 0.05 });
        stage.world.inject({ fault: 'duplicate', rate: 0.3 });
        const records = (from: number, to: number) => stage.world.deliver(batch(stage, from, to).Records);
        await Promise.all(
          given.map(async ({ from, count: length, mixed }) => {
            const some = records(from, from + length);
            // What comes back comes again with the whole at the end.
            await makeStage({ on: stage.world }).integrate({
              Records: mixed ? some.toReversed() : [...some],
            });
          }),
        );
        stage.world.calm();
        await untilTaken(stage);
        expect(await auditOf(stage)).toMatchObject(sealed(count));
        const heads = archivedHeads(stage.world, archiveName);
        expect(heads.at(-1)?.split('\n')[1]).toBe(String(count));
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);
