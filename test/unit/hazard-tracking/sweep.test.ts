import { describe, expect, it } from 'vitest';
import { sweep, usualBounds } from '../../../functions/hazard-tracking/sweeping.ts';
import { workOff } from '../../../functions/hazard-tracking/deadline.ts';
import { keys } from '../../../shared/subject-file/keys.ts';
import {
  at,
  dayMs,
  dueQueue,
  manager,
  officer,
  makeWorld,
  settingsWith,
  tableName,
  type World,
  unitId,
} from './world.ts';
import { findAll } from './find.ts';

const hour = 3_600_000;

/** A world with one hazard that was ordered to be rectified by that day. */
const ordered = async (dueOn: string, settings = settingsWith()) => {
  const world = await makeWorld(settings);
  await world.fileReport([{ number: '17', verdict: 'FAIL' }]);
  const [id = ''] = await findAll(world);
  await world.command(id, 'confirm', { level: 'GENERAL' }, officer);
  const notified = await world.command(id, 'notify', { orderNumber: '1', dueOn }, officer);
  expect(notified.ok).toBe(true);
  return { ...world, id };
};
const read = async (world: Pick<World, 'deps' | 'now'>) => await sweep(world.deps, world.now());
const only = async (world: Pick<World, 'hazards'>) => {
  const [hazard] = await world.hazards();
  if (hazard === undefined) throw new Error('no hazard');
  return hazard;
};
const dueOf = async (world: Pick<World, 'hazards'>) => {
  const { keyUnit, id } = await only(world);
  return { subject: keyUnit, hazard: id };
};

describe('the sweep', () => {
  it('finds nothing before the date and writes lateness after it, once', async () => {
    const world = await ordered('2026-03-04');
    expect((await world.sweepOnce()).outcomes).toEqual([]);
    world.go(at('2026-03-04T15:59:59.999Z'));
    expect((await world.sweepOnce()).outcomes).toEqual([]);
    world.go(1);
    expect((await world.sweepOnce()).outcomes).toEqual(['late']);
    expect((await only(world)).late).toEqual({ since: '2026-03-05', level: 1 });
    expect((await world.sweepOnce()).outcomes).toEqual([]);
    expect((await world.events()).filter(({ type }) => type === 'HazardOverdue')).toHaveLength(1);
  });

  it('goes on to the next level at its own date, and then leaves the index', async () => {
    const world = await ordered('2026-03-04');
    world.go(at('2026-03-04T17:00:00Z'));
    await world.sweepOnce();
    world.go(at('2026-03-09T17:00:00Z'));
    expect((await world.sweepOnce()).outcomes).toEqual(['late']);
    expect((await only(world)).late).toEqual({ since: '2026-03-05', level: 2 });
    expect(
      world.transport.item(tableName, keys.current(unitId, 'HAZARD', world.id))?.['dueSlot'],
    ).toBeUndefined();
  });

  it('loses no date when it was down for two days, nor for months', async () => {
    for (const days of [2, 100]) {
      const world = await ordered('2026-03-04');
      await world.sweepOnce();
      world.go(days * dayMs + 3 * dayMs);
      const outcomes: string[] = [];
      for (let turn = 0; turn < 6; turn += 1) outcomes.push(...(await world.sweepOnce()).outcomes);
      expect(outcomes).toEqual(days === 2 ? ['late'] : ['late', 'late']);
    }
  });

  it('finds an order that is dated back before the watermark', async () => {
    const world = await ordered('2026-03-20');
    world.go(30 * hour);
    await world.sweepOnce();
    await world.fileReport([{ number: '18', verdict: 'FAIL' }]);
    const [id = ''] = await findAll(world);
    await world.command(id, 'confirm', { level: 'GENERAL' }, officer);
    await world.command(id, 'notify', { orderNumber: '2', dueOn: '2026-02-01' }, officer);
    expect((await world.sweepOnce()).outcomes).toEqual(['late']);
  });

  it('passes an hour only when it ended ten minutes ago and was read empty', async () => {
    const world = await ordered('2026-03-04');
    world.go(at('2026-03-04T14:09:00Z'));
    expect((await read(world)).watermark).toBe('2026-03-04T13');
    world.go(at('2026-03-04T14:10:00Z'));
    expect((await read(world)).watermark).toBe('2026-03-04T14');
    // The queue loses the message: the slot is not empty, so the watermark waits for it.
    world.go(at('2026-03-04T20:00:00Z'));
    for (let turn = 0; turn < 3; turn += 1)
      expect(await read(world)).toMatchObject({ sent: 1, watermark: '2026-03-04T15', lagHours: 5 });
    expect((await world.sweepOnce()).outcomes).toEqual(['late', 'nothing', 'nothing', 'nothing']);
    expect(await read(world)).toMatchObject({ sent: 0, watermark: '2026-03-04T19', lagHours: 1 });
  });

  it('starts at the day on which the province went live, and never ahead of now', async () => {
    const first = await makeWorld();
    expect(await read(first)).toMatchObject({ watermark: '2026-03-02T00', hours: 34, complete: true });
    const early = await makeWorld(settingsWith({ liveSince: '2027-01-01' }));
    expect(await read(early)).toMatchObject({ watermark: '2026-03-02T01', hours: 1 });
  });

  it('does a bounded part of a backlog, newest hours first, and goes on with the rest next time', async () => {
    const world = await ordered('2026-03-03');
    world.go(at('2026-03-31T12:00:00Z'));
    const bounds = { ...usualBounds, backlogQueries: 200 };
    const { report, outcomes } = await world.sweepOnce(bounds);
    expect(report).toMatchObject({ complete: false, queries: 2 * (48 + 100) });
    expect(outcomes).toEqual(['late']);
    let last = report;
    for (let turn = 0; turn < 6; turn += 1) ({ report: last } = await world.sweepOnce(bounds));
    expect(last).toMatchObject({ complete: true, watermark: '2026-03-31T11', lagHours: 1, sent: 0 });
  });

  it('is not held up for ever by an hour that cannot be worked off', async () => {
    const world = await ordered('2026-03-03');
    world.go(at('2026-03-31T12:00:00Z'));
    const bounds = { ...usualBounds, backlogQueries: 200 };
    for (let turn = 0; turn < 8; turn += 1) {
      const report = await sweep(world.deps, world.now(), bounds);
      expect(report).toMatchObject({ watermark: '2026-03-03T15', sent: 1 });
      if (turn === 7) expect(report).toMatchObject({ complete: true, hours: 2 + 1 });
    }
  });

  it('sends again what the queue refused, and fails aloud when it refuses for good', async () => {
    const world = await ordered('2026-03-04');
    world.go(at('2026-03-05T00:00:00Z'));
    world.transport.inject({ fault: 'partial', operation: 'sqs.', times: 1 });
    expect((await world.sweepOnce()).outcomes).toEqual(['late']);
    const other = await ordered('2026-03-04');
    other.go(at('2026-03-05T00:00:00Z'));
    other.transport.inject({ fault: 'partial', operation: 'sqs.' });
    await expect(other.sweepOnce()).rejects.toThrow('the queue refused 1 messages: InternalError');
    other.transport.calm();
    expect((await other.sweepOnce()).outcomes).toEqual(['late']);
  });

  it('costs as much with many hazards on file as with one', async () => {
    const world = await makeWorld();
    await world.fileReport(
      Array.from({ length: 60 }, (_, index) => ({ number: String(index), verdict: 'FAIL' as const })),
    );
    await findAll(world);
    world.transport.reset();
    await world.sweepOnce();
    expect(world.transport.counts().operations['dynamodb.Query']?.calls).toBe(2 * 34);
  });
});

