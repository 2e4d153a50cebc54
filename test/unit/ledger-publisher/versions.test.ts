import { beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../builders/audit.ts';
import { registerOrganisation, registerStation, reportBy } from '../../builders/parties.ts';
import { withFailures } from '../../builders/report.ts';
import { hears, makeStage, tableName, type Listener, type Stage } from '../../builders/stage.ts';

const listeners = Object.keys(hears).filter((name): name is Listener => name in hears);
const received = 'InspectionReportReceived';

describe.each(listeners)('%s', (listener) => {
  let stage: Stage;
  let event: Readonly<Record<string, unknown>>;
  let files: readonly string[];
  const entries = () =>
    files.flatMap((id) => audit(stage.world, tableName, `sub_${id.slice(4)}`).entries).length;
  beforeAll(async () => {
    stage = makeStage();
    const crew = await registerOrganisation(stage);
    const station = await registerStation(stage);
    files = [crew.id, station];
    await stage.ask('submitReport', crew.clerk, { body: withFailures(reportBy(crew, station), ['2-01']) });
    await stage.publish({ Records: [...stage.entries()] });
    event = Object(stage.world.events.list(received).at(-1)?.detail);
    if (!hears[listener].some((type) => type === received)) throw new Error(`${listener} hears no reports`);
  });

  it.each(['2.0', '0.9', '10.0', '1', 'one'])(
    'gives an event of version %s back, until its queue sets it aside, and does nothing',
    async (version) => {
      const before = entries();
      expect(await stage.deliver(listener, [{ ...event, version }])).toEqual([0]);
      expect(entries()).toBe(before);
    },
  );

  it('a bad version hinders no event beside it', async () => {
    expect(await stage.deliver(listener, [{ ...event, version: '2.0' }, event])).toEqual([0]);
  });

  it('takes an event of a later minor version, with members that it does not know', async () => {
    const later = { ...event, version: '1.9', novelty: { of: 'tomorrow' } };
    const state = { ...Object(event['state']), colour: 'unheard of' };
    expect(await stage.deliver(listener, [{ ...later, state }])).toEqual([]);
  });
});

it('what the publisher tells is of version 1.0', async () => {
  const stage = makeStage();
  await registerStation(stage);
  await stage.settle();
  expect(stage.world.events.list().map(({ detail }) => Object(detail).version)).toEqual(['1.0']);
});
