import { beforeAll, describe, expect, it } from 'vitest';
import { treatOf, type Hands } from '../../../scripts/redrive/treat.ts';
import type { DeadLetters, Way } from '../../../scripts/redrive/ways.ts';
import { givePlaces, placeless } from '../../../scripts/redrive/placeless.ts';
import { choose, type Chosen } from '../../../scripts/republish/choose.ts';
import { readOptions } from '../../../scripts/republish/options.ts';
import { archivedSince, type Archive } from '../../../scripts/republish/segments.ts';
import { tellAgain, type Told } from '../../../scripts/republish/tell.ts';
import { addMs, fromEpochMs, parseInstant, toEpochMs, type Instant } from '../../../shared/kernel/time.ts';
import { registerOrganisation, registerStation, reportBy } from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { archiveName, makeStage, tableName, type Stage } from '../../builders/stage.ts';

const archiveOf = ({ world }: Stage): Archive => {
  const objects = () => world.s3.list(archiveName).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return {
    keys: async function* (prefix, after) {
      yield* await Promise.resolve(
        objects().flatMap(({ key }) => (key.startsWith(prefix) && key > after ? [key] : [])),
      );
    },
    read: async (key) => {
      const found = objects().find((one) => one.key === key);
      return await Promise.resolve(Buffer.from(found?.bytes ?? '').toString('utf8'));
    },
  };
};

/** A station, a crew, a report with a failed point and a verdict that contradicts its value: leads and hazards follow. */
const play = async (stage: Stage): Promise<void> => {
  const crew = await registerOrganisation(stage);
  const station = await registerStation(stage, 1);
  const body = plantVerdictConflict(
    withFailures(reportBy(crew, station, 0), ['2-01']),
    '1-05',
    'BAD_VALUE_PASSES',
  );
  const { status } = await stage.ask('submitReport', crew.clerk, { body });
  if (status !== 202) throw new Error(`the report: ${status}`);
  await stage.settle();
};

const past = fromEpochMs(0);
const all = { from: past, to: undefined, type: undefined };
let stage: Stage;
let archive: Archive;
beforeAll(async () => {
  stage = makeStage();
  archive = archiveOf(stage);
  await play(stage);
});
const chosen = async (wanted: Parameters<typeof choose>[1]): Promise<Chosen> =>
  await choose(archivedSince(archive, wanted.from), wanted);
const placesOf = ({ entries }: Chosen) => entries.map(({ entry }) => entry);
const everything = (): string => JSON.stringify(stage.world.items(tableName));

describe('entries told again out of the archive', () => {
  it('are all that there are, in the order of the tree', async () => {
    const { entries, reach, types } = await chosen(all);
    const written = stage.entries().map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S);
    expect(entries.length).toBe(written.length);
    expect(entries.map(({ index }) => index)).toEqual(written.map((_, at) => at));
    expect(reach?.index).toBe(written.length - 1);
    expect([...types.values()].reduce((sum, count) => sum + count, 0)).toBe(written.length);
    expect(types.get('InspectionReportReceived')).toBe(1);
  });

  it('twice, everything: no item of any file, and nothing else in the table, differs; the events are the same', async () => {
    const before = everything();
    const events = stage.world.events.list().length;
    const places = placesOf(await chosen(all));
    for (let round = 0; round < 2; round += 1) {
      const told = await tellAgain(async (order) => await callPublisher(order), places);
      expect(told).toEqual({ told: places.length, failed: [] });
      await stage.settle();
    }
    const list = stage.world.events.list();
    expect(list.length).toBe(3 * events);
    expect(new Set(list.map(({ detail }) => JSON.stringify(detail))).size).toBe(events);
    expect(everything()).toBe(before);
  });

  it('of one type, of one span: nothing else', async () => {
    const type = 'InspectionReportReceived';
    const [only] = placesOf(await chosen({ ...all, type }));
    if (only === undefined) throw new Error('no report');
    expect(only.type).toBe(type);
    const at = only.time;
    const span = placesOf(await chosen({ from: at, to: at, type: undefined }));
    expect(span.map(({ id }) => id)).toContain(only.id);
    expect(span.every(({ time }) => time === at)).toBe(true);
    expect(placesOf(await chosen({ ...all, from: addMs(at, 3_600_000) }))).toEqual([]);
  });

  it('come once although the segment of a lost race lies there too', async () => {
    const orphan: Archive = {
      ...archive,
      keys: async function* (prefix, after) {
        for await (const key of archive.keys(prefix, after)) yield* [key, key];
      },
    };
    const found = await choose(archivedSince(orphan, past), all);
    expect(found.entries.length).toBe((await chosen(all)).entries.length);
  });

  it('that cannot be told are named; the others are told', async () => {
    const [one] = placesOf(await chosen(all));
    if (one === undefined) throw new Error('no entry');
    const wanted = [{ subject: one.subject, sequence: 900 }, one];
    expect(await tellAgain(async (order) => await callPublisher(order), wanted)).toMatchObject({
      told: 1,
      failed: [{ subject: one.subject, sequence: 900, why: expect.any(String) }],
    });
  });
});

/** The publisher as Lambda calls it: what is ordered comes as JSON. */
const callPublisher = async (order: object): Promise<unknown> =>
  await stage.publish(JSON.parse(JSON.stringify(order)));

const letter = (body: unknown, sentAt = 0) => ({
  ...{ id: 'a', receipt: 'r', body: JSON.stringify(body), sentAt },
});
const none = (): never => {
  throw new Error('not wanted here');
};
const hands: Hands = {
  ...{ send: none, tell: none, sweep: none, place: none, archived: none, aheadMs: 0 },
};
const dead = (way: Way): DeadLetters => ({
  ...{ short: 'x', stage: '33', way, to: undefined },
  queue: { name: 'leian-33-x-dlq', url: 'x', waiting: 1, inHand: 0, deadLetters: undefined },
});