describe('the worker', () => {
  it('changes nothing the second time, nor when the hazard has moved on', async () => {
    const world = await ordered('2026-03-04');
    world.go(at('2026-03-05T00:00:00Z'));
    const due = await dueOf(world);
    expect(await workOff(due, world.deps, world.now())).toBe('late');
    expect(await workOff(due, world.deps, world.now())).toBe('nothing');
    await world.command(world.id, 'submit', { statement: '已整改' }, manager);
    expect((await only(world)).late).toBeUndefined();
    expect(await workOff(due, world.deps, world.now())).toBe('nothing');
  });

  it('writes one entry when two look at the same moment; the other comes back', async () => {
    const world = await ordered('2026-03-04');
    world.go(at('2026-03-05T00:00:00Z'));
    const due = await dueOf(world);
    const both = await Promise.allSettled([
      workOff(due, world.deps, world.now()),
      workOff(due, world.deps, world.now()),
    ]);
    expect(both.filter((one) => one.status === 'fulfilled').length).toBeGreaterThan(0);
    expect(await workOff(due, world.deps, world.now())).toBe('nothing');
    expect((await world.events()).filter(({ type }) => type === 'HazardOverdue')).toHaveLength(1);
  });

  it('moves an item off a slot without touching what its digest covers', async () => {
    const world = await ordered('2026-03-04');
    world.go(at('2026-03-05T00:00:00Z'));
    const place = keys.current(unitId, 'HAZARD', world.id);
    const before = world.transport.item(tableName, place);
    const calm = { ...world.deps, settings: settingsWith({ escalation: [] }) };
    const due = await dueOf(world);
    expect(await workOff(due, calm, world.now())).toBe('other slot');
    const { dueSlot, dueAt, ...kept } = before ?? {};
    expect(world.transport.item(tableName, place)).toEqual(kept);
    expect(world.transport.sqs.messages(dueQueue)).toEqual([]);
  });
});
