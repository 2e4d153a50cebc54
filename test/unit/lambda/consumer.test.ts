import { beforeEach, describe, expect, it } from 'vitest';
import { county, province, registerOrganisation, registerStation, reportBy } from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { makeStage, tableName, type Listener, type Stage } from '../../builders/stage.ts';

/** A province with one report of which hazards, leads and credit facts follow, published and not yet heard by anybody. */
const makeScene = async () => {
  const stage = makeStage();
  const crew = await registerOrganisation(stage);
  const station = await registerStation(stage);
  await stage.settle();
  const honest = withFailures(reportBy(crew, station), ['2-01'], '500');
  await stage.ask('submitReport', crew.clerk, {
    body: plantVerdictConflict(honest, '1-03', 'BAD_VALUE_PASSES'),
  });
  const before = stage.world.events.list().length;
  await stage.publish({ Records: [...stage.entries()].slice(-1) });
  const [event] = stage.world.events.list().slice(before);
  if (event === undefined) throw new Error('nothing was published');
  const { detail } = event;
  if (typeof detail !== 'object' || detail === null) throw new TypeError('an envelope is an object');
  const envelope: Readonly<Record<string, unknown>> = { ...detail };
  const found = async () => ({
    hazards: (await stage.ask('listHazards', county, { path: { id: station } })).body.hazards.length,
    leads: (await stage.ask('listAnomalies', province, { path: { id: crew.id } })).body.anomalies.length,
  });
  return { stage, envelope, found };
};

const listeners = [
  'anomaly-detection',
  'hazard-tracking',
  'credit-evaluation',
] as const satisfies readonly Listener[];

describe.each(listeners)('%s', (to) => {
  let stage: Stage;
  let envelope: Readonly<Record<string, unknown>>;
  beforeEach(async () => {
    ({ stage, envelope } = await makeScene());
  });
  const stored = () => JSON.stringify(stage.world.items(tableName));

  it.each([
    ['a later major version', { version: '2.0' }],
    ['major version 10, which begins like ours', { version: '10.0' }],
    ['no version', { version: undefined }],
    ['a version without a minor', { version: '1' }],
    ['a type that is not for it', { type: 'TechnicianRegistered' }],
    ['a type that nobody knows', { type: 'NoSuchThing' }],
    ['a state that is not of its type', { state: { id: 'rep_1' } }],
  ])('gives %s back every time, until the queue puts it aside, and changes nothing', async (_, change) => {
    const before = stored();
    for (let receives = 0; receives < 3; receives += 1)
      expect(await stage.deliver(to, [{ ...envelope, ...change }])).toEqual([0]);
    expect(stored()).toBe(before);
  });

  it('takes a later minor version, with members that it does not know', async () => {
    const before = stored();
    const state = { ...Object(envelope['state']), later: { deep: [1] } };
    const later = { ...envelope, version: '1.42', news: 'x', state };
    expect(await stage.deliver(to, [later])).toEqual([]);
    expect(stored()).not.toBe(before);
  });

  it('one bad message among good ones comes back alone', async () => {
    const batch = [{ ...envelope, version: '3.1' }, envelope, 'no envelope at all'];
    expect(await stage.deliver(to, batch)).toEqual([0, 2]);
  });
});

it('what follows from a later minor version is what follows from ours', async () => {
  const [ours, later] = [await makeScene(), await makeScene()];
  for (const to of listeners) {
    expect(await ours.stage.deliver(to, [ours.envelope])).toEqual([]);
    expect(await later.stage.deliver(to, [{ ...later.envelope, version: '1.7', more: true }])).toEqual([]);
  }
  expect(await later.found()).toEqual(await ours.found());
  expect((await ours.found()).hazards).toBeGreaterThan(0);
  expect((await ours.found()).leads).toBeGreaterThan(0);
});
