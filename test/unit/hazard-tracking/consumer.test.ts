import { toJson } from '../../../shared/kernel/canonical.ts';
import { describe, expect, it } from 'vitest';
import { deviceAlarm } from '../../../shared/contracts/device.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { deliver, findAll, settleAll } from './find.ts';
import {
  begin,
  clocks,
  machineArn,
  makeWorld,
  officer,
  organisationId,
  settingsWith,
  unitId,
} from './world.ts';

const failed = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ number: String(index + 1), verdict: 'FAIL' as const }));

describe('hazards of a report', () => {
  it('come from points that the report declares failed, whatever their values say', async () => {
    const world = await makeWorld(settingsWith({ hazardClocks: clocks }));
    const report = await world.fileReport([
      { number: '1', verdict: 'PASS', value: '99.9' },
      { number: '2', verdict: 'FAIL', value: '0.5' },
    ]);
    await settleAll(world);
    const hazards = await world.hazards();
    expect(hazards).toHaveLength(1);
    expect(hazards[0]).toMatchObject({
      state: 'FOUND',
      foundAt: begin,
      dueOn: '2026-03-05',
      dueBy: 'province',
      origin: { report, organisation: organisationId, point: '2', value: '0.5' },
    });
  });

  it('cost no read when the report declares nothing failed', async () => {
    const world = await makeWorld();
    await world.fileReport([{ number: '1', verdict: 'PASS' }]);
    const events = await world.events();
    world.transport.reset();
    await deliver(world, events);
    expect(world.transport.counts().calls).toBe(0);
  });

  it('are found once, however often and after whatever crash the event comes', async () => {
    const world = await makeWorld();
    await world.fileReport(failed(90));
    const events = await world.events();
    // The first chunk is written, then the function dies.
    world.transport.inject({ fault: 'lost', operation: 'dynamodb.TransactWriteItems', skip: 1 });
    expect(await deliver(world, events)).toHaveLength(1);
    world.transport.calm();
    expect(await world.hazards()).toHaveLength(40);
    world.go(3_600_000);
    for (let time = 0; time < 3; time += 1) expect(await deliver(world, events)).toEqual([]);
    expect(await world.hazards()).toHaveLength(90);
    expect((await world.events()).map(({ type }) => type)).toEqual([
      'HazardFound',
      'HazardFound',
      'HazardFound',
    ]);
  });

  it('name the report that caused them', async () => {
    const world = await makeWorld();
    await world.fileReport(failed(1));
    const events = await world.events();
    await deliver(world, events);
    const [found] = await world.events();
    expect(found).toMatchObject({
      type: 'HazardFound',
      causation: events.find(({ type }) => type === 'InspectionReportReceived')?.id,
    });
  });

  it('come back to the queue when the points are not to be found', async () => {
    const world = await makeWorld();
    await world.fileReport(failed(1));
    const event = (await world.events()).find(({ type }) => type === 'InspectionReportReceived');
    const state = { ...Object(event?.state), id: 'rep_01KJQXC0000000000000000000' };
    expect(await deliver(world, event === undefined ? [] : [{ ...event, state }])).toHaveLength(1);
  });
});

describe('the hazard of an alarm', () => {
  it('is one for each alarm, with what the device measured', async () => {
    const world = await makeWorld();
    const id = newId('alm', begin);
    const alarm = deviceAlarm.parse({
      id,
      device: newId('dev', begin),
      keyUnit: unitId,
      item: 'EARTH_RESISTANCE',
      value: '14.2',
      unit: 'ohm',
      limit: '10',
      boot: 1,
      sequences: [4, 5, 6],
      values: ['12.0', '13.1', '14.2'],
      at: begin,
    });
    await append(world.table, {
      subject: unitId,
      type: 'DeviceAlarmRaised',
      cause: id,
      time: begin,
      actor: { ref: 'function:device-telemetry-consumer', role: 'system' },
      source: { channel: 'device' },
      correlation: 'test',
      changes: [{ kind: 'DEVICE_ALARM', id, body: toJson(alarm) }],
    });
    const events = await world.events();
    await deliver(world, events);
    await deliver(world, events);
    expect(await world.hazards()).toMatchObject([
      { state: 'FOUND', origin: { kind: 'DEVICE_ALARM', alarm: id, value: '14.2', limit: '10' } },
    ]);
  });
});

describe('the loops', () => {
  it('are started once for each hazard, under a name that follows from it', async () => {
    const world = await makeWorld();
    await world.fileReport(failed(50));
    const ids = await findAll(world);
    const executions = world.transport.sfn.executions();
    expect(executions.map(({ name }) => name).toSorted()).toEqual(ids.map((id) => `${id}-1`).toSorted());
    expect(executions[0]?.machine).toBe(machineArn);
    expect(executions.map(({ input }) => input)).toContainEqual({ subject: unitId, hazard: ids[0], run: 1 });
  });

  it('count as started when they run already', async () => {
    const world = await makeWorld();
    await world.fileReport(failed(1));
    const received = await world.events();
    await deliver(world, received);
    const found = await world.events();
    expect(await deliver(world, found)).toEqual([]);
    expect(await deliver(world, found)).toEqual([]);
    expect(world.transport.sfn.executions()).toHaveLength(1);
    expect(await world.deps.machine.start(`${(await world.hazards())[0]?.id}-1`, { other: 'input' })).toBe(
      'exists',
    );
  });

  it('come back to the queue when the machine cannot be reached', async () => {
    const world = await makeWorld();
    await world.fileReport(failed(1));
    await deliver(world, await world.events());
    const found = await world.events();
    world.transport.inject({ fault: 'deny', operation: 'sfn.' });
    expect(await deliver(world, found)).toHaveLength(1);
    world.transport.calm();
    expect(await deliver(world, found)).toEqual([]);
  });

  it('are told nothing while no machine waits', async () => {
    const world = await makeWorld();
    await world.fileReport(failed(1));
    const [id = ''] = await findAll(world);
    await world.command(id, 'confirm', { level: 'MAJOR' }, officer);
    await settleAll(world);
    expect(world.transport.sfn.answers()).toEqual([]);
  });
});
