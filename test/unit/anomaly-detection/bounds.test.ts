import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../shared/access/caller.ts';
import { instant } from '../../builders/heads.ts';
import { crowd, hotPerson, hotSignature, imaginedCrowd } from '../../builders/crowd.ts';
import { locationOf, province } from '../../builders/parties.ts';
import { tableName } from '../../builders/stage.ts';
import { makeCast, type Cast } from './cast.ts';

let cast: Cast;
beforeEach(async () => {
  cast = await makeCast();
});

describe('look-ups are bounded', () => {
  const callsOfDetection = async () => {
    await cast.submit(cast.here(0));
    await cast.stage.publish({ Records: [...cast.stage.entries()] });
    cast.stage.world.reset();
    expect(await cast.stage.deliver('anomaly-detection', [cast.lastEvent()])).toEqual([]);
    const { calls, depth, readUnits } = cast.stage.world.counts();
    return { calls, depth, readUnits };
  };

  /** Signature under which the report that came in last is indexed. */
  const aSignature = (): string => {
    const places = cast.stage.world
      .items(tableName)
      .flatMap(({ pk }) => (pk !== undefined && 'S' in pk ? [pk.S] : []));
    return places.findLast((pk) => pk.startsWith('ix#values#'))?.slice('ix#values#'.length) ?? '';
  };

  it(
    'the same calls, depth and read units with a thousand and with a million other reports on file',
    { timeout: 120_000 },
    async () => {
      crowd(cast.stage, 1_000, cast.crew.technicians);
      const few = await callsOfDetection();
      // One read of the report, one of all whom it names, two technicians, six columns of values, one write of what the rules said.
      expect(few).toEqual({ calls: 11, depth: 3, readUnits: few.readUnits });
      for (const count of [1_000, 1_000_000]) {
        cast = await makeCast();
        imaginedCrowd(cast.stage, count, cast.crew.technicians);
        expect(await callsOfDetection()).toEqual(few);
      }
    },
  );

  it(
    'nor does it ask more often when a million reports share a signature with this one',
    { timeout: 120_000 },
    async () => {
      const calls: object[] = [];
      for (const count of [1_000, 1_000_000]) {
        cast = await makeCast();
        await cast.submit(cast.here(0));
        imaginedCrowd(cast.stage, count, [], aSignature());
        await cast.stage.publish({ Records: [...cast.stage.entries()] });
        cast.stage.world.reset();
        expect(await cast.stage.deliver('anomaly-detection', [cast.lastEvent()])).toEqual([]);
        const { calls: made, depth, readUnits } = cast.stage.world.counts();
        calls.push({ made, depth, readUnits });
      }
      expect(calls[0]).toMatchObject({ made: 11, depth: 3 });
      expect(calls[1]).toEqual(calls[0]);
    },
  );

  /** What the rules said of the last report, in the log and in the file of the organisation. */
  const runAndTold = async (prepare: () => void) => {
    const lines: string[] = [];
    vi.spyOn(console, 'info').mockImplementation((line: unknown) => {
      lines.push(String(line));
    });
    cast = await makeCast({ logs: true });
    await cast.submit(cast.here(0));
    prepare();
    await cast.stage.publish({ Records: [...cast.stage.entries()] });
    cast.stage.world.reset();
    expect(await cast.stage.deliver('anomaly-detection', [cast.lastEvent()])).toEqual([]);
    expect(cast.stage.world.counts().operations['dynamodb.Query']?.calls).toBe(8);
    const derived = async (who: Caller) =>
      (await cast.stage.ask('readFile', who, { path: { id: cast.crew.id } })).body.derived.filter(
        (item: { kind: string }) => item.kind === 'RULE_RUN',
      );
    const [told] = await derived(province);
    // It is said in the file to officers, and to nobody else.
    expect(await derived(cast.crew.clerk)).toEqual([]);
    return {
      run: lines.map((line) => JSON.parse(line)).findLast(({ message }) => message === 'RULES_RUN'),
      told,
    };
  };

  it('a hot signature ends in "cannot tell", not in a longer query', async () => {
    const { run, told } = await runAndTold(() => hotSignature(cast.stage, aSignature(), 60));
    expect(run).toMatchObject({ applies: 0, cannotTell: 1 });
    expect(await cast.leads()).toEqual([]);
    expect(told.rules).toContainEqual(
      expect.objectContaining({
        rule: 'R21',
        outcome: 'cannot tell',
        missing: [expect.stringContaining('copies/')],
      }),
    );
  });

  it('a person with more jobs than anybody does ends in "cannot tell", not in a longer query', async () => {
    const { run, told } = await runAndTold(() =>
      hotPerson(cast.stage, cast.crew.technicians[0], instant('2026-03-02T00:30:00Z'), locationOf(1), 150),
    );
    expect(run).toMatchObject({ applies: 0, cannotTell: 2 });
    expect(await cast.leads()).toEqual([]);
    for (const rule of ['R01', 'R03'])
      expect(told.rules).toContainEqual(
        expect.objectContaining({
          rule,
          outcome: 'cannot tell',
          missing: [`personIntervals/${cast.crew.technicians[0]}/rest`],
        }),
      );
  });
});
