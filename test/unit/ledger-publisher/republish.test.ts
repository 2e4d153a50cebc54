import { beforeEach, describe, expect, it } from 'vitest';
import type { SubjectId } from '../../../shared/kernel/ids.ts';
import { audit } from '../../builders/audit.ts';
import { county, registerOrganisation, registerStation, reportBy } from '../../builders/parties.ts';
import { plantVerdictConflict } from '../../builders/planted-faults.ts';
import { withFailures } from '../../builders/report.ts';
import { makeStage, tableName, type Stage } from '../../builders/stage.ts';

let stage: Stage;
let crew: Awaited<ReturnType<typeof registerOrganisation>>;
let station: SubjectId;
beforeEach(async () => {
  stage = makeStage();
  crew = await registerOrganisation(stage);
  station = await registerStation(stage);
});
const submit = async () => {
  const failing = withFailures(reportBy(crew, station), ['2-01']);
  const body = plantVerdictConflict(failing, '1-03', 'BAD_VALUE_PASSES');
  return (await stage.ask('submitReport', crew.clerk, { body })).body;
};
const told = () => stage.world.events.list();
/** Every entry of every file, by its place. */
const everything = () =>
  stage.entries().map(({ dynamodb }) => {
    const { subject, sequence } = {
      subject: dynamodb?.Keys?.['pk']?.S ?? '',
      sequence: Number(dynamodb?.Keys?.['sk']?.S?.slice(2)),
    };
    if (!subject.startsWith('sub_')) throw new Error(subject);
    return { subject: `sub_${subject.slice(4)}` as const, sequence };
  });

describe('an operator’s order', () => {
  it('tells entries once more, in the order given, exactly as from the stream', async () => {
    await submit();
    await stage.settle();
    const before = told();
    const answer = await stage.publish({ republish: everything() });
    expect(answer.notPublished).toEqual([]);
    expect(answer.published.map(({ subject, sequence }) => ({ subject, sequence }))).toEqual(everything());
    const again = told().slice(before.length);
    expect(again.map(({ detail }) => Object(detail).id)).toEqual(answer.published.map(({ event }) => event));
    const bySubject = (list: typeof before) => list.map(({ detail }) => JSON.stringify(detail)).toSorted();
    expect(bySubject(again)).toEqual(bySubject(before));
  });

  it('lets nobody do anything twice', async () => {
    await submit();
    await stage.settle();
    const files = () => [crew.id, station].map((id) => audit(stage.world, tableName, id).entries.length);
    const before = files();
    await stage.publish({ republish: everything() });
    await stage.settle();
    expect(files()).toEqual(before);
    const { body } = await stage.ask('listHazards', county, { path: { id: station } });
    expect(body.hazards).toHaveLength(1);
  });

  it('says of each entry whether it was told, and why not; one that failed hinders no other', async () => {
    const { receipt } = await submit();
    const head = stage.world.item(tableName, { pk: station, sk: `C#HEAD#${station}` });
    stage.world.load(tableName, [{ ...head, body: { S: '{}' } }]);
    const report = { subject: station, sequence: receipt.sequence };
    const damaged = { subject: station, sequence: 1 };
    const missing = { subject: station, sequence: 99 };
    stage.world.inject({ fault: 'partial', operation: 'events.PutEvents', skip: 1, times: 1 });
    const technician = { subject: crew.technicians[0], sequence: 1 };
    expect(await stage.publish({ republish: [damaged, report, missing, technician, report] })).toEqual({
      published: [{ ...report, event: receipt.entry }],
      notPublished: [
        { ...damaged, reason: `version 1 of ${station} differs from its digest` },
        { ...missing, reason: 'no such entry in the table' },
        { ...technician, reason: expect.stringMatching(/^the bus refused ent_/) },
      ],
    });
  });

  it.each([
    ['nothing', []],
    ['no sequence', [{ subject: 'sub_01KJ0000000000000000000000', sequence: 0 }]],
    ['no subject', [{ subject: 'sub_1', sequence: 1 }]],
    [
      'more than a hundred',
      Array.from({ length: 101 }, (_, n) => ({ subject: 'sub_01KJ0000000000000000000000', sequence: n + 1 })),
    ],
  ])('that names %s is refused', async (_, republish) => {
    // As it comes from a command line: of no type.
    const given: Parameters<typeof stage.publish>[0] = JSON.parse(JSON.stringify({ republish }));
    await expect(stage.publish(given)).rejects.toThrow();
    expect(told()).toEqual([]);
  });
});