describe('letters that hold no message of work', () => {
  const told: Told = { told: 1, failed: [] };
  const batch = (first: Instant, last: Instant, batchSize = 1) => ({
    DDBStreamBatchInfo: {
      ...{ approximateArrivalOfFirstRecord: first, approximateArrivalOfLastRecord: last, batchSize },
    },
  });

  it('of the publisher: all of their time is told, each entry once; beyond the archive they stay', async () => {
    const { entries } = await chosen(all);
    const time = entries.at(-1)?.entry.time ?? past;
    const asked: number[] = [];
    const treat = treatOf(dead('retell'), {
      ...hands,
      tell: async (places) => {
        asked.push(places.length);
        return await Promise.resolve(told);
      },
      archived: async (from, to) => await chosen({ from, to, type: undefined }),
    });
    const ceiled = fromEpochMs(Math.ceil(toEpochMs(time) / 1000) * 1000);
    expect(await treat(letter(batch(time, ceiled)))).toEqual({ done: true });
    expect(await treat(letter(batch(time, ceiled)))).toEqual({ done: true });
    expect(asked).toEqual([entries.length, 0]);
    const later = addMs(time, 60_000);
    expect(await treat(letter(batch(time, later)))).toMatchObject({ done: false });
    expect(await treat(letter(batch(time, ceiled, entries.length + 1)))).toMatchObject({ done: false });
    expect(await treat(letter({ anything: 1 }))).toMatchObject({ done: false });
  });

  it('of the nation: the entry of each event is told', async () => {
    const seen: unknown[] = [];
    const tell: Hands['tell'] = async (places) => {
      seen.push(...places);
      const why = 'no such entry in the table';
      return await Promise.resolve(
        places[0]?.sequence === 9 ? { told: 0, failed: places.map((one) => ({ ...one, why })) } : told,
      );
    };
    const treat = treatOf(dead('tell'), { ...hands, tell });
    expect(await treat(letter({ detail: { subject: 'sub_1', sequence: 3, id: 'e' } }))).toEqual({
      done: true,
    });
    expect(seen).toEqual([{ subject: 'sub_1', sequence: 3 }]);
    expect(await treat(letter({ detail: { subject: 'sub_1', sequence: 9 } }))).toEqual({
      ...{ done: false, why: 'no such entry in the table' },
    });
    expect(await treat(letter('text'))).toMatchObject({ done: false });
  });

  it('of the sweep: one call for all of them; when it fails they stay', async () => {
    let calls = 0;
    const sweep = async (): Promise<void> => {
      calls += 1;
      await Promise.resolve();
    };
    const treat = treatOf(dead('sweep'), { ...hands, sweep });
    expect([await treat(letter(1)), await treat(letter(2))]).toEqual([{ done: true }, { done: true }]);
    expect(calls).toBe(1);
  });

  it('of a queue that nobody has heard of: they stay', async () => {
    expect(await treatOf(dead('unknown'), hands)(letter(1))).toMatchObject({ done: false });
    expect(await treatOf(dead('move'), hands)(letter(1))).toMatchObject({ done: false });
  });
});

describe('entries without a place in the tree', () => {
  const keys = [
    ...['I#0000000001', 'L#0000000001', 'L#0000000002'].map((sk) => ({ pk: 'sub_a', sk })),
    ...['I#0000000001', 'I#0000000002', 'L#0000000001', 'L#0000000002'].map((sk) => ({ pk: 'sub_b', sk })),
    ...['L#0000000001'].map((sk) => ({ pk: 'sub_c', sk })),
  ];
  it('are found over the pages of a table, wherever a page ends', async () => {
    for (let size = 1; size <= keys.length; size += 1) {
      const found = await placeless(async (after) => {
        const from = Number(after?.['at']?.S ?? 0);
        const next = from + size < keys.length ? { at: { S: String(from + size) } } : undefined;
        return await Promise.resolve({ keys: keys.slice(from, from + size), next });
      });
      expect(found, `pages of ${size}`).toEqual([
        { subject: 'sub_a', sequence: 2 },
        { subject: 'sub_c', sequence: 1 },
      ]);
    }
  });
  it('get one from the integrator; a head that is not signed is no success', async () => {
    const places = [{ subject: 'sub_a', sequence: 2 }];
    const answer = (signed: boolean) => async () =>
      await Promise.resolve({
        integrated: places.map((one) => ({ ...one, index: 4 })),
        notIntegrated: [],
        signed,
      });
    expect(await givePlaces(answer(true), places)).toEqual({ told: 1, failed: [] });
    await expect(givePlaces(answer(false), places)).rejects.toThrow('HEAD_FAILED');
  });
});

it('the command line: all that is wrong with it, or what to do', () => {
  expect(readOptions(['--from', '2026-11-23T08:00:00+08:00', '--type', 'HazardMoved', '--dry-run'])).toEqual({
    ...{ from: parseInstant('2026-11-23T00:00:00Z'), to: undefined, type: 'HazardMoved' },
    ...{ dryRun: true, province: undefined, world: undefined },
  });
  const from = ['--from', '2026-11-23T08:00:00Z'];
  for (const bad of [
    ...[[], ['--from', '2026-11-23'], [...from, '--to', '2026-11-22T08:00:00Z'], [...from, 'more']],
    ...[
      [...from, '--type', 'Nothing'],
      [...from, '--province', 'x'],
    ],
  ])
    expect(readOptions(bad)).toHaveProperty('faults');
});
